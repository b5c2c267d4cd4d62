package dev.firebreak.images;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What a JDK's folder holds at this moment, as a digest: its build, its modules and JVM by size and
 * time, its conf and lib/security by content. A JDK that is updated in place, or whose
 * configuration is edited, has another one at once; to ask costs a look at some sixty files.
 */
final class Installed {
  private final Path home;
  private String stamps = "";
  private String digest = "";

  Installed(Path home) {
    this.home = home;
  }

  synchronized String digest() throws IOException {
    Fingerprint now = new Fingerprint();
    for (String part :
        new String[] {"release", "lib/modules", "lib/server/libjvm.so", "conf", "lib/security"}) {
      now.add(part).addStamps(home.resolve(part));
    }
    String seen = now.hex();
    if (!seen.equals(stamps)) {
      Fingerprint content = new Fingerprint().add(Jdk.at(home).build());
      for (String part : new String[] {"release", "conf", "lib/security"}) {
        content.add(part).addContent(home.resolve(part));
      }
      for (String part : new String[] {"lib/modules", "lib/server/libjvm.so"}) {
        content.add(part).addStamps(home.resolve(part));
      }
      digest = content.hex();
      stamps = seen;
    }
    return digest;
  }
}
