package io.voronka.streams;

import io.voronka.wire.EntryBlock;
import io.voronka.wire.RoomEntry;
import io.voronka.wire.RoomKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Where the entries of one room lie: in blocks of about a kilobyte, of one source each. What comes
 * in order is added to the last block, so that an event costs one small write whatever the length
 * of its timeline, and a timeline is read in few steps.
 */
final class RoomBlocks {

  private static final int MAX_BYTES = 1024; // of a block that takes one more
  private static final int OVERHEAD_BYTES = 300; // of an entry in memory

  /** Entries that lie together, in any order, none before the block's key. */
  private static final class Block {
    final List<RoomEntry> entries = new ArrayList<>();
    int bytes;

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
  private final Map<String, NavigableMap<Bytes, Block>> bySource = new HashMap<>();
  private int bytes;

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

  /** The entries by source. */
  Map<String, List<RoomEntry>> entries() {
    var entries = new HashMap<String, List<RoomEntry>>();
    bySource.forEach(
        (source, blocks) -> {
          var all = new ArrayList<RoomEntry>();
          blocks.values().forEach(block -> all.addAll(block.entries));
          if (!all.isEmpty()) {
            entries.put(source, all);
          }
        });
    return entries;
  }

  /** Keeps an entry, in the store too. */
  void put(String source, RoomEntry entry, KeyValueStore<Bytes, byte[]> store) {
    var blocks = of(source);
    var key = key(source, entry);
    var before = blocks.floorEntry(key);
    if (before != null && (before.getValue().bytes < MAX_BYTES || before.getKey().equals(key))) {
      add(entry, before.getValue());
      store.put(before.getKey(), EntryBlock.encode(before.getValue().entries));
    } else {
      var block = new Block();
      add(entry, block);
      blocks.put(key, block);
      store.put(key, entry.encoded());
    }
  }

  /** Gives up an entry, in the store too. */
  void remove(String source, RoomEntry entry, KeyValueStore<Bytes, byte[]> store) {
    var blocks = of(source);
    for (var before : blocks.headMap(key(source, entry), true).descendingMap().entrySet()) {
      var block = before.getValue();
      if (block.remove(entry)) {
        bytes -= entry.encoded().length + OVERHEAD_BYTES;
        keep(before.getKey(), block, store);
        if (block.entries.isEmpty()) {
          blocks.remove(before.getKey());
        }
        return;
      }
    }
  }

  private static void keep(Bytes key, Block block, KeyValueStore<Bytes, byte[]> store) {
    if (block.entries.isEmpty()) {
      store.delete(key);
    } else {
      store.put(key, EntryBlock.encode(block.entries));
    }
  }

  private Bytes key(String source, RoomEntry entry) {
    return Bytes.wrap(
        source.equals(own) ? RoomKey.ofOwn(room, entry) : RoomKey.ofCopy(room, entry, source));
  }

  /** Gives up all entries of before a moment, in the store too; what is left moves up. */
  void removeBefore(long millis, KeyValueStore<Bytes, byte[]> store) {
    var limit = Bytes.wrap(RoomKey.at(room, millis));
    for (var source : bySource.entrySet()) {
      var old = new ArrayList<>(source.getValue().headMap(limit).keySet());
      var left = new ArrayList<RoomEntry>();
      for (var key : old) {
        left.addAll(source.getValue().remove(key).entries);
        store.delete(key);
      }
      left.forEach(entry -> bytes -= entry.encoded().length + OVERHEAD_BYTES);
      left.removeIf(entry -> entry.timeMillis() < millis);
      left.sort(null);
      left.forEach(entry -> put(source.getKey(), entry, store));
    }
  }
}
