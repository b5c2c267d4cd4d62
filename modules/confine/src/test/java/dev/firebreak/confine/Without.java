package dev.firebreak.confine;

/** Forces a fallback for the length of a try block. */
record Without(String parts) implements AutoCloseable {
  Without {
    System.setProperty(Tool.WITHOUT, parts);
  }

  @Override
  public void close() {
    System.clearProperty(Tool.WITHOUT);
  }
}
