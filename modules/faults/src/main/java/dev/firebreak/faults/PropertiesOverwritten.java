package dev.firebreak.faults;

import dev.firebreak.census.Commons;

/** Sets a system property for itself, and thereby for everybody. */
final class PropertiesOverwritten implements Deed {
  @Override
  public void commit() {
    System.setProperty(Commons.ALGORITHM, "MD5");
  }
}
