package dev.firebreak.link;

/**
 * One thing said over a {@link Link}: a {@link ToChild} or a {@link ToParent}.
 *
 * <p>On the wire, all numbers big-endian:
 *
 * <pre>
 *  0               4     5                       4 + length
 * +---------------+-----+-----------------------+
 * | length        | tag | body                  |
 * +---------------+-----+-----------------------+
 *   1 .. 1 MiB      see Wire
 *   counts tag and body
 *
 *  text, exact   length in bytes (4), UTF-8
 *  maybe         0, or 1 and the value
 *  list          count (4), items
 *  flag          0 or 1 (1)
 *  number        4 or 8 bytes, by its type
 *  choice        ordinal (1)
 * </pre>
 *
 * The protocol's version travels in {@link ToParent.Hello}: both ends come from one build, so a
 * difference is an error and never negotiated. Limits: a frame is at most {@link Link#MAX_FRAME}
 * bytes; a text that people read (a message, a stack) is cut by its sender, with a mark; an exact
 * string (a path, an argument) is never cut, it fails to send. What arrives is checked before
 * anything is allocated for it, and a body must be used up to its last byte.
 */
public sealed interface Frame permits ToChild, ToParent {
  /** The byte that names this frame on the wire, one meaning in each direction. */
  int tag();

  /** Writes the body, field by field, in the order of the record. */
  void write(FrameWriter body);
}
