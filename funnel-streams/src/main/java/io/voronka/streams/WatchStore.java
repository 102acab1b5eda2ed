package io.voronka.streams;

import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.detection.BreakdownValue;
import io.voronka.model.detection.StageDetector.StreamState;
import io.voronka.wire.FunnelsHeld;
import io.voronka.wire.Json;
import io.voronka.wire.StageMinutes;
import io.voronka.wire.StageMinutes.Clock;
import io.voronka.wire.StageMinutes.Count;
import io.voronka.wire.TallyCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of the stages that one partition of the detector watches. A letter begins each key:
 * {@code w} a watched stage, {@code s} the state of one of its streams, {@code o} its open minutes,
 * {@code p} a part of the past that it is still to learn from, {@code a} an alert as it was told
 * last, {@code k} the clocks of a partition of events, {@code h} the funnels that it evaluates.
 */
final class WatchStore {

  private static final byte WATCHED = 'w';
  private static final byte STATE = 's';
  private static final byte OPEN = 'o';
  private static final byte PAST = 'p';
  private static final byte ALERT = 'a';
  private static final byte CLOCKS = 'k';
  private static final byte HELD = 'h';
  private static final char END_OF_NAME = '\0';

  private final FigureStore<Bytes> store;

  WatchStore(FigureStore<Bytes> store) {
    this.store = store;
  }

  void beforeCommit(Runnable action) {
    store.beforeCommit(action);
  }

  /** Whether no partition of events ever said anything. */
  boolean isEmpty() {
    return entries(StoreKey.of(HELD)).isEmpty() && entries(StoreKey.of(CLOCKS)).isEmpty();
  }

  /**
   * Keeps a stage.
   *
   * @param isLive whether it has learned from all of the past
   */
  void put(WatchedStage stage, boolean isLive) {
    var json = stage.json();
    store.note(
        StoreKey.of(WATCHED, stage.prefix()),
        ByteBuffer.allocate(json.length + 1).put((byte) (isLive ? 1 : 0)).put(json).array());
  }

  /** The stages that are kept, and whether each has learned from all of the past. */
  void forEachStage(BiConsumer<WatchedStage, Boolean> visitor) {
    for (var entry : entries(StoreKey.of(WATCHED))) {
      var json = Arrays.copyOfRange(entry.value, 1, entry.value.length);
      visitor.accept(Json.read(json, WatchedStage.class), entry.value[0] == 1);
    }
  }

  /** What is kept under a key. */
  private record Entry(Bytes key, byte[] value) {}

  private List<Entry> entries(Bytes prefix) {
    var entries = new ArrayList<Entry>();
    try (var found = store.notesWithPrefix(prefix)) {
      found.forEachRemaining(entry -> entries.add(new Entry(entry.key, entry.value)));
    }
    return entries;
  }

  /**
   * Keeps the states of a stage's streams in the place of those before.
   *
   * @param known the keys that were kept before; returns those that are now
   */
  Set<Bytes> putStates(WatchedStage stage, List<StreamState> states, Set<Bytes> known) {
    var keys = new HashSet<Bytes>();
    for (var state : states) {
      var key = StoreKey.of(STATE, stage.prefix(), name(state.value()));
      store.note(key, state.bytes());
      keys.add(key);
    }
    for (var before : known) {
      if (!keys.contains(before)) {
        store.note(before, null);
      }
    }
    return keys;
  }

  private static byte[] name(@Nullable BreakdownValue value) {
    return value == null
        ? new byte[0]
        : (value.breakdown() + END_OF_NAME + value.value()).getBytes(StandardCharsets.UTF_8);
  }

  /** The states of a stage's streams, and under which keys they are. */
  List<StreamState> states(WatchedStage stage, Set<Bytes> keys) {
    var prefix = StoreKey.of(STATE, stage.prefix());
    var states = new ArrayList<StreamState>();
    for (var entry : entries(prefix)) {
      keys.add(entry.key);
      int from = prefix.get().length;
      var name =
          new String(
              Arrays.copyOfRange(entry.key.get(), from, entry.key.get().length),
              StandardCharsets.UTF_8);
      int end = name.indexOf(END_OF_NAME);
      var value =
          end < 0 ? null : new BreakdownValue(name.substring(0, end), name.substring(end + 1));
      states.add(new StreamState(value, entry.value));
    }
    return states;
  }

  /**
   * Keeps the open minutes of a stage in the place of those before.
   *
   * @param before how many parts were kept
   * @return how many parts are
   */
  int putOpen(WatchedStage stage, List<Count> counts, int before) {
    var parts = StageMinutes.partsOf(counts).stream().map(StageMinutes::encode).toList();
    return store.noteParts(StoreKey.of(OPEN, stage.prefix()), parts, before);
  }

  /**
   * Gives the open minutes of a stage.
   *
   * @return in how many parts they are kept
   */
  int takeOpen(WatchedStage stage, Consumer<Count> taker) {
    var parts = entries(StoreKey.of(OPEN, stage.prefix()));
    parts.forEach(part -> StageMinutes.counts(part.value).forEach(taker));
    return parts.size();
  }

  /**
   * Keeps a part of the past.
   *
   * @param day in which all of its minutes lie, counted from the first one there is
   * @param number distinct among the parts of a stage
   */
  void putPast(FunnelVersion funnel, int stage, long day, long number, List<Count> counts) {
    store.note(
        StoreKey.of(
            PAST,
            WatchedStage.prefix(funnel, stage),
            StoreKey.number(day),
            StoreKey.number(number)),
        StageMinutes.encode(counts));
  }

  /** The first day of which something is kept and not taken; null: of none. */
  @Nullable Long firstPast(WatchedStage stage) {
    var prefix = StoreKey.of(PAST, stage.prefix());
    try (var found = store.notesWithPrefix(prefix)) {
      return found.hasNext()
          ? ByteBuffer.wrap(found.next().key.get()).getLong(prefix.get().length)
          : null;
    }
  }

  /** Takes what is kept of a day of the past: then it is not kept any more. */
  void takePast(WatchedStage stage, long day, Consumer<Count> taker) {
    for (var entry : entries(StoreKey.of(PAST, stage.prefix(), StoreKey.number(day)))) {
      StageMinutes.counts(entry.value).forEach(taker);
      store.note(entry.key, null);
    }
  }

  /**
   * Keeps an alert as it was told.
   *
   * @param record null: it is over
   */
  void putAlert(WatchedStage stage, String id, byte @Nullable [] record) {
    store.note(StoreKey.of(ALERT, stage.prefix(), id.getBytes(StandardCharsets.UTF_8)), record);
  }

  /** The alerts of a stage that were told and are not over. */
  List<byte[]> alerts(WatchedStage stage) {
    return entries(StoreKey.of(ALERT, stage.prefix())).stream().map(Entry::value).toList();
  }

  /** Forgets a version of a funnel. */
  void forget(FunnelVersion funnel) {
    forget(TallyCodec.prefix(funnel));
  }

  /** Forgets a stage. */
  void forget(WatchedStage stage) {
    forget(stage.prefix());
  }

  private void forget(byte[] prefix) {
    for (byte kind : new byte[] {WATCHED, STATE, OPEN, PAST, ALERT}) {
      for (var entry : entries(StoreKey.of(kind, prefix))) {
        store.note(entry.key, null);
      }
    }
  }

  void putClocks(int partition, List<Clock> clocks) {
    store.note(
        StoreKey.of(CLOCKS, StoreKey.number(partition)),
        new StageMinutes(partition, clocks, List.of(), null).encode());
  }

  /** What each partition of events said of its clocks last. */
  void forEachClocks(BiConsumer<Integer, List<Clock>> visitor) {
    for (var entry : entries(StoreKey.of(CLOCKS))) {
      var said = StageMinutes.decode(entry.value);
      visitor.accept(said.partition(), said.clocks());
    }
  }

  void putHeld(FunnelsHeld held) {
    store.note(StoreKey.of(HELD, StoreKey.number(held.partition())), Json.bytes(held));
  }

  void forEachHeld(Consumer<FunnelsHeld> visitor) {
    for (var entry : entries(StoreKey.of(HELD))) {
      visitor.accept(Json.read(entry.value, FunnelsHeld.class));
    }
  }
}
