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
  private State state;

  /** A JDK and the digest of all that an image takes over from it. */
  record State(Jdk jdk, String digest) {}

  Installed(Path home) {
    this.home = home;
    this.state = new State(Jdk.at(home), "");
  }

  synchronized State now() throws IOException {
    Fingerprint now = new Fingerprint();
    for (String part :
        new String[] {"release", "lib/modules", "lib/server/libjvm.so", "conf", "lib/security"}) {
      now.add(part).addStamps(home.resolve(part));
    }
    String seen = now.hex();
    if (!seen.equals(stamps)) {
      Jdk jdk = Jdk.at(home);
      Fingerprint content = new Fingerprint().add(jdk.build());
      for (String part : new String[] {"release", "conf", "lib/security"}) {
        content.add(part).addContent(home.resolve(part));
      }
      for (String part : new String[] {"lib/modules", "lib/server/libjvm.so"}) {
        content.add(part).addStamps(home.resolve(part));
      }
      state = new State(jdk, content.hex());
      stamps = seen;
    }
    return state;
  }
}
