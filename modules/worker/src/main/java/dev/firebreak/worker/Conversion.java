package dev.firebreak.worker;

/** Has a value on the stack become one of another type, as a lambda's caller does. */
final class Conversion {
  private static final String PRIMITIVES = "ZBSCIJFD";
  private static final String[] BOXES = {
    "java/lang/Boolean",
    "java/lang/Byte",
    "java/lang/Short",
    "java/lang/Character",
    "java/lang/Integer",
    "java/lang/Long",
    "java/lang/Float",
    "java/lang/Double"
  };
  private static final String[] UNBOX = {
    "booleanValue",
    "byteValue",
    "shortValue",
    "charValue",
    "intValue",
    "longValue",
    "floatValue",
    "doubleValue"
  };

  private Conversion() {}

  /**
   * From an object to a value that a method takes.
   *
   * @param from the type that the object has in the caller's eyes
   */
  static void fromObject(Assembly code, String from, String to) {
    if (!Signature.primitive(to)) {
      if (!to.equals("Ljava/lang/Object;")) {
        code.cast(Signature.named(to));
      }
      return;
    }
    int box = boxed(from);
    if (box < 0) {
      box = PRIMITIVES.indexOf(to);
    }
    char primitive = PRIMITIVES.charAt(box);
    code.cast(BOXES[box]).virtual(BOXES[box], UNBOX[box], "()" + primitive);
    widen(code, primitive, to.charAt(0));
  }

  /** From what a method gave to an object; null for nothing. */
  static void toObject(Assembly code, String from) {
    if (from.equals("V")) {
      code.nothing();
    } else if (Signature.primitive(from)) {
      String box = BOXES[PRIMITIVES.indexOf(from)];
      code.invokeStatic(box, "valueOf", "(" + from + ")L" + box + ";");
    }
  }

  /** Drops what a method gave. */
  static void drop(Assembly code, String type) {
    int words = Signature.words(type);
    if (words > 0) {
      code.one(words == 2 ? 0x58 : 0x57);
    }
  }

  private static int boxed(String type) {
    for (int i = 0; i < BOXES.length; i++) {
      if (type.length() == BOXES[i].length() + 2 && type.startsWith(BOXES[i], 1)) {
        return i;
      }
    }
    return -1;
  }

  private static void widen(Assembly code, char from, char to) {
    boolean small = "BSCI".indexOf(from) >= 0;
    switch (to) {
      case 'J' -> convert(code, small, 0x85);
      case 'F' -> {
        convert(code, small, 0x86);
        convert(code, from == 'J', 0x89);
      }
      case 'D' -> {
        convert(code, small, 0x87);
        convert(code, from == 'J', 0x8a);
        convert(code, from == 'F', 0x8d);
      }
      default -> {}
    }
  }

  private static void convert(Assembly code, boolean needed, int instruction) {
    if (needed) {
      code.one(instruction);
    }
  }
}
