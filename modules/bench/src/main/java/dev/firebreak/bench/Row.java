package dev.firebreak.bench;

import java.util.List;

/** Measures one question. */
interface Row {
  /** As people ask for it. */
  String name();

  /** The question, in a line. */
  String about();

  /** Whether it runs only when it is asked for. */
  default boolean lengthy() {
    return false;
  }

  /** Measures, and leaves nothing behind. */
  List<Figure> run(Ground ground) throws Exception;
}
