package dev.firebreak.link;

import java.io.IOException;

/**
 * What came over the link, or was to go over it, is no frame. The link is of no use after it: there
 * is no way to find the next frame.
 */
public final class LinkException extends IOException {
  private static final long serialVersionUID = 1;

  private final boolean half;

  private LinkException(String message) {
    this(message, false);
  }

  private LinkException(String message, boolean half) {
    super(message);
    this.half = half;
  }

  /** Whether the other end went away within a frame, as one that is killed does; no fault of it. */
  public boolean half() {
    return half;
  }

  static LinkException unknownTag(int tag, String sender) {
    return new LinkException(
        "frame with the unknown tag 0x" + Integer.toHexString(tag) + " from " + sender);
  }

  static LinkException length(int length) {
    return new LinkException(
        length < 1
            ? "frame with the length " + length + ", which is less than its tag"
            : "frame of " + length + " bytes, over the limit of " + Link.MAX_FRAME);
  }

  static LinkException tooLarge(Frame frame, int size) {
    return new LinkException(
        frame.getClass().getSimpleName()
            + " frame of "
            + size
            + " bytes was not sent: the limit is "
            + Link.MAX_FRAME);
  }

  static LinkException half(int got, int of) {
    return new LinkException(
        "the link ended within a frame: " + got + " of " + of + " bytes arrived", true);
  }

  /** A body, or what stands in shared memory, that is not what it should be. */
  public static LinkException malformed(String what) {
    return new LinkException("frame with " + what);
  }

  static LinkException version(int theirs) {
    return new LinkException(
        "the other side speaks version " + theirs + ", this one " + ToParent.PROTOCOL);
  }
}
