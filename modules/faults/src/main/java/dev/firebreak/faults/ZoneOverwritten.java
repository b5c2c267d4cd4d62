package dev.firebreak.faults;

import java.util.TimeZone;

/** Sets the default time zone to print one date. */
final class ZoneOverwritten implements Deed {
  @Override
  public void commit() {
    TimeZone.setDefault(TimeZone.getTimeZone("GMT+14:00"));
  }
}
