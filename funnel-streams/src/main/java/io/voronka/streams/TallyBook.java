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
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * One partition's figures, and which of them are still to be published.
 *
 * <p>The flags of a figure say that it changed since it was last published, and why ({@link
 * Correction.Why}): they are committed together with the figure, so that what a crash kept from
 * being published is published after the restart.
 */
final class TallyBook {

  private static final int PUBLISHED = 0;
  private static final int CHANGED = 1; // beside the reasons, which are shifted by one
  private static final Bytes FIRST = Bytes.wrap(new byte[] {Progress.MARK + 1});
  private static final Bytes END = Bytes.wrap(new byte[] {(byte) 0xff});

  private final FigureStore<TallyKey> store;
  private final Set<TallyKey> changed = new LinkedHashSet<>();

  /** Opens the book; finds what was not published before a crash. O(figures). */
  TallyBook(FigureStore<TallyKey> store) {
    this.store = store;
    try (var all = store.range(FIRST, END)) {
      all.forEachRemaining(
          entry -> {
            if (FigureStore.flags(entry.value) != PUBLISHED) {
              changed.add(TallyCodec.key(entry.key.get()));
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
    changes
        .byKey()
        .forEach((tally, change) -> toChange(tally, CHANGED | reason).counters.plus(change, 1));
  }

  private FigureStore.Figure toChange(TallyKey tally, int reasons) {
    var figure = store.toChange(tally);
    if (figure.flags == PUBLISHED) {
      changed.add(tally);
    }
    figure.flags |= reasons;
    return figure;
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
    for (var tally : changed) {
      var figure = store.toChange(tally);
      var counters = figure.counters.isEmpty() ? null : TallyCodec.encode(figure.counters);
      publish.accept(new Figure(figure.key(), counters, figure.flags >> 1));
      figure.flags = PUBLISHED;
    }
    changed.clear();
  }

  /** Frees a funnel's figures without publishing that they are gone: the sums see to that. */
  void forget(FunnelVersion funnel) {
    var keys = new ArrayList<Bytes>();
    try (var all = store.withPrefix(Bytes.wrap(TallyCodec.prefix(funnel)))) {
      all.forEachRemaining(entry -> keys.add(entry.key));
    }
    store.delete(keys);
    changed.removeIf(tally -> tally.funnel().equals(funnel));
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
    var old = new ArrayList<TallyKey>();
    try (var found = store.range(from, to)) {
      found.forEachRemaining(
          entry -> {
            if (entry.key.compareTo(to) < 0) {
              old.add(TallyCodec.key(entry.key.get()));
            }
          });
    }
    for (var tally : old) {
      var figure = toChange(tally, CHANGED);
      figure.flags = CHANGED; // for no reason: that it leaves is no correction
      figure.counters = new Counters();
    }
  }

  private static Bytes key(FunnelVersion funnel, Bucket bucket, Page page) {
    return Bytes.wrap(TallyCodec.encode(new TallyKey(funnel, bucket, Segment.EVERYBODY, page)));
  }
}
