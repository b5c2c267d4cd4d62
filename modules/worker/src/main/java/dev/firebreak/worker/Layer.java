package dev.firebreak.worker;

import dev.firebreak.link.Launch;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolutionException;
import java.lang.module.ResolvedModule;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The layer of a modular program: its own modules, in one loader, above a boot layer that holds
 * what was granted and nothing else.
 *
 * <p>Where a module is both in the boot layer and on the path, the boot layer's is taken, as plain
 * java does; so a program may bring dev.firebreak.api along.
 */
final class Layer {
  private final Launch.Module launch;
  private final ModuleLayer.Controller controller;
  private final Module root;
  private final ClassLoader loader;

  private Layer(
      Launch.Module launch, ModuleLayer.Controller controller, Module root, ClassLoader loader) {
    this.launch = launch;
    this.controller = controller;
    this.root = root;
    this.loader = loader;
  }

  ClassLoader loader() {
    return loader;
  }

  static Layer build(Launch.Module launch) throws StartFailure {
    Configuration configuration = resolve(launch);
    ModuleLayer.Controller controller =
        ModuleLayer.defineModulesWithOneLoader(
            configuration, List.of(ModuleLayer.boot()), ClassLoader.getSystemClassLoader());
    Module root = controller.layer().findModule(launch.name()).orElseThrow();
    Openings.apply(launch.openings(), controller);
    StringBuilder path = new StringBuilder();
    for (String entry : launch.path()) {
      path.append(path.isEmpty() ? "" : java.io.File.pathSeparator).append(entry);
    }
    System.setProperty("jdk.module.path", path.toString());
    ClassLoader loader = root.getClassLoader();
    return new Layer(
        launch, controller, root, loader == null ? ClassLoader.getSystemClassLoader() : loader);
  }

  /** The class that the program begins with, which the worker may then call. */
  Class<?> mainClass() throws StartFailure {
    String name = mainClass(launch, root);
    Class<?> type = Entry.load(name, loader, "in module " + launch.name());
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      openToWorker(at);
    }
    return type;
  }

  /** Lets the worker and the codec at a class, if it is of this layer, and at its package. */
  void open(Class<?> type) {
    Module module = type.getModule();
    if (module.getLayer() == controller.layer()) {
      String pack = type.getPackageName();
      controller.addOpens(module, pack, Main.class.getModule());
      controller.addOpens(module, pack, Launch.class.getModule());
    }
  }

  private static Configuration resolve(Launch.Module launch) throws StartFailure {
    Path[] path = new Path[launch.path().size()];
    for (int i = 0; i < path.length; i++) {
      path[i] = Path.of(launch.path().get(i));
    }
    ModuleFinder finder = ModuleFinder.of(path);
    Configuration boot = ModuleLayer.boot().configuration();
    Configuration configuration;
    try {
      configuration = boot.resolveAndBind(ModuleFinder.of(), finder, List.of(launch.name()));
    } catch (FindException e) {
      throw Missing.explain(launch, finder, boot, e);
    } catch (ResolutionException e) {
      throw new StartFailure(
          "the modules of " + launch.name() + " do not fit together: " + e.getMessage(), e);
    }
    for (ResolvedModule resolved : configuration.modules()) {
      refuseOurOwn(resolved.reference().descriptor());
    }
    return configuration;
  }

  /** Nothing there is exported to it, but a program that asks is told rather than left to guess. */
  private static void refuseOurOwn(ModuleDescriptor descriptor) throws StartFailure {
    if (descriptor.name().startsWith("dev.firebreak.")) {
      return; // who opens a pool from a module has us on its path; none of that runs here
    }
    for (ModuleDescriptor.Requires requires : descriptor.requires()) {
      String name = requires.name();
      if (name.equals("dev.firebreak.worker") || name.equals("dev.firebreak.link")) {
        throw new StartFailure(
            "module "
                + descriptor.name()
                + " requires "
                + name
                + ", which is not for programs: require dev.firebreak.api instead",
            null);
      }
    }
  }

  private static String mainClass(Launch.Module launch, Module module) throws StartFailure {
    if (!launch.mainClass().isEmpty()) {
      return launch.mainClass();
    }
    Optional<String> own = module.getDescriptor().mainClass();
    if (own.isEmpty()) {
      throw new StartFailure(
          "module "
              + launch.name()
              + " names no main class: say which, as in -m "
              + launch.name()
              + "/its.package.Main, or set it with jar --main-class",
          null);
    }
    return own.get();
  }

  /** The launcher of plain java runs a main class of any package, exported or not. */
  private void openToWorker(Class<?> type) {
    Module module = type.getModule();
    if (module.getLayer() == controller.layer()) {
      controller.addOpens(module, type.getPackageName(), Main.class.getModule());
    }
    for (Class<?> face : type.getInterfaces()) {
      openToWorker(face);
    }
  }
}
