package dev.firebreak.link;

/**
 * The tags, each once a direction. 0x01 to 0x1f are for programs; 0x20 to 0x3f for the pool's
 * tasks. An unknown tag is an error.
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

  static final int DEFINE = 0x20;
  static final int WORK = 0x21;
  static final int CHUNK = 0x22;
  static final int PART = 0x23;
  static final int CANCEL = 0x24;
  static final int RECALLED = 0x25;
  static final int REPLY = 0x26;
  static final int OPEN = 0x27;

  static final int OPENED = 0x20;
  static final int MAPPED = 0x21;
  static final int BELL = 0x22;
  static final int BEGUN = 0x23;
  static final int RESULT = 0x24;
  static final int MESSAGE = 0x25;
  static final int REQUEST = 0x26;

  private Wire() {}

  static ToChild toChild(int tag, FrameReader body) throws LinkException {
    return switch (tag) {
      case PREPARE -> ToChild.Prepare.read(body);
      case RUN -> ToChild.Run.read(body);
      case STOP -> new ToChild.Stop();
      case INTERRUPT -> new ToChild.Interrupt();
      case DEFINE -> ToWorker.Define.read(body);
      case WORK -> ToWorker.Work.read(body);
      case CHUNK -> ToWorker.Chunk.read(body);
      case PART -> ToWorker.Part.read(body);
      case CANCEL -> ToWorker.Cancel.read(body);
      case RECALLED -> ToWorker.Recalled.read(body);
      case REPLY -> ToWorker.Reply.read(body);
      case OPEN -> ToWorker.Open.read(body);
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
      case OPENED -> FromWorker.Opened.read(body);
      case MAPPED -> new FromWorker.Mapped();
      case BELL -> new FromWorker.Bell();
      case BEGUN -> FromWorker.Begun.read(body);
      case RESULT -> FromWorker.Result.read(body);
      case MESSAGE -> FromWorker.Message.read(body);
      case REQUEST -> FromWorker.Request.read(body);
      default -> throw LinkException.unknownTag(tag, "a child");
    };
  }
}
