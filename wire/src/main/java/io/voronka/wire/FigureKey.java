package io.voronka.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The record key on {@link Topics#STAGE_COUNTS}: what the record is, and whose.
 *
 * @param kind what the value is
 * @param partition of a mark or of funnels held: the partition of {@link Topics#EVENTS} that it
 *     speaks for; of a figure 0
 * @param tally the figure's key in the form of {@link TallyCodec}; else the partition of sums
 *     through which it came, in four bytes
 */
public record FigureKey(Kind kind, int partition, byte[] tally) {

  /** What a record is. */
  public enum Kind {
    /** The value is figures; none: they are gone. */
    FIGURE,
    /** The value is a {@link Mark}. */
    MARK,
    /** The value is {@link FunnelsHeld}. */
    HELD
  }

  private static final Kind[] KINDS = Kind.values();
  private static final int HEADER = 5;

  public static FigureKey figure(byte[] tally) {
    return new FigureKey(Kind.FIGURE, 0, tally);
  }

  public static FigureKey mark(int partition, int sumPartition) {
    return new FigureKey(Kind.MARK, partition, number(sumPartition));
  }

  public static FigureKey held(int partition, int sumPartition) {
    return new FigureKey(Kind.HELD, partition, number(sumPartition));
  }

  private static byte[] number(int partition) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(partition).array();
  }

  public byte[] encode() {
    return ByteBuffer.allocate(HEADER + tally.length)
        .put((byte) WireEnums.numberOf(kind))
        .putInt(partition)
        .put(tally)
        .array();
  }

  /** Whether the bytes are the key of a mark; what is no key at all is none. */
  public static boolean isMark(byte @Nullable [] bytes) {
    return bytes != null
        && bytes.length >= HEADER
        && bytes[0] == (byte) WireEnums.numberOf(Kind.MARK);
  }

  /**
   * Reads a key.
   *
   * @throws MalformedRecord if the bytes are no key
   */
  public static FigureKey decode(byte[] bytes) {
    if (bytes.length < HEADER) {
      throw new MalformedRecord("not the key of a figure");
    }
    var buffer = ByteBuffer.wrap(bytes);
    return new FigureKey(
        WireEnums.at(KINDS, buffer.get()),
        buffer.getInt(),
        Arrays.copyOfRange(bytes, HEADER, bytes.length));
  }
}
