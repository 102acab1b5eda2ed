package io.voronka.streams;

import io.voronka.model.count.Counters;
import io.voronka.wire.TallyCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * Figures, and what is noted beside them. What changes is held in memory, figures decoded, and
 * written once per commit: a figure that a thousand events change between two commits is encoded,
 * logged and put on disk once.
 *
 * <p>A commit calls {@link #flushCache} before it notes how far the input is, in the same
 * transaction, so a crash leaves what was committed. That hook is an internal interface of Kafka
 * Streams, looked for on the store that registers under its name: this one, not the plain logged
 * store below.
 *
 * <p>A figure's value is a byte of flags and its counters in the form of {@link TallyCodec}. Not
 * thread-safe. Bound: what is looked at or changes between two commits, and beside it at most
 * {@link #MAX_CELLS} counters and {@link #MAX_FIGURES} figures that are held to be found again.
 *
 * @param <K> what figures are looked up by
 */
final class FigureStore<K> implements StateStore, CachedStateStore<Bytes, byte[]> {

  private static final int MAX_CELLS = 500_000; // some 12 bytes each
  private static final int MAX_FIGURES = 20_000;

  /** A figure as it is held. */
  static final class Figure {

    private final Bytes key;
    private boolean isChanged; // since it was written

    /** What is noted of it, 0 to 127. */
    int flags;

    Counters counters;

    private Figure(Bytes key, int flags, Counters counters) {
      this.key = key;
      this.flags = flags;
      this.counters = counters;
    }

    /** The key under which it is kept; not to be changed. */
    byte[] key() {
      return key.get();
    }

    private byte @Nullable [] value() {
      if (flags == 0 && counters.isEmpty()) {
        return null;
      }
      var encoded = TallyCodec.encode(counters);
      var value = new byte[encoded.length + 1];
      value[0] = (byte) flags;
      System.arraycopy(encoded, 0, value, 1, encoded.length);
      return value;
    }
  }

  private final KeyValueStore<Bytes, byte[]> below;
  private final Function<K, byte[]> encoder;
  private final Map<K, Figure> figures = new HashMap<>();
  private final List<Figure> changed = new ArrayList<>();
  private final Map<Bytes, byte @Nullable []> notes = new HashMap<>(); // changed; null: deleted
  private final List<Runnable> beforeCommits = new ArrayList<>();

  /**
   * Makes a store.
   *
   * @param below keeps and logs
   * @param encoder gives the bytes under which a figure is kept, none of which begins with {@link
   *     Progress#MARK}
   */
  FigureStore(KeyValueStore<Bytes, byte[]> below, Function<K, byte[]> encoder) {
    this.below = below;
    this.encoder = encoder;
  }

  /** Returns a figure; one of which nothing is kept is empty. Whoever changes it says so. */
  Figure figure(K key) {
    return figures.computeIfAbsent(key, this::read);
  }

  private Figure read(K key) {
    var bytes = Bytes.wrap(encoder.apply(key));
    var value = below.get(bytes);
    return value == null
        ? new Figure(bytes, 0, new Counters())
        : new Figure(bytes, flags(value), counters(value));
  }

  /** How many figures are held in memory. */
  int held() {
    return figures.size();
  }

  /** Returns a figure that the caller changes now. */
  Figure toChange(K key) {
    var figure = figure(key);
    if (!figure.isChanged) {
      figure.isChanged = true;
      changed.add(figure);
    }
    return figure;
  }

  /** Returns what is noted under a key that is not a figure's, or null. */
  byte @Nullable [] noted(Bytes key) {
    return notes.containsKey(key) ? notes.get(key) : below.get(key);
  }

  /** Notes something under a key that is not a figure's; null: nothing any more. */
  void note(Bytes key, byte @Nullable [] value) {
    notes.put(key, value);
  }

  /**
   * Notes what is too large for one value in parts, in the place of those before. All are found by
   * {@link #notesWithPrefix} of the key.
   *
   * @param before how many parts were noted
   * @return how many parts are
   */
  int noteParts(Bytes key, List<byte[]> parts, int before) {
    for (int part = 0; part < Math.max(before, parts.size()); part++) {
      note(StoreKey.ofPart(part, key), part < parts.size() ? parts.get(part) : null);
    }
    return parts.size();
  }

  /** Opens notes under keys with a prefix, in order; to be closed. Writes those that changed. */
  KeyValueIterator<Bytes, byte[]> notesWithPrefix(Bytes prefix) {
    write(List.of());
    return below.prefixScan(prefix, new BytesSerializer());
  }

  /** Opens notes under keys from one to another, both included; likewise. */
  KeyValueIterator<Bytes, byte[]> notes(Bytes from, Bytes to) {
    write(List.of());
    return below.range(from, to);
  }

  /** Opens what is kept under keys with a prefix, in order; to be closed. Writes what changed. */
  KeyValueIterator<Bytes, byte[]> withPrefix(Bytes prefix) {
    write();
    return below.prefixScan(prefix, new BytesSerializer());
  }

  /** Opens what is kept under keys from one to another, both included. Writes what changed. */
  KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
    write();
    return below.range(from, to);
  }

  /** Frees what is kept under the keys, figures or not. */
  void delete(List<Bytes> keys) {
    write();
    figures.clear();
    keys.forEach(below::delete);
  }

  /** What is noted of a figure, from the form in which it is kept. */
  static int flags(byte[] value) {
    return value[0];
  }

  /** A figure's counters, from the form in which it is kept. */
  static Counters counters(byte[] value) {
    return TallyCodec.counters(Arrays.copyOfRange(value, 1, value.length));
  }

  private void write() {
    write(changed);
    changed.clear();
  }

  /** Writes the notes that changed, and figures. */
  private void write(List<Figure> some) {
    var entries = new ArrayList<KeyValue<Bytes, byte[]>>(some.size() + notes.size());
    for (var figure : some) {
      figure.isChanged = false;
      entries.add(KeyValue.pair(figure.key, figure.value()));
    }
    notes.forEach((key, value) -> entries.add(KeyValue.pair(key, value)));
    notes.clear();
    below.putAll(InOrder.of(entries, entry -> entry.key.get())); // it is a sorted one
  }

  /**
   * Lets somebody note, before each commit, what changes too often to be noted each time; until the
   * store is opened again.
   */
  void beforeCommit(Runnable action) {
    beforeCommits.add(action);
  }

  @Override
  public void flushCache() {
    beforeCommits.forEach(Runnable::run);
    write();
    long cells = 0;
    for (var figure : figures.values()) {
      cells += figure.counters.size();
    }
    if (cells > MAX_CELLS || figures.size() > MAX_FIGURES) {
      figures.clear();
    }
  }

  @Override
  public void clearCache() {
    figures.clear();
    changed.clear();
    notes.clear();
  }

  @Override
  public boolean setFlushListener(CacheFlushListener<Bytes, byte[]> listener, boolean sendsOld) {
    return false; // nobody is told what is written
  }

  @Override
  public String name() {
    return below.name();
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    clearCache(); // the same object may be opened again after a failure
    beforeCommits.clear();
    below.init(context, root);
  }

  @Override
  public void close() {
    clearCache();
    below.close();
  }

  @Override
  public void commit(Map<TopicPartition, Long> offsets) {
    below.commit(offsets);
  }

  @Override
  public @Nullable Long committedOffset(TopicPartition partition) {
    return below.committedOffset(partition);
  }

  @Override
  @SuppressWarnings("deprecation") // as long as Kafka asks, the store below has to answer
  public boolean managesOffsets() {
    return below.managesOffsets();
  }

  @Override
  public boolean persistent() {
    return below.persistent();
  }

  @Override
  public boolean isOpen() {
    return below.isOpen();
  }

  @Override
  public Position getPosition() {
    return below.getPosition();
  }
}
