package io.voronka.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one partition of events publishes to one partition of sums at a time: one record, because a
 * record costs far more than what a figure adds to it.
 *
 * @param figures what changed, absolute
 * @param mark how far the partition is with them
 * @param held the funnels that it keeps figures of; null: as said before
 */
public record FigureBundle(List<Figure> figures, Mark mark, @Nullable FunnelsHeld held) {

  private static final byte[] NOTHING = {};

  /**
   * One page of figures.
   *
   * @param tally its key in the form of {@link TallyCodec}
   * @param value its figures in the same form; null: they are gone
   * @param why it changed, as {@link Correction.Why#bit bits}
   */
  public record Figure(byte[] tally, byte @Nullable [] value, int why) {}

  public FigureBundle {
    figures = List.copyOf(figures);
  }

  public byte[] encode() {
    var out =
        new BinaryWriter(256 + figures.size() * 96)
            .putBytes(Json.bytes(mark))
            .putBytes(held == null ? NOTHING : Json.bytes(held));
    for (var figure : figures) {
      // No figures at all are never published, so an empty value can stand for none.
      out.putBytes(figure.tally)
          .putBytes(figure.value == null ? NOTHING : figure.value)
          .put(figure.why);
    }
    return out.toBytes();
  }

  /**
   * Reads a bundle.
   *
   * @throws MalformedRecord if the bytes are none
   */
  public static FigureBundle decode(byte[] bytes) {
    var in = new BinaryReader(bytes);
    var mark = Json.read(in.getBytes(), Mark.class);
    var held = in.getBytes();
    var figures = new ArrayList<Figure>();
    while (in.hasMore()) {
      var tally = in.getBytes();
      var value = in.getBytes();
      figures.add(new Figure(tally, value.length == 0 ? null : value, in.get()));
    }
    return new FigureBundle(
        figures, mark, held.length == 0 ? null : Json.read(held, FunnelsHeld.class));
  }
}
