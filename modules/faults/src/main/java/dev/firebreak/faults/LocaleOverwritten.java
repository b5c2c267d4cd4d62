package dev.firebreak.faults;

import java.util.Locale;

/** Sets the default locale, in which the capital of i has a dot. */
final class LocaleOverwritten implements Deed {
  @Override
  public void commit() {
    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
  }
}
