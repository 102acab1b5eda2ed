package io.voronka.streams;

import io.voronka.wire.EntryBlock;
import io.voronka.wire.RoomEntry;
import io.voronka.wire.RoomKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * Where the entries of one room lie: in blocks of about a kilobyte, of one source each. What comes
 * in order is added to the last block, so that an event costs one small write whatever the length
 * of its timeline, and a timeline is read in few steps.
 */
final class RoomBlocks {

  private static final int MAX_BYTES = 1536; // of several entries
  private static final int OVERHEAD_BYTES = 220; // of an entry in memory

  /** Entries that lie together, in any order, none before the block's key. */
  private static final class Block {
    final List<RoomEntry> entries = new ArrayList<>();
    int bytes;

    boolean takes(RoomEntry entry) {
      return bytes + entry.encoded().length <= MAX_BYTES;
    }

    void add(RoomEntry entry) {
      entries.add(entry);
      bytes += entry.encoded().length;
    }

    boolean remove(RoomEntry entry) {
      boolean isRemoved = entries.remove(entry);
      bytes -= isRemoved ? entry.encoded().length : 0;
      return isRemoved;
    }
  }

  private final byte[] room;
  private final String own;
  private final Map<String, NavigableMap<Bytes, Block>> bySource = new HashMap<>(2); // mostly one
  private Map<Bytes, String> changed = Map.of(); // keys of blocks, and their source
  private int bytes;

  /** The entries by source, in order; null: to be found from the blocks. */
  private @Nullable Map<String, List<RoomEntry>> entries = Map.of();

  /**
   * Makes it of a room of which nothing is known yet.
   *
   * @param own the room's id, the source of what was said under it
   */
  RoomBlocks(byte[] room, String own) {
    this.room = room;
    this.own = own;
  }

  /** Takes a block as it is stored. */
  void read(Bytes key, byte[] value) {
    var follower = RoomKey.follower(key.get(), room);
    var block = new Block();
    EntryBlock.decode(value).forEach(entry -> add(entry, block));
    of(follower.isEmpty() ? own : follower).put(key, block);
    entries = null;
  }

  private void add(RoomEntry entry, Block to) {
    to.add(entry);
    bytes += entry.encoded().length + OVERHEAD_BYTES;
  }

  private NavigableMap<Bytes, Block> of(String source) {
    return bySource.computeIfAbsent(source, absent -> new TreeMap<>());
  }

  /** What they take in memory, about. */
  int bytes() {
    return bytes;
  }

  /** The entries by source, in order; what was returned stays as it is. */
  Map<String, List<RoomEntry>> entries() {
    var known = entries;
    if (known == null) {
      known = fromBlocks();
      entries = known;
    }
    return known;
  }

  private Map<String, List<RoomEntry>> fromBlocks() {
    var found = new HashMap<String, List<RoomEntry>>();
    bySource.forEach(
        (source, blocks) -> {
          var all = new ArrayList<RoomEntry>();
          blocks.values().forEach(block -> all.addAll(block.entries));
          if (!all.isEmpty()) {
            Collections.sort(all); // they are in order or nearly so
            found.put(source, Collections.unmodifiableList(all));
          }
        });
    return Collections.unmodifiableMap(found);
  }

  /** Keeps an entry. */
  void put(String source, RoomEntry entry) {
    noteChange(place(source, entry), source);
    entries = withLast(source, entry);
  }

  /** The entries with one behind them, if it is and all are of its source: the usual case. */
  private @Nullable Map<String, List<RoomEntry>> withLast(String source, RoomEntry entry) {
    if (entries == null || entries.size() > 1) {
      return null;
    }
    var before = entries.get(source);
    if (before == null) {
      return entries.isEmpty() ? Map.of(source, List.of(entry)) : null;
    }
    if (before.get(before.size() - 1).compareTo(entry) > 0) {
      return null;
    }
    var all = new ArrayList<RoomEntry>(before.size() + 1);
    all.addAll(before);
    all.add(entry);
    return Map.of(source, Collections.unmodifiableList(all));
  }

  /** Puts an entry into a block; returns the block's key. */
  private Bytes place(String source, RoomEntry entry) {
    var blocks = of(source);
    var key = key(source, entry);
    var before = blocks.floorEntry(key);
    if (before != null && (before.getValue().takes(entry) || before.getKey().equals(key))) {
      add(entry, before.getValue());
      return before.getKey();
    }
    var block = new Block();
    add(entry, block);
    blocks.put(key, block);
    return key;
  }

  private static byte @Nullable [] value(@Nullable Block block) {
    return block == null ? null : EntryBlock.encode(block.entries);
  }

  /** Gives up an entry. */
  void remove(String source, RoomEntry entry) {
    entries = null;
    var blocks = of(source);
    for (var before : blocks.headMap(key(source, entry), true).descendingMap().entrySet()) {
      var block = before.getValue();
      if (block.remove(entry)) {
        bytes -= entry.encoded().length + OVERHEAD_BYTES;
        var key = before.getKey();
        if (block.entries.isEmpty()) {
          blocks.remove(key);
        }
        noteChange(key, source);
        return;
      }
    }
  }

  private Bytes key(String source, RoomEntry entry) {
    return Bytes.wrap(
        source.equals(own) ? RoomKey.ofOwn(room, entry) : RoomKey.ofCopy(room, entry, source));
  }

  /** Gives up all entries of before a moment; what is left moves up. */
  void removeBefore(long millis) {
    entries = null;
    var limit = Bytes.wrap(RoomKey.at(room, millis));
    for (var source : bySource.entrySet()) {
      var keys = new TreeSet<>(source.getValue().headMap(limit).keySet());
      var left = new ArrayList<RoomEntry>();
      keys.forEach(key -> left.addAll(source.getValue().remove(key).entries));
      left.forEach(entry -> bytes -= entry.encoded().length + OVERHEAD_BYTES);
      left.removeIf(entry -> entry.timeMillis() < millis);
      left.sort(null);
      left.forEach(entry -> keys.add(place(source.getKey(), entry)));
      keys.forEach(key -> noteChange(key, source.getKey()));
    }
  }

  private void noteChange(Bytes block, String source) {
    if (changed.isEmpty()) {
      changed = new HashMap<>(2); // of few rooms at a time
    }
    changed.put(block, source);
  }

  /**
   * Hands over the blocks that changed since this was asked last; a value is null if one is gone.
   */
  void takeChanged(Consumer<KeyValue<Bytes, byte[]>> taker) {
    changed.forEach((key, source) -> taker.accept(KeyValue.pair(key, value(of(source).get(key)))));
    changed = Map.of();
  }
}
