package dev.firebreak.confine;

/**
 * One thing that this machine holds against a child, or why it does not.
 *
 * @param name as in the output of doctor
 * @param present whether it holds in full
 * @param says what it is made of here; or why it is missing and what that costs
 * @param mend the step that brings it, empty when it is there or nothing does
 */
public record Ring(String name, boolean present, String says, String mend) {
  static Ring there(String name, String says) {
    return new Ring(name, true, says, "");
  }

  static Ring missing(String name, String says, String mend) {
    return new Ring(name, false, says, mend);
  }
}
