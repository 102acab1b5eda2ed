package io.voronka.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The record key on the topics of figures: what the record is, whose it is, then the tally's key.
 *
 * @param kind figures or a mark
 * @param partition on {@link Topics#TALLIES} and of every mark: the partition of {@link
 *     Topics#EVENTS} that it speaks for; of a summed figure 0
 * @param tally the figure's key in the form of {@link TallyCodec}; of a mark empty
 */
public record FigureKey(Kind kind, int partition, byte[] tally) {

  /** What a record is. */
  public enum Kind {
    /** The value is figures; none: they are gone. */
    FIGURE,
    /** The value is a {@link Mark}. */
    MARK
  }

  private static final Kind[] KINDS = Kind.values();
  private static final byte[] NOTHING = {};
  private static final int HEADER = 5;

  public static FigureKey figure(int partition, byte[] tally) {
    return new FigureKey(Kind.FIGURE, partition, tally);
  }

  public static FigureKey mark(int partition) {
    return new FigureKey(Kind.MARK, partition, NOTHING);
  }

  public byte[] encode() {
    return ByteBuffer.allocate(HEADER + tally.length)
        .put((byte) WireEnums.numberOf(kind))
        .putInt(partition)
        .put(tally)
        .array();
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
