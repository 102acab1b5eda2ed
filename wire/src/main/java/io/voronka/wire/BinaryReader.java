package io.voronka.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link BinaryWriter} wrote. Not thread-safe.
 *
 * <p>Reading past the end or a malformed value throws {@link MalformedRecord}.
 */
final class BinaryReader {

  private final byte[] bytes;
  private final int end;
  private int position;

  BinaryReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  BinaryReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.position = from;
    this.end = end;
  }

  byte[] source() {
    return bytes;
  }

  int position() {
    return position;
  }

  boolean hasMore() {
    return position < end;
  }

  int get() {
    need(1);
    return bytes[position++] & 0xff;
  }

  long getLong() {
    need(8);
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | bytes[position++] & 0xff;
    }
    return value;
  }

  int getInt() {
    need(4);
    int value = 0;
    for (int i = 0; i < 4; i++) {
      value = value << 8 | bytes[position++] & 0xff;
    }
    return value;
  }

  long getVarint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = get();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new MalformedRecord("a number of more than ten bytes");
  }

  long getSigned() {
    long value = getVarint();
    return value >>> 1 ^ -(value & 1);
  }

  /** Reads a length and checks that so many bytes follow. */
  int getLength() {
    long length = getVarint();
    if (length < 0 || length > end - position) {
      throw new MalformedRecord(
          "a length of " + length + " with " + (end - position) + " bytes left");
    }
    return (int) length;
  }

  String getText() {
    int length = getLength();
    var text = new String(bytes, position, length, StandardCharsets.UTF_8);
    position += length;
    return text;
  }

  /** As {@link #getText}, of a text that has come before, most likely. */
  String getKnownText() {
    int length = getLength();
    position += length;
    return KnownTexts.at(bytes, position - length, position);
  }

  byte[] getBytes() {
    int length = getLength();
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
  }

  /** Reads a length and returns whether the bytes after it are these; skips them. */
  boolean isNextText(byte[] utf8) {
    return isNextText(utf8, 0, utf8.length);
  }

  /** The same of the bytes from here to there. */
  boolean isNextText(byte[] utf8, int from, int end) {
    int length = getLength();
    position += length;
    return Arrays.equals(bytes, position - length, position, utf8, from, end);
  }

  void skip(int length) {
    need(length);
    position += length;
  }

  private void need(int length) {
    if (end - position < length) {
      throw new MalformedRecord("the record ends too early");
    }
  }
}
