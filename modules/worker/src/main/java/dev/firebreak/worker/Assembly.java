package dev.firebreak.worker;

import java.io.ByteArrayOutputStream;

/**
 * Writes a class file: the few instructions that bridges need, none of which branches. The JDK's
 * own class file API takes ten times as long as the whole start in a JVM this young.
 */
final class Assembly {
  private static final int MAGIC = 0xCAFEBABE;

  /** The first in which a nestmate's private methods are called as others are. */
  private static final int JAVA_11 = 55;

  private static final int UTF_8 = 1;
  private static final int CLASS = 7;
  private static final int INTEGER = 3;
  private static final int STRING = 8;
  private static final int FIELD = 9;
  private static final int METHOD = 10;
  private static final int INTERFACE_METHOD = 11;
  private static final int NAME_AND_TYPE = 12;
  private static final int FINAL_SUPER_SYNTHETIC = 0x0010 | 0x0020 | 0x1000;
  private static final int STACK = 4;
  private static final int LOCALS = 3;

  private final ByteArrayOutputStream pool = new ByteArrayOutputStream();
  private final ByteArrayOutputStream fields = new ByteArrayOutputStream();
  private final ByteArrayOutputStream methods = new ByteArrayOutputStream();
  private final ByteArrayOutputStream code = new ByteArrayOutputStream();
  private final int self;
  private final int parent;
  private final int[] faces;
  private final int attribute;
  private int constants;
  private int fieldCount;
  private int count;
  private int stack;

  Assembly(String self, String parent, String... faces) {
    this.self = named(CLASS, self);
    this.parent = named(CLASS, parent);
    this.faces = new int[faces.length];
    for (int i = 0; i < faces.length; i++) {
      this.faces[i] = named(CLASS, faces[i]);
    }
    this.attribute = utf("Code");
  }

  /** A private field of the instance; its number is what {@link #get} and {@link #put} take. */
  int field(String name, String type) {
    int nameText = utf(name);
    int typeText = utf(type);
    two(fields, 0x0002);
    two(fields, nameText);
    two(fields, typeText);
    two(fields, 0);
    fieldCount++;
    return pair(FIELD, self, pair(NAME_AND_TYPE, nameText, typeText));
  }

  /** Ends the method before it, if there is one, and begins another. */
  void method(int access, String name, String type) {
    endMethod();
    two(methods, access);
    two(methods, utf(name));
    two(methods, utf(type));
    two(methods, 1);
    two(methods, attribute);
    count++;
    stack = STACK;
  }

  /** Says how many words the method holds at once, if that is more than {@value #STACK}. */
  Assembly deep(int words) {
    stack = Math.max(stack, words);
    return this;
  }

  /** Puts a new object of this very class on the stack, constructed. */
  Assembly createSelf() {
    code.write(0xbb);
    two(code, self);
    code.write(0x59);
    code.write(0xb7);
    // A hidden class finds itself by this constant alone, not by its name.
    int constructor = pair(NAME_AND_TYPE, utf("<init>"), utf("()V"));
    two(code, pair(METHOD, self, constructor));
    return this;
  }

  Assembly load(int local) {
    code.write(0x2a + local);
    return this;
  }

  Assembly text(String text) {
    return with(0x13, named(STRING, text));
  }

  /** Puts an int on the stack. */
  Assembly number(int value) {
    pool.write(INTEGER);
    four(pool, value);
    return with(0x13, ++constants);
  }

  /** Puts a new object on the stack, twice: for its constructor and for its user. */
  Assembly create(String type) {
    with(0xbb, named(CLASS, type));
    code.write(0x59);
    return this;
  }

  /** The value of a field of the object on the stack. */
  Assembly get(int field) {
    return with(0xb4, field);
  }

  /** Puts what is on the stack into a field of the object below it. */
  Assembly put(int field) {
    return with(0xb5, field);
  }

  /** The element of the array on the stack. */
  Assembly element(int index) {
    return with(0x11, index).one(0x32);
  }

  Assembly duplicate() {
    return one(0x59);
  }

  /** An instruction that has no operand, as those that convert numbers. */
  Assembly one(int instruction) {
    code.write(instruction);
    return this;
  }

  Assembly cast(String type) {
    return with(0xc0, named(CLASS, type));
  }

  Assembly virtual(String owner, String name, String type) {
    return with(0xb6, method(owner, name, type));
  }

  Assembly special(String owner, String name, String type) {
    return with(0xb7, method(owner, name, type));
  }

  Assembly invokeStatic(String owner, String name, String type) {
    return with(0xb8, method(owner, name, type));
  }

  /** Calls a static method that an interface has. */
  Assembly invokeStaticOfInterface(String owner, String name, String type) {
    return with(0xb8, interfaceMethod(owner, name, type));
  }

  /**
   * Calls a method of an interface.
   *
   * @param words what its receiver and arguments take
   */
  Assembly invokeInterface(String owner, String name, String type, int words) {
    with(0xb9, interfaceMethod(owner, name, type));
    code.write(words);
    code.write(0);
    return this;
  }

  Assembly drop() {
    code.write(0x57);
    return this;
  }

  Assembly nothing() {
    code.write(0x01);
    return this;
  }

  /** Returns what is on the stack. */
  void give() {
    code.write(0xb0);
  }

  void leave() {
    code.write(0xb1);
  }

  byte[] bytes() {
    endMethod();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    four(all, MAGIC);
    four(all, JAVA_11);
    two(all, constants + 1);
    all.writeBytes(pool.toByteArray());
    two(all, FINAL_SUPER_SYNTHETIC);
    two(all, self);
    two(all, parent);
    two(all, faces.length);
    for (int face : faces) {
      two(all, face);
    }
    two(all, fieldCount);
    all.writeBytes(fields.toByteArray());
    two(all, count);
    all.writeBytes(methods.toByteArray());
    two(all, 0);
    return all.toByteArray();
  }

  private void endMethod() {
    if (code.size() == 0) {
      return;
    }
    four(methods, 12 + code.size());
    two(methods, stack);
    two(methods, LOCALS);
    four(methods, code.size());
    methods.writeBytes(code.toByteArray());
    two(methods, 0);
    two(methods, 0);
    code.reset();
  }

  private Assembly with(int instruction, int constant) {
    code.write(instruction);
    two(code, constant);
    return this;
  }

  private int method(String owner, String name, String type) {
    int ownerClass = named(CLASS, owner);
    int nameAndType = pair(NAME_AND_TYPE, utf(name), utf(type));
    return pair(METHOD, ownerClass, nameAndType);
  }

  private int interfaceMethod(String owner, String name, String type) {
    int ownerClass = named(CLASS, owner);
    int nameAndType = pair(NAME_AND_TYPE, utf(name), utf(type));
    return pair(INTERFACE_METHOD, ownerClass, nameAndType);
  }

  private int named(int tag, String name) {
    int text = utf(name);
    pool.write(tag);
    two(pool, text);
    return ++constants;
  }

  private int pair(int tag, int first, int second) {
    pool.write(tag);
    two(pool, first);
    two(pool, second);
    return ++constants;
  }

  /** Names of classes may hold any letter; the form is that of DataOutput.writeUTF. */
  private int utf(String text) {
    ByteArrayOutputStream letters = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      int letter = text.charAt(i);
      if (letter >= 1 && letter < 0x80) {
        letters.write(letter);
      } else if (letter < 0x800) {
        letters.write(0xc0 | (letter >> 6));
        letters.write(0x80 | (letter & 0x3f));
      } else {
        letters.write(0xe0 | (letter >> 12));
        letters.write(0x80 | ((letter >> 6) & 0x3f));
        letters.write(0x80 | (letter & 0x3f));
      }
    }
    pool.write(UTF_8);
    two(pool, letters.size());
    pool.writeBytes(letters.toByteArray());
    return ++constants;
  }

  private static void two(ByteArrayOutputStream to, int value) {
    to.write(value >> 8);
    to.write(value);
  }

  private static void four(ByteArrayOutputStream to, int value) {
    two(to, value >> 16);
    two(to, value);
  }
}
