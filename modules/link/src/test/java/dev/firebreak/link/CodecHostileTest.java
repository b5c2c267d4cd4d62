package dev.firebreak.link;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that lie about how much there is cost no more than they are. */
@Timeout(60)
class CodecHostileTest {
  @ParameterizedTest
  @ValueSource(
      ints = {
        Tag.LATIN1,
        Tag.UTF8,
        Tag.UTF16,
        Tag.BIG_INTEGER,
        Tag.BIT_SET,
        Tag.BOOLEANS,
        Tag.BYTES,
        Tag.SHORTS,
        Tag.CHARS,
        Tag.INTS,
        Tag.LONGS,
        Tag.FLOATS,
        Tag.DOUBLES,
        Tag.STRINGS,
        Tag.LIST,
        Tag.ARRAY_LIST,
        Tag.LINKED_LIST,
        Tag.ARRAY_DEQUE,
        Tag.AS_LIST,
        Tag.SET,
        Tag.HASH_SET,
        Tag.LINKED_HASH_SET,
        Tag.CONCURRENT_SET,
        Tag.MAP,
        Tag.HASH_MAP,
        Tag.LINKED_HASH_MAP,
        Tag.CONCURRENT_MAP
      })
  void aCountIsALie(int tag) {
    byte[] most = {(byte) tag, -1, -1, -1, -1, 7};
    byte[] negative = {(byte) tag, -1, -1, -1, -1, 15};
    byte[] endless = {(byte) tag, -1, -1, -1, -1, -1, -1, -1};

    for (byte[] bytes : new byte[][] {most, negative, endless}) {
      assertThrows(CodecException.class, decoder(bytes)::value);
    }
  }

  @Test
  void containersEachClaimTheRest() {
    // Each list says that it holds as many as there are bytes left: 500 x 4 MB if believed.
    byte[] bytes = new byte[1 << 20];
    int at = 0;
    for (int i = 0; i < 400; i++) {
      bytes[at++] = Tag.ARRAY_LIST;
      for (int left = bytes.length - at - 3, shift = 0; shift < 21; shift += 7) {
        bytes[at++] = (byte) (left >> shift | (shift < 14 ? 0x80 : 0));
      }
    }

    CodecException refused = assertThrows(CodecException.class, decoder(bytes)::value);

    assertTrue(refused.getMessage().contains("a count of"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {Tag.OPTIONAL, Tag.UNMODIFIABLE, Tag.TREE_SET, Tag.TREE_MAP, Tag.ENTRY})
  void theNestingHasNoEnd(int tag) {
    byte[] bytes = new byte[1 << 20];
    Arrays.fill(bytes, (byte) tag);

    CodecException refused = assertThrows(CodecException.class, decoder(bytes)::value);

    assertTrue(refused.getMessage().contains("nested more than 500 deep"), refused.getMessage());
    assertTrue(refused.getMessage().length() < 1000);
  }

  @Test
  void aTagIsUnknown() {
    for (int tag = 0; tag < 256; tag++) {
      byte[] bytes = {(byte) tag};
      try {
        decoder(bytes).value();
      } catch (CodecException refused) {
        continue;
      }
      assertTrue(tag <= Tag.FALSE || tag == Tag.REVERSE_ORDER || tag == Tag.IGNORE_CASE, "" + tag);
    }
  }

  @Test
  void aStackOfCausesHasNoEnd() throws CodecException {
    Encoder encoder = new Codec(Side.child()).encoder();
    encoder.tag(Tag.THROWABLE);
    for (int i = 0; i < 100_000; i++) {
      encoder.name("java.lang.Exception");
      encoder.tag(Tag.NULL);
      encoder.tag(Tag.NULL);
      encoder.count(0);
      encoder.count(0);
      encoder.tag(1);
    }

    CodecException refused = assertThrows(CodecException.class, decoder(encoder.copy())::value);

    assertTrue(refused.getMessage().contains("more than 256 throwables"), refused.getMessage());
  }

  @Test
  void aStackIsRepeatedOverAndOver() throws CodecException {
    Encoder encoder = new Codec(Side.child()).encoder();
    int throwables = 10;
    for (int i = 0; i < throwables; i++) {
      encoder.tag(Tag.THROWABLE);
      for (int k = 0; k < Throwables.MOST; k++) {
        encoder.name("java.lang.Exception");
        encoder.tag(Tag.NULL);
        encoder.tag(Tag.NULL);
        encoder.count(k == 0 ? 0 : Throwables.MOST_FRAMES);
        encoder.count(k == 0 ? Throwables.MOST_FRAMES : 0);
        for (int frame = 0; k == 0 && frame < Throwables.MOST_FRAMES; frame++) {
          for (int word = 0; word < 6; word++) {
            encoder.name("w");
          }
          encoder.zigzag(1);
        }
        encoder.tag(k == Throwables.MOST - 1 ? 0 : 1);
      }
      for (int k = 0; k < Throwables.MOST; k++) {
        encoder.count(0);
      }
    }
    Decoder decoder = decoder(encoder.copy());
    decoder.throwable();

    CodecException refused =
        assertThrows(
            CodecException.class,
            () -> {
              for (int i = 1; i < throwables; i++) {
                decoder.throwable();
              }
            });

    assertTrue(refused.getMessage().contains("repeat too many frames"), refused.getMessage());
  }

  @Test
  void aNameIsOfTheMessageBefore() throws CodecException {
    Encoder encoder = new Codec(Side.child()).encoder();
    encoder.value(Thread.State.NEW);
    byte[] before = encoder.copy();
    byte[] bytes = {Tag.ENUM, 1, 2};
    Decoder decoder = decoder(before);
    decoder.value();

    CodecException refused =
        assertThrows(CodecException.class, () -> decoder.of(bytes, 0, bytes.length).value());

    assertTrue(refused.getMessage().endsWith("the name 1 of 0"), refused.getMessage());
  }

  @Test
  void aNameIsNone() {
    byte[][] all = {
      {Tag.CLASS, 1}, // of an empty table
      {Tag.CLASS, 0, 0},
      {Tag.CLASS, 0, 2, '[', '['},
      {Tag.CLASS, 0, 2, '[', 'V'},
      {Tag.CLASS, 0, 3, '[', 'L', ';'},
      {Tag.CLASS, 0, 3, '.', '/', '\\'},
      {Tag.ARRAY, 0, 3, 'i', 'n', 't', 0},
      {Tag.ARRAY, 0, 4, 'v', 'o', 'i', 'd', 0},
      {Tag.ENUM, 0, 14, 'j', 'a', 'v', 'a', '.', 'l', 'a', 'n', 'g', '.', 'E', 'n', 'u', 'm', 0, 0}
    };

    for (byte[] bytes : all) {
      assertThrows(CodecException.class, decoder(bytes)::value, Arrays.toString(bytes));
    }
    byte[] dimensions = new byte[303];
    Arrays.fill(dimensions, (byte) '[');
    System.arraycopy(new byte[] {Tag.CLASS, 0, (byte) 0xac, 2}, 0, dimensions, 0, 4);
    assertThrows(CodecException.class, decoder(dimensions)::value);
  }

  private static Decoder decoder(byte[] bytes) {
    return new Codec(Side.parent()).decoder().of(bytes, 0, bytes.length);
  }
}
