package dev.firebreak.api;

/** When a child that ended by itself is started again. The words and meanings are OTP's. */
public enum Restart {
  /** Always. */
  PERMANENT,
  /** Only after an abnormal end: any but exit status 0. */
  TRANSIENT,
  /** Never. */
  TEMPORARY;

  /**
   * Whether a child of this type is started again after it ended by itself.
   *
   * @param abnormal whether its end was abnormal
   */
  public boolean after(boolean abnormal) {
    return switch (this) {
      case PERMANENT -> true;
      case TRANSIENT -> abnormal;
      case TEMPORARY -> false;
    };
  }
}
