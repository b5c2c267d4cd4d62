package dev.firebreak.worker;

import dev.firebreak.link.Launch;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says which modules a program lacks, who requires them, through whom, and what to do. Runs only
 * after resolution has failed, and walks the descriptors once more since the JDK names one missing
 * module and one requirer at most.
 */
final class Missing {
  private final ModuleFinder finder;
  private final Configuration boot;
  private final Map<String, @Nullable String> requiredBy = new HashMap<>();
  private final Set<String> sentences = new LinkedHashSet<>();

  private Missing(ModuleFinder finder, Configuration boot) {
    this.finder = finder;
    this.boot = boot;
  }

  static StartFailure explain(
      Launch.Module launch, ModuleFinder finder, Configuration boot, FindException cause) {
    Missing missing = new Missing(finder, boot);
    try {
      missing.walk(launch.name());
      if (missing.sentences.isEmpty()) {
        // Not the program itself, then: a service provider that was bound to it.
        for (ModuleReference provider : finder.findAll()) {
          missing.walk(provider.descriptor().name());
        }
      }
    } catch (FindException unreadable) {
      return new StartFailure(
          "the module path " + launch.path() + " cannot be read: " + unreadable.getMessage(),
          unreadable);
    }
    if (missing.sentences.isEmpty()) {
      return new StartFailure(
          "module " + launch.name() + " cannot be resolved: " + cause.getMessage(), cause);
    }
    return new StartFailure(String.join("; ", missing.sentences), cause);
  }

  private void walk(String root) {
    ArrayDeque<String> queue = new ArrayDeque<>();
    if (!requiredBy.containsKey(root)) {
      requiredBy.put(root, null);
      queue.add(root);
    }
    for (String name = queue.poll(); name != null; name = queue.poll()) {
      if (boot.findModule(name).isPresent()) {
        continue;
      }
      ModuleReference found = finder.find(name).orElse(null);
      if (found == null) {
        sentences.add(sentence(name));
        continue;
      }
      for (ModuleDescriptor.Requires requires : found.descriptor().requires()) {
        boolean optional = requires.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC);
        if (!optional && !requiredBy.containsKey(requires.name())) {
          requiredBy.put(requires.name(), name);
          queue.add(requires.name());
        }
      }
    }
  }

  private String sentence(String name) {
    String who = who(name);
    if (name.startsWith("java.") || name.startsWith("jdk.")) {
      return who
          + ", which was not granted: add --grant "
          + name
          + " (or grants = [\""
          + name
          + "\"])";
    }
    return who
        + ", which is neither on the module path nor in the JDK: add its folder or jar to -p";
  }

  private String who(String name) {
    List<String> chain = new ArrayList<>();
    for (String at = requiredBy.get(name); at != null; at = requiredBy.get(at)) {
      chain.add(0, at);
    }
    if (chain.isEmpty()) {
      return "the program is module " + name;
    }
    return "module " + String.join(" requires ", chain) + " requires " + name;
  }
}
