package dev.firebreak.link;

import java.util.List;

/** What a child is to run. */
public sealed interface Launch {

  /** The class whose {@code main}, or whose {@code Task}, is run; empty for the module's own. */
  String mainClass();

  /** Writes it as part of a frame. */
  void write(FrameWriter body);

  /**
   * A module, in a layer of its own.
   *
   * @param path where its modules are, as in {@code --module-path}
   * @param mainClass empty for the main class that the module names
   * @param openings packages to export or open at run time
   */
  record Module(List<String> path, String name, String mainClass, List<Opening> openings)
      implements Launch {
    public Module {
      path = List.copyOf(path);
      openings = List.copyOf(openings);
    }

    @Override
    public void write(FrameWriter body) {
      body.flag(false);
      body.list(path);
      body.exact(name);
      body.exact(mainClass);
      body.small(openings.size());
      for (Opening opening : openings) {
        opening.write(body);
      }
    }
  }

  /** A class on the class path that the JVM was started with. */
  record ClassPath(String mainClass) implements Launch {
    @Override
    public void write(FrameWriter body) {
      body.flag(true);
      body.exact(mainClass);
    }
  }

  /**
   * {@code --add-opens} or {@code --add-exports} {@code source/pack=target}. A package of the JDK
   * must be opened to {@code dev.firebreak.worker} on the command line, which hands it on.
   *
   * @param deep true for opens, false for exports
   * @param target a module of the program, or ALL-UNNAMED
   */
  record Opening(boolean deep, String source, String pack, String target) {
    void write(FrameWriter body) {
      body.flag(deep);
      body.exact(source);
      body.exact(pack);
      body.exact(target);
    }

    static Opening read(FrameReader body) throws LinkException {
      return new Opening(body.flag(), body.text(), body.text(), body.text());
    }
  }

  /** Reads one back. */
  static Launch read(FrameReader body) throws LinkException {
    if (body.flag()) {
      return new ClassPath(body.text());
    }
    List<String> path = body.list();
    String name = body.text();
    String mainClass = body.text();
    Opening[] openings = new Opening[body.count(13)];
    for (int i = 0; i < openings.length; i++) {
      openings[i] = Opening.read(body);
    }
    return new Module(path, name, mainClass, List.of(openings));
  }
}
