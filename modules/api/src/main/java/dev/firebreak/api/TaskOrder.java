package dev.firebreak.api;

/** Which of two tasks of the same priority goes first. */
public enum TaskOrder {
  /** The older one. */
  FIFO,
  /** The younger one. */
  LIFO
}
