package dev.firebreak.faults;

/** What a faulty task does to the JVM that it runs in, on the task's own thread. */
interface Deed {
  /** Does it. Some never return, and some end the JVM. */
  void commit() throws Exception;
}
