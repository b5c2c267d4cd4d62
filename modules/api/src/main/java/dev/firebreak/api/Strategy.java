package dev.firebreak.api;

/** Which siblings are started again together with a child that is. OTP's meanings. */
public enum Strategy {
  /** Only the child that ended. */
  ONE_FOR_ONE,
  /** All children: the others are stopped in reverse order first. */
  ONE_FOR_ALL,
  /** The child that ended and those that stand after it in the list. */
  REST_FOR_ONE
}
