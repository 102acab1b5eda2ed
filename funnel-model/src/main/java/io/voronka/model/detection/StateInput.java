package io.voronka.model.detection;

import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link StateOutput} wrote. Not thread-safe.
 *
 * <p>Reading past the end throws {@link IllegalArgumentException}.
 */
final class StateInput {

  private final byte[] bytes;
  private int position;

  StateInput(byte[] bytes) {
    this.bytes = bytes;
  }

  double real() {
    return Double.longBitsToDouble(fixed(Long.BYTES));
  }

  float single() {
    return Float.intBitsToFloat((int) fixed(Float.BYTES));
  }

  private long fixed(int length) {
    long bits = 0;
    for (int i = 0; i < length; i++) {
      bits = bits << 8 | next();
    }
    return bits;
  }

  long whole() {
    long value = varint();
    return value >>> 1 ^ -(value & 1);
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = next();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number of more than ten bytes");
  }

  /** A number that is known to be within a range. */
  int size(int most) {
    long value = varint();
    if (value < 0 || value > most) {
      throw new IllegalArgumentException("a size of " + value + ", at most " + most);
    }
    return (int) value;
  }

  int count() {
    return (int) varint();
  }

  /** One of the constants of an enum, which are handed in. */
  <E extends Enum<E>> E constant(E[] values) {
    return values[size(values.length - 1)];
  }

  String text() {
    int length = size(bytes.length - position);
    position += length;
    return new String(bytes, position - length, length, StandardCharsets.UTF_8);
  }

  boolean flag() {
    return whole() != 0;
  }

  double[] reals(int length) {
    var values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = real();
    }
    return values;
  }

  void singles(float[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = single();
    }
  }

  float[] singles(int length) {
    var values = new float[length];
    singles(values);
    return values;
  }

  boolean isAtEnd() {
    return position == bytes.length;
  }

  private int next() {
    if (position == bytes.length) {
      throw new IllegalArgumentException("the state ends too early");
    }
    return bytes[position++] & 0xff;
  }
}
