package io.voronka.streams;

import io.voronka.model.count.Counters;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.wire.FunnelsHeld;
import io.voronka.wire.Json;
import io.voronka.wire.TallyCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;

/**
 * What is kept of the sums of one partition. A letter begins each key: {@code s} a tally's sum,
 * {@code p} a tally's part of one partition of events, {@code b} a page as it was when corrections
 * were told last, {@code h} the funnels that a partition holds, {@code w} a version that was
 * complete once.
 */
final class SumStore {

  private static final byte SUM = 's';
  private static final byte PART = 'p';
  private static final byte BEFORE = 'b';
  private static final byte HELD = 'h';
  private static final byte WHOLE = 'w';

  private final FigureStore<Bytes> store;

  SumStore(FigureStore<Bytes> store) {
    this.store = store;
  }

  /** Returns the tally of a sum's key. */
  static byte[] tally(Bytes key) {
    return Arrays.copyOfRange(key.get(), 1, key.get().length);
  }

  /** Returns a sum, to look at. */
  FigureStore.Figure sum(byte[] tally) {
    return store.figure(StoreKey.of(SUM, tally));
  }

  /** Returns a sum that the caller changes now. */
  Counters sumToChange(byte[] tally) {
    return store.toChange(StoreKey.of(SUM, tally)).counters;
  }

  /** Replaces what a partition says of a tally; returns what that changes. */
  Counters replacePart(byte[] tally, int partition, Counters said) {
    var key = StoreKey.of(PART, tally, StoreKey.number(partition));
    var change = said.minus(store.figure(key).counters);
    if (!change.isEmpty()) {
      store.toChange(key).counters = said;
    }
    return change;
  }

  /** The keys of a version's sums. */
  List<Bytes> sumsOf(FunnelVersion funnel) {
    return keys(StoreKey.of(SUM, TallyCodec.prefix(funnel)));
  }

  /** Frees all that is kept of a version. */
  void forget(FunnelVersion funnel) {
    var prefix = TallyCodec.prefix(funnel);
    var keys = new ArrayList<Bytes>();
    for (var kind : new byte[] {SUM, PART, BEFORE, WHOLE}) {
      keys.addAll(keys(StoreKey.of(kind, prefix)));
    }
    store.delete(keys);
  }

  /** Keeps a page as it is, unless it is kept already, and why it changes. */
  void keepBefore(byte[] tally, int why, Counters before) {
    var kept = store.toChange(StoreKey.of(BEFORE, tally));
    if (kept.flags == 0) {
      kept.counters = Counters.of(before);
    }
    kept.flags |= why;
  }

  /** Changes a page that is kept, if it is, so that the change is none since. */
  void changeBefore(byte[] tally, Counters change) {
    var key = StoreKey.of(BEFORE, tally);
    if (store.figure(key).flags != 0) {
      store.toChange(key).counters.plus(change, 1);
    }
  }

  /** The keys of the pages that are kept as they were. */
  List<Bytes> keptBefore() {
    return keys(StoreKey.of(BEFORE));
  }

  /** Returns a page as it was, flagged with why it changed. */
  FigureStore.Figure before(byte[] tally) {
    return store.figure(StoreKey.of(BEFORE, tally));
  }

  void forgetBefore(byte[] tally) {
    var kept = store.toChange(StoreKey.of(BEFORE, tally));
    kept.flags = 0;
    kept.counters = new Counters();
  }

  /** Keeps which funnels a partition holds. */
  void put(FunnelsHeld held) {
    store.note(StoreKey.of(HELD, StoreKey.number(held.partition())), Json.bytes(held));
  }

  void forEachHeld(Consumer<FunnelsHeld> visitor) {
    try (var all = store.notesWithPrefix(StoreKey.of(HELD))) {
      all.forEachRemaining(entry -> visitor.accept(Json.read(entry.value, FunnelsHeld.class)));
    }
  }

  /** Whether nothing was ever said by anybody. */
  boolean isEmpty() {
    try (var held = store.notesWithPrefix(StoreKey.of(HELD));
        var parts = store.withPrefix(StoreKey.of(PART))) {
      return !held.hasNext() && !parts.hasNext();
    }
  }

  void noteWhole(FunnelVersion funnel) {
    store.note(StoreKey.of(WHOLE, TallyCodec.prefix(funnel)), new byte[] {1});
  }

  /** Versions that were complete once. */
  List<FunnelVersion> wholeFunnels() {
    var funnels = new ArrayList<FunnelVersion>();
    try (var all = store.notesWithPrefix(StoreKey.of(WHOLE))) {
      all.forEachRemaining(entry -> funnels.add(TallyCodec.funnel(tally(entry.key))));
    }
    return funnels;
  }

  private List<Bytes> keys(Bytes prefix) {
    var keys = new ArrayList<Bytes>();
    try (var found = store.withPrefix(prefix)) {
      found.forEachRemaining(entry -> keys.add(entry.key));
    }
    return keys;
  }
}
