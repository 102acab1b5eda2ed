package io.voronka.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Appends values to a growing byte array. Not thread-safe. */
final class BinaryWriter {

  private static final int MOST_ONE_BY_ONE = 16; // copying a longer text at once costs less

  private byte[] bytes;
  private int size;

  BinaryWriter(int expectedSize) {
    this.bytes = new byte[Math.max(16, expectedSize)];
  }

  BinaryWriter put(int oneByte) {
    room(1);
    bytes[size++] = (byte) oneByte;
    return this;
  }

  BinaryWriter putLong(long value) {
    room(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  BinaryWriter putInt(int value) {
    room(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  /** Seven bits a byte, lowest first; small values of no sign are short. */
  BinaryWriter putVarint(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
    return this;
  }

  /** A varint in which small negative values are short too. */
  BinaryWriter putSigned(long value) {
    return putVarint(value << 1 ^ value >> 63);
  }

  /** The length in bytes, then UTF-8. */
  BinaryWriter putText(String text) {
    return isPutShort(text) ? this : putBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Puts a text of ASCII that is short enough for a length of one byte, as nearly all are. */
  private boolean isPutShort(String text) {
    int length = text.length();
    if (length > MOST_ONE_BY_ONE) {
      return false;
    }
    room(1 + length);
    int from = size + 1;
    for (int i = 0; i < length; i++) {
      char character = text.charAt(i);
      if (character > '\u007f') { // of several bytes, or half of a character
        return false;
      }
      bytes[from + i] = (byte) character;
    }
    bytes[size] = (byte) length;
    size = from + length;
    return true;
  }

  /**
   * Begins a part before which its length in bytes is to stand.
   *
   * @return what {@link #end} needs to know
   */
  int begin() {
    put(0);
    return size;
  }

  /** The same of a part that is likely to have a length of two bytes. */
  int beginLong() {
    put(0).put(0);
    return size;
  }

  /** Ends a part of {@link #begin}: a length of more than one byte moves it. */
  BinaryWriter end(int from) {
    return end(from, 1);
  }

  /** Ends a part of {@link #beginLong}: a length of another number of bytes moves it. */
  BinaryWriter endLong(int from) {
    return end(from, 2);
  }

  private BinaryWriter end(int from, int reserved) {
    int length = size - from;
    int more = 1 - reserved;
    while (length >>> 7 * (more + reserved) != 0) {
      more++;
    }
    if (more != 0) {
      room(Math.max(0, more));
      System.arraycopy(bytes, from, bytes, from + more, length);
    }
    size = from - reserved;
    putVarint(length);
    size += length;
    return this;
  }

  /** The length, then the bytes. */
  BinaryWriter putBytes(byte[] value) {
    return putVarint(value.length).putRaw(value, 0, value.length);
  }

  BinaryWriter putRaw(byte[] value, int from, int length) {
    room(length);
    System.arraycopy(value, from, bytes, size, length);
    size += length;
    return this;
  }

  /** The bytes so far, and room behind them; others once more is put than there is room for. */
  byte[] bytes() {
    return bytes;
  }

  /** How many bytes there are so far. */
  int size() {
    return size;
  }

  /** Takes back what was put last. */
  void cut(int newSize) {
    size = newSize;
  }

  byte[] toBytes() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
