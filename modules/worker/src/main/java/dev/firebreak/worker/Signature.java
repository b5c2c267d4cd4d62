package dev.firebreak.worker;

import java.util.ArrayList;

/** A method's descriptor, taken apart: the types that it takes and gives, each a descriptor. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record Signature(String[] parameters, String result) {

  /**
   * Takes one apart.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Signature of(String descriptor) {
    ArrayList<String> parameters = new ArrayList<>();
    int at = 1;
    while (at < descriptor.length() && descriptor.charAt(at) != ')') {
      int start = at;
      while (descriptor.charAt(at) == '[') {
        at++;
      }
      at = descriptor.charAt(at) == 'L' ? descriptor.indexOf(';', at) + 1 : at + 1;
      if (at == 0) {
        break;
      }
      parameters.add(descriptor.substring(start, at));
    }
    if (at <= 0 || at + 1 >= descriptor.length()) {
      throw new IllegalArgumentException("no method descriptor: " + descriptor);
    }
    return new Signature(parameters.toArray(new String[0]), descriptor.substring(at + 1));
  }

  /** How many words a value of that type takes. */
  static int words(String type) {
    return switch (type.charAt(0)) {
      case 'V' -> 0;
      case 'J', 'D' -> 2;
      default -> 1;
    };
  }

  /** Whether values of that type are no objects. */
  static boolean primitive(String type) {
    return type.length() == 1;
  }

  /** A descriptor of an object's type as a class file names the class. */
  static String named(String type) {
    return type.charAt(0) == 'L' ? type.substring(1, type.length() - 1) : type;
  }
}
