package io.voronka.model.detection;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the state of a detector into a growing byte array. Not thread-safe. */
final class StateOutput {

  private byte[] bytes = new byte[1 << 15];
  private int size;

  StateOutput real(double value) {
    return fixed(Double.doubleToRawLongBits(value), Long.BYTES);
  }

  StateOutput single(float value) {
    return fixed(Float.floatToRawIntBits(value), Float.BYTES);
  }

  private StateOutput fixed(long bits, int length) {
    room(length);
    for (int i = length - 1; i >= 0; i--) {
      bytes[size++] = (byte) (bits >>> 8 * i);
    }
    return this;
  }

  /** A number of either sign; small ones are short. */
  StateOutput whole(long value) {
    return count(value << 1 ^ value >> 63);
  }

  /** A number that is not negative, seven bits a byte, lowest first. */
  StateOutput count(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
    return this;
  }

  /** A constant by its place; new ones are only added at the end. */
  @SuppressWarnings("EnumOrdinal")
  StateOutput constant(Enum<?> value) {
    return count(value.ordinal());
  }

  StateOutput text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    count(utf8.length);
    for (byte one : utf8) {
      fixed(one, 1);
    }
    return this;
  }

  StateOutput flag(boolean value) {
    return whole(value ? 1 : 0);
  }

  StateOutput reals(double[] values) {
    for (double value : values) {
      real(value);
    }
    return this;
  }

  /** Numbers that have been rounded to single precision. */
  StateOutput singles(double[] rounded) {
    for (double value : rounded) {
      single((float) value);
    }
    return this;
  }

  StateOutput singles(float[] values) {
    for (float value : values) {
      single(value);
    }
    return this;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
  }
}
