package dev.firebreak.worker;

import dev.firebreak.link.Launch;
import java.util.List;

/** The --add-exports and --add-opens of a modular program, applied to its layer. */
final class Openings {
  private Openings() {}

  static void apply(List<Launch.Opening> openings, ModuleLayer.Controller controller)
      throws StartFailure {
    for (Launch.Opening opening : openings) {
      Module source = module(opening, opening.source(), controller);
      if (opening.target().equals("ALL-UNNAMED")) {
        apply(opening, source, ClassLoader.getSystemClassLoader().getUnnamedModule(), controller);
      } else {
        apply(opening, source, module(opening, opening.target(), controller), controller);
      }
    }
  }

  private static Module module(
      Launch.Opening opening, String name, ModuleLayer.Controller controller) throws StartFailure {
    Module module = controller.layer().findModule(name).orElse(null);
    if (module == null) {
      throw new StartFailure(said(opening) + ": there is no module " + name, null);
    }
    return module;
  }

  private static void apply(
      Launch.Opening opening, Module source, Module target, ModuleLayer.Controller controller)
      throws StartFailure {
    if (!source.getPackages().contains(opening.pack())) {
      throw new StartFailure(
          said(opening) + ": module " + source.getName() + " has no package " + opening.pack(),
          null);
    }
    if (source.getLayer() == controller.layer()) {
      if (opening.deep()) {
        controller.addOpens(source, opening.pack(), target);
      } else {
        controller.addExports(source, opening.pack(), target);
      }
      return;
    }
    try {
      // A package of the JDK: the command line opened it to us, and so it is ours to hand on. An
      // export cannot be handed on, so that one is given as an opening, which implies it.
      source.addOpens(opening.pack(), target);
    } catch (IllegalCallerException e) {
      throw new StartFailure(
          said(opening) + ": the child was not started with that package opened to its worker", e);
    }
  }

  private static String said(Launch.Opening opening) {
    return (opening.deep() ? "--add-opens " : "--add-exports ")
        + opening.source()
        + "/"
        + opening.pack()
        + "="
        + opening.target();
  }
}
