import org.jspecify.annotations.NullMarked;

/**
 * The command {@code firebreak}: one script, one class a subcommand. Knows nothing that a user of
 * the open modules could not know.
 */
@NullMarked
module dev.firebreak.launcher {
  requires static org.jspecify;
  requires dev.firebreak.api;
  requires dev.firebreak.census;
  requires dev.firebreak.lab;
  requires dev.firebreak.processes;
  requires org.slf4j;
  requires info.picocli;
  requires org.tomlj;
  requires me.tongfei.progressbar;
  requires jdk.net;
  requires jdk.unsupported;
  requires ch.qos.logback.classic;
  requires ch.qos.logback.core;

  opens dev.firebreak.launcher to
      info.picocli;

  provides ch.qos.logback.classic.spi.Configurator with
      dev.firebreak.launcher.LogSetup;
}
