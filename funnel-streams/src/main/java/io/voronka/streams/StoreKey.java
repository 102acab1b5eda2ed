package io.voronka.streams;

import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;

/** Keys of what is kept beside figures: a letter for its kind, then what it is of. */
final class StoreKey {

  private StoreKey() {}

  static Bytes of(byte kind, byte[]... parts) {
    int length = 1;
    for (var part : parts) {
      length += part.length;
    }
    var key = ByteBuffer.allocate(length).put(kind);
    for (var part : parts) {
      key.put(part);
    }
    return Bytes.wrap(key.array());
  }

  /**
   * The key of a part of what is too large for one value; that of the first is the key itself.
   *
   * @param part counted from 0
   */
  static Bytes ofPart(int part, Bytes key) {
    return part == 0
        ? key
        : Bytes.wrap(
            ByteBuffer.allocate(key.get().length + Integer.BYTES)
                .put(key.get())
                .putInt(part)
                .array());
  }

  /** A part of four bytes. */
  static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  /** A part of eight bytes; those of numbers that aren't negative are in their order. */
  static byte[] number(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }
}
