package dev.firebreak.api;

/** Whether a supervisor ends when its significant children have ended for good. OTP's meanings. */
public enum AutoShutdown {
  /** It does not. */
  NEVER,
  /** It ends with the first significant child that ends for good. */
  ANY,
  /** It ends with the last of them. */
  ALL
}
