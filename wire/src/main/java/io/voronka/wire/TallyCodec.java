package io.voronka.wire;

import io.voronka.model.count.Bucket;
import io.voronka.model.count.Counters;
import io.voronka.model.count.Granularity;
import io.voronka.model.count.Page;
import io.voronka.model.count.Segment;
import io.voronka.model.count.TallyKey;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.event.PropertyValue;
import java.util.ArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of figures and of where they belong. All keys of a funnel version begin with the
 * bytes of {@link #prefix}, so that a store holds them side by side; within it they are ordered by
 * granularity, then by the start of the period.
 */
public final class TallyCodec {

  private static final Granularity[] GRANULARITIES = Granularity.values();
  private static final Page.Kind[] KINDS = Page.Kind.values();

  private TallyCodec() {}

  /** Returns what the keys of this version of the funnel, and no other keys, begin with. */
  public static byte[] prefix(FunnelVersion funnel) {
    return start(funnel).toBytes();
  }

  private static BinaryWriter start(FunnelVersion funnel) {
    return new BinaryWriter(96)
        .putText(funnel.project())
        .putText(funnel.funnel())
        .putInt(funnel.version());
  }

  /**
   * Reads the version from a prefix.
   *
   * @throws MalformedRecord if the bytes are none
   */
  public static FunnelVersion funnel(byte[] prefix) {
    var in = new BinaryReader(prefix);
    return new FunnelVersion(in.getText(), in.getText(), in.getInt());
  }

  /** Returns whether the key is that of a page of a series, without reading all of it. */
  public static boolean isSeries(byte[] key) {
    var in = new BinaryReader(key);
    in.skip(in.getLength());
    in.skip(in.getLength());
    in.skip(Integer.BYTES + 1 + Long.BYTES);
    return WireEnums.at(KINDS, in.get()) == Page.Kind.SERIES;
  }

  /**
   * Returns the part of the key that is the funnel and the segment: the same for all figures of
   * them, whatever the version, the period and the page.
   */
  public static byte[] ofSegment(byte[] key) {
    var in = new BinaryReader(key);
    in.skip(in.getLength());
    in.skip(in.getLength());
    int funnel = in.position();
    int segment = funnel + Integer.BYTES + 1 + Long.BYTES + 1 + Integer.BYTES;
    var both = Arrays.copyOf(key, funnel + key.length - segment);
    System.arraycopy(key, segment, both, funnel, key.length - segment);
    return both;
  }

  public static byte[] encode(TallyKey key) {
    var out =
        start(key.funnel())
            .put(WireEnums.numberOf(key.bucket().granularity()))
            .putLong(key.bucket().startMillis() ^ Long.MIN_VALUE) // negative times come first
            .put(WireEnums.numberOf(key.page().kind()))
            .putInt(key.page().number());
    key.segment().values().forEach(value -> PropertyCodec.write(value, out));
    return out.toBytes();
  }

  /**
   * Reads a key.
   *
   * @throws MalformedRecord if the bytes are no key
   */
  public static TallyKey key(byte[] bytes) {
    var in = new BinaryReader(bytes);
    var funnel = new FunnelVersion(in.getText(), in.getText(), in.getInt());
    var granularity = WireEnums.at(GRANULARITIES, in.get());
    var bucket = new Bucket(granularity, in.getLong() ^ Long.MIN_VALUE);
    var page = new Page(WireEnums.at(KINDS, in.get()), in.getInt());
    var values = new ArrayList<@Nullable PropertyValue>();
    while (in.hasMore()) {
      values.add(PropertyCodec.read(in));
    }
    return new TallyKey(funnel, bucket, new Segment(values), page);
  }

  public static byte[] encode(Counters counters) {
    var out = new BinaryWriter(counters.size() * 4);
    var last = new int[1];
    counters.forEach(
        (cell, count) -> {
          out.putVarint(cell - last[0]).putSigned(count);
          last[0] = cell;
        });
    return out.toBytes();
  }

  /**
   * Reads figures.
   *
   * @throws MalformedRecord if the bytes are none
   */
  public static Counters counters(byte[] bytes) {
    var in = new BinaryReader(bytes);
    var counters = new Counters();
    int cell = 0;
    while (in.hasMore()) {
      cell += (int) in.getVarint();
      counters.add(cell, in.getSigned());
    }
    return counters;
  }
}
