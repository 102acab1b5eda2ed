package io.voronka.streams;

import io.voronka.model.count.Bucket;
import io.voronka.model.count.Cells;
import io.voronka.model.count.Counters;
import io.voronka.model.count.FigureChanges;
import io.voronka.model.count.Granularity;
import io.voronka.model.count.Held;
import io.voronka.model.count.Page;
import io.voronka.model.count.Segment;
import io.voronka.model.count.TallyKey;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.wire.Correction;
import io.voronka.wire.Correction.Why;
import io.voronka.wire.FigureBundle.Figure;
import io.voronka.wire.TallyCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * One partition's figures, and which of them are still to be published.
 *
 * <p>A value is a byte of flags and the figures in the form of {@link TallyCodec}. The flags say
 * that the figure changed since it was last published, and why ({@link Correction.Why}): they are
 * committed together with the figure, so that what a crash kept from being published is published
 * after the restart.
 */
final class TallyBook {

  private static final int PUBLISHED = 0;
  private static final int CHANGED = 1; // beside the reasons, which are shifted by one
  private static final Bytes FIRST = Bytes.wrap(new byte[] {Progress.MARK + 1});
  private static final Bytes END = Bytes.wrap(new byte[] {(byte) 0xff});

  private final KeyValueStore<Bytes, byte[]> store;
  private final Set<Bytes> changed = new LinkedHashSet<>();

  /** Opens the book; finds what was not published before a crash. O(figures). */
  TallyBook(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
    try (var all = store.range(FIRST, END)) {
      all.forEachRemaining(
          entry -> {
            if (entry.value[0] != PUBLISHED) {
              changed.add(entry.key);
            }
          });
    }
  }

  /**
   * Adds changes.
   *
   * @param why they come; null: that is nobody's business
   */
  void add(FigureChanges changes, @Nullable Why why) {
    int reason = why == null ? 0 : why.bit() << 1;
    changes.byKey().forEach((tally, change) -> add(tally, change, CHANGED | reason));
  }

  private void add(TallyKey tally, Counters change, int reasons) {
    var key = Bytes.wrap(TallyCodec.encode(tally));
    var old = store.get(key);
    int flags = reasons | (old == null ? PUBLISHED : old[0]);
    put(key, flags, old == null ? change : figures(old).plus(change, 1));
  }

  private void put(Bytes key, int flags, Counters figures) {
    store.put(key, value(flags, TallyCodec.encode(figures)));
    changed.add(key);
  }

  int waiting() {
    return changed.size();
  }

  /**
   * Hands over every figure that changed since the last time.
   *
   * @param publish takes each; its value is null if it is gone
   */
  void publish(Consumer<Figure> publish) {
    for (var key : changed) {
      var value = store.get(key);
      int why = value == null ? 0 : value[0] >> 1;
      if (value == null || value.length == 1) {
        store.delete(key);
        publish.accept(new Figure(key.get(), null, why));
      } else {
        var figures = Arrays.copyOfRange(value, 1, value.length);
        store.put(key, value(PUBLISHED, figures));
        publish.accept(new Figure(key.get(), figures, why));
      }
    }
    changed.clear();
  }

  /** Frees a funnel's figures without publishing that they are gone: the sums see to that. */
  void forget(FunnelVersion funnel) {
    try (var all = store.prefixScan(Bytes.wrap(TallyCodec.prefix(funnel)), new BytesSerializer())) {
      var keys = new ArrayList<Bytes>();
      all.forEachRemaining(entry -> keys.add(entry.key));
      keys.forEach(store::delete);
      changed.removeAll(keys);
    }
  }

  /** Empties what is no longer held, so that it is published as gone. */
  void dropOld(FunnelVersion funnel, Held held) {
    dropSeries(funnel, Granularity.MINUTE, held);
    dropSeries(funnel, Granularity.HOUR, held);
    var first = new Page(Page.Kind.DEADLINES, 0);
    dropBefore(key(funnel, Bucket.ALL, first), key(funnel, Bucket.ALL, held.firstDeadlines()));
  }

  private void dropSeries(FunnelVersion funnel, Granularity series, Held held) {
    var bucket = Cells.seriesBucket(series);
    dropBefore(
        key(funnel, new Bucket(bucket, Long.MIN_VALUE), Page.SERIES),
        key(funnel, new Bucket(bucket, held.from(series)), Page.SERIES));
  }

  private void dropBefore(Bytes from, Bytes to) {
    var keys = new ArrayList<Bytes>();
    try (var old = store.range(from, to)) {
      old.forEachRemaining(
          entry -> {
            if (entry.key.compareTo(to) < 0) {
              keys.add(entry.key);
            }
          });
    }
    keys.forEach(key -> put(key, CHANGED, new Counters())); // it left: that is no correction
  }

  private static Bytes key(FunnelVersion funnel, Bucket bucket, Page page) {
    return Bytes.wrap(TallyCodec.encode(new TallyKey(funnel, bucket, Segment.EVERYBODY, page)));
  }

  private static Counters figures(byte[] value) {
    return TallyCodec.counters(Arrays.copyOfRange(value, 1, value.length));
  }

  private static byte[] value(int flags, byte[] figures) {
    var value = new byte[figures.length + 1];
    value[0] = (byte) flags;
    System.arraycopy(figures, 0, value, 1, figures.length);
    return value;
  }
}
