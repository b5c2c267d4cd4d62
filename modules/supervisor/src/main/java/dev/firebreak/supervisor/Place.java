package dev.firebreak.supervisor;

import java.util.Optional;

/**
 * Where a child is in the tree.
 *
 * @param group its supervisor
 * @param slot its place there
 */
record Place(GroupNode group, Slot slot) {
  /**
   * Finds a child.
   *
   * @param path names joined by slashes, with or without the outermost supervisor's at its head
   * @throws IllegalArgumentException if there is none, naming those that there are
   */
  static Place find(GroupNode root, String path) {
    String inner =
        path.startsWith(root.path() + "/") ? path.substring(root.path().length() + 1) : path;
    GroupNode group = root;
    String[] names = inner.split("/", -1);
    for (int i = 0; ; i++) {
      String name = names[i];
      Optional<Slot> found =
          group.slots.stream()
              .filter(slot -> !slot.leaving && slot.node.spec().name().equals(name))
              .findFirst();
      boolean further = i < names.length - 1;
      if (found.isEmpty() || (further && !(found.get().node instanceof GroupNode))) {
        throw new IllegalArgumentException(
            "no child %s in %s; there are: %s"
                .formatted(
                    name,
                    group.path(),
                    String.join(
                        ", ", group.slots.stream().map(s -> s.node.spec().name()).toList())));
      }
      if (i == names.length - 1) {
        return new Place(group, found.get());
      }
      group = (GroupNode) found.get().node;
    }
  }
}
