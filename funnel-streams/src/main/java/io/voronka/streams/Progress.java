package io.voronka.streams;

import io.voronka.model.definition.FunnelVersion;
import io.voronka.wire.TallyCodec;
import io.voronka.wire.Traffic;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * How far one partition is: the next offset, the bound of held figures, the messages exchanged with
 * others, and of each funnel how many of the rooms that were there before it have been evaluated,
 * and told to the detector. Kept in the store of the figures that it speaks of.
 */
final class Progress {

  /**
   * What its keys begin with. The key of a figure never does: it begins with a project's length.
   */
  static final byte MARK = 0;

  private static final Bytes COUNTED = Bytes.wrap(new byte[] {MARK, 'o'});
  private static final Bytes HELD = Bytes.wrap(new byte[] {MARK, 'h'});
  private static final Bytes FULL = Bytes.wrap(new byte[] {MARK, 'b'});
  private static final Bytes HOPS = Bytes.wrap(new byte[] {MARK, 'l'});
  private static final Bytes HEADS = Bytes.wrap(new byte[] {MARK, 'r'});
  private static final byte[] SENT = {MARK, 's'};
  private static final byte[] TAKEN = {MARK, 't'};
  private static final byte[] FUNNEL = {MARK, 'f'};
  private static final byte[] STEPS = {MARK, 'w'};

  private final FigureStore<?> store;

  Progress(FigureStore<?> store) {
    this.store = store;
  }

  /** The offset before which every event is in the figures. */
  long counted() {
    return number(COUNTED);
  }

  void counted(long offset) {
    store.note(COUNTED, bytes(offset));
  }

  /** The wall clock up to which old figures were dropped; 0 before the first time. */
  long heldMillis() {
    return number(HELD);
  }

  void heldMillis(long millis) {
    store.note(HELD, bytes(millis));
  }

  /**
   * Whether each room has a head, as is so if the first was kept by this version of the program.
   *
   * @param rooms the store of rooms
   */
  boolean haveHeads(ReadOnlyKeyValueStore<Bytes, byte[]> rooms) {
    var known = store.noted(HEADS);
    if (known == null) {
      try (var all = rooms.all()) {
        known = new byte[] {(byte) (all.hasNext() ? 0 : 1)};
      }
      store.note(HEADS, known);
    }
    return known[0] == 1;
  }

  /** How many persons have as many events as a timeline may hold. */
  long full() {
    return number(FULL);
  }

  void full(long persons) {
    store.note(FULL, bytes(persons));
  }

  /** The messages exchanged with other partitions. */
  Traffic traffic() {
    return new Traffic(byPartition(SENT), byPartition(TAKEN), (int) number(HOPS));
  }

  void sent(int partition, long messages) {
    store.note(key(SENT, partition), bytes(messages));
  }

  void taken(int partition, long messages) {
    store.note(key(TAKEN, partition), bytes(messages));
  }

  void hops(int most) {
    store.note(HOPS, bytes(most));
  }

  private static Bytes key(byte[] prefix, int partition) {
    return Bytes.wrap(
        ByteBuffer.allocate(prefix.length + Integer.BYTES).put(prefix).putInt(partition).array());
  }

  private Map<Integer, Long> byPartition(byte[] prefix) {
    var numbers = new HashMap<Integer, Long>();
    try (var all = store.notesWithPrefix(Bytes.wrap(prefix))) {
      all.forEachRemaining(
          entry ->
              numbers.put(
                  ByteBuffer.wrap(entry.key.get()).getInt(prefix.length),
                  ByteBuffer.wrap(entry.value).getLong()));
    }
    return numbers;
  }

  private long number(Bytes key) {
    var value = store.noted(key);
    return value == null ? 0 : ByteBuffer.wrap(value).getLong();
  }

  private static byte[] bytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  /** Returns how far the figures of the funnel are, or null if they have not begun. */
  @Nullable Backfill of(FunnelVersion funnel) {
    return backfill(key(FUNNEL, funnel));
  }

  void put(FunnelVersion funnel, Backfill backfill) {
    put(key(FUNNEL, funnel), backfill);
  }

  /** Returns how far the steps of the funnel are told, or null if that has not begun. */
  @Nullable Backfill ofSteps(FunnelVersion funnel) {
    return backfill(key(STEPS, funnel));
  }

  void putSteps(FunnelVersion funnel, Backfill backfill) {
    put(key(STEPS, funnel), backfill);
  }

  private @Nullable Backfill backfill(Bytes key) {
    var value = store.noted(key);
    if (value == null) {
      return null;
    }
    var buffer = ByteBuffer.wrap(value);
    boolean complete = buffer.get() == 1;
    long evaluated = buffer.getLong();
    return new Backfill(
        complete, evaluated, Arrays.copyOfRange(value, buffer.position(), value.length));
  }

  private void put(Bytes key, Backfill backfill) {
    var cursor = backfill.cursor();
    store.note(
        key,
        ByteBuffer.allocate(1 + Long.BYTES + cursor.length)
            .put((byte) (backfill.complete() ? 1 : 0))
            .putLong(backfill.evaluated())
            .put(cursor)
            .array());
  }

  /** The versions of which something is known. */
  List<FunnelVersion> funnels() {
    var funnels = new ArrayList<FunnelVersion>();
    try (var all = store.notesWithPrefix(Bytes.wrap(FUNNEL))) {
      all.forEachRemaining(
          entry -> {
            var key = entry.key.get();
            funnels.add(TallyCodec.funnel(Arrays.copyOfRange(key, FUNNEL.length, key.length)));
          });
    }
    return funnels;
  }

  void forget(FunnelVersion funnel) {
    store.note(key(FUNNEL, funnel), null);
    store.note(key(STEPS, funnel), null);
  }

  private static Bytes key(byte[] kind, FunnelVersion funnel) {
    var prefix = TallyCodec.prefix(funnel);
    var key = Arrays.copyOf(kind, kind.length + prefix.length);
    System.arraycopy(prefix, 0, key, kind.length, prefix.length);
    return Bytes.wrap(key);
  }

  /**
   * How far a funnel is over the rooms that were there before it, in the order of their keys.
   *
   * @param complete whether all have been evaluated
   * @param evaluated how many have been
   * @param cursor the key of the last one; empty before the first
   */
  record Backfill(boolean complete, long evaluated, byte[] cursor) {

    static final Backfill BEGIN = new Backfill(false, 0, new byte[0]);

    /** Whether the room was evaluated, so that its changes are to be added. */
    boolean holds(byte[] room) {
      return complete || Arrays.compareUnsigned(room, cursor) <= 0;
    }
  }
}
