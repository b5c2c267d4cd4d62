package dev.firebreak.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.classfile.attribute.ModuleMainClassAttribute;
import java.lang.classfile.attribute.ModulePackagesAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.constant.ModuleDesc;
import java.lang.constant.PackageDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Writes a module whose main does nothing, as a jar and as a folder, for the training run. */
final class IdleModule {
  static final String NAME = "firebreak.idle";

  private IdleModule() {}

  static void write(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      entries.putNextEntry(new JarEntry("module-info.class"));
      entries.write(descriptor(true));
      entries.putNextEntry(new JarEntry("firebreak/idle/Main.class"));
      entries.write(main());
    }
  }

  static void explode(Path folder) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("firebreak").resolve("idle"));
    Files.write(folder.resolve("module-info.class"), descriptor(false));
    Files.write(classes.resolve("Main.class"), main());
  }

  /** A compiler leaves the packages out, and the jar tool adds them: two ways to read a module. */
  private static byte[] descriptor(boolean packages) {
    ClassDesc main = ClassDesc.of("firebreak.idle.Main");
    ModuleAttribute module =
        ModuleAttribute.of(
            ModuleDesc.of(NAME),
            builder ->
                builder.requires(ModuleDesc.of("java.base"), List.of(AccessFlag.MANDATED), null));
    return ClassFile.of()
        .buildModule(
            module,
            builder -> {
              builder.with(ModuleMainClassAttribute.of(main));
              if (packages) {
                builder.with(ModulePackagesAttribute.ofNames(PackageDesc.of("firebreak.idle")));
              }
            });
  }

  private static byte[] main() {
    MethodTypeDesc type =
        MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String.arrayType());
    return ClassFile.of()
        .build(
            ClassDesc.of("firebreak.idle.Main"),
            builder ->
                builder.withMethodBody(
                    "main",
                    type,
                    AccessFlag.PUBLIC.mask() | AccessFlag.STATIC.mask(),
                    code -> code.return_()));
  }
}
