package dev.firebreak.link;

/**
 * The tags, each once a direction. 0x01 to 0x1f are for programs; 0x20 to 0x3f are kept for the
 * pool's tasks. An unknown tag is an error.
 */
final class Wire {
  static final int PREPARE = 0x01;
  static final int RUN = 0x02;
  static final int STOP = 0x03;
  static final int INTERRUPT = 0x04;

  static final int HELLO = 0x01;
  static final int STAGE = 0x02;
  static final int READY = 0x03;
  static final int BEAT = 0x04;
  static final int PROGRESS = 0x05;
  static final int FAILED = 0x06;
  static final int THREW = 0x07;
  static final int ENDED = 0x08;
  static final int LEAVING = 0x09;
  static final int OUT_OF_MEMORY = 0x0a;

  private Wire() {}

  static ToChild toChild(int tag, FrameReader body) throws LinkException {
    return switch (tag) {
      case PREPARE -> ToChild.Prepare.read(body);
      case RUN -> ToChild.Run.read(body);
      case STOP -> new ToChild.Stop();
      case INTERRUPT -> new ToChild.Interrupt();
      default -> throw LinkException.unknownTag(tag, "a parent");
    };
  }

  static ToParent toParent(int tag, FrameReader body) throws LinkException {
    return switch (tag) {
      case HELLO -> ToParent.Hello.read(body);
      case STAGE -> ToParent.Stage.read(body);
      case READY -> new ToParent.Ready();
      case BEAT -> ToParent.Beat.read(body);
      case PROGRESS -> new ToParent.Progress(body.text());
      case FAILED -> ToParent.Failed.read(body);
      case THREW -> ToParent.Threw.read(body);
      case ENDED -> new ToParent.Ended(body.choice(ToParent.How.values()));
      case LEAVING -> new ToParent.Leaving();
      case OUT_OF_MEMORY -> ToParent.OutOfMemory.read(body);
      default -> throw LinkException.unknownTag(tag, "a child");
    };
  }
}
