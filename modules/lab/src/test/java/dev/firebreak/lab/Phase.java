package dev.firebreak.lab;

/** Where on a task's way something goes wrong. */
enum Phase {
  ENCODE_ARGUMENT("encode argument"),
  DECODE_ARGUMENT("decode argument"),
  LOAD_CLASS("load class"),
  INITIALIZE("initialize worker"),
  RUN("run"),
  ENCODE_RESULT("encode result"),
  DECODE_RESULT("decode result"),
  IDLE("idle"),
  STOPPING("stopping");

  private final String title;

  Phase(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
