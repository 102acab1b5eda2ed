package io.voronka.streams;

import io.voronka.model.identity.RoomKeeper;
import io.voronka.model.identity.RoomStore.Appended;
import io.voronka.wire.EntryBlock;
import io.voronka.wire.EventCodec;
import io.voronka.wire.RoomEntry;
import io.voronka.wire.RoomKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * Where the entries of one room lie: in blocks of half a kilobyte, of one source each. What comes
 * in order is added to the last block, so that an event costs one small write whatever the length
 * of its timeline, and a timeline is read in few steps.
 */
final class RoomBlocks {

  private static final int MAX_BYTES = 512; // of several entries
  private static final int BLOCK_BYTES = 120; // in memory, beside the entries
  private static final int LISTED_BYTES = 150; // of an entry, where it was looked at

  /** Entries that lie together, in any order, none before the block's key. */
  private static final class Block extends EntryBlock {
    final byte[] key;
    int told; // where those that were appended since begin
    boolean isChanged;

    Block(byte[] key) {
      this.key = key;
      this.told = end();
    }

    Block(byte[] key, byte[] value) {
      super(value);
      this.key = key;
      this.told = end();
    }

    boolean takes(RoomEntry entry) {
      return size() == 0 || end() + entry.length() <= MAX_BYTES;
    }
  }

  private final byte[] room;
  private final List<Block> ownBlocks = new ArrayList<>(1); // in the order of their keys
  private Map<String, List<Block>> ofFollowers = Map.of(); // likewise
  private Set<Bytes> gone = Set.of(); // keys of blocks that are to be deleted
  private int size;
  private int bytes;

  /** The entries by source, in order; null: to be found from the blocks. */
  private @Nullable Map<String, List<RoomEntry>> entries;

  /** Makes it of a room of which nothing is known yet. */
  RoomBlocks(byte[] room) {
    this.room = room;
  }

  /** The room's id, the source of what was said under it. */
  private String own() {
    return EventCodec.senderOf(room);
  }

  /** Takes a block as it is stored; to be called in the order of the keys. */
  void read(Bytes key, byte[] value) {
    var follower = RoomKey.follower(key.get(), room);
    var block = new Block(key.get(), value);
    (follower.isEmpty() ? ownBlocks : of(follower)).add(block);
    size += block.size();
    bytes += BLOCK_BYTES + block.capacity();
  }

  private List<Block> of(String source) {
    if (source.equals(own())) {
      return ownBlocks;
    }
    if (ofFollowers.isEmpty()) {
      ofFollowers = new HashMap<>(2);
    }
    return ofFollowers.computeIfAbsent(source, absent -> new ArrayList<>(1));
  }

  /** How many entries there are, of all sources. */
  int size() {
    return size;
  }

  /** What they take in memory, about. */
  int bytes() {
    return bytes + (entries == null ? 0 : size * LISTED_BYTES);
  }

  /**
   * Keeps an own entry where it is enough to look for versions of its message, see {@link
   * io.voronka.model.identity.RoomStore#append}. Nothing is made of what is there already.
   */
  Appended append(RoomEntry entry, int most) {
    var known = version(ownBlocks, entry);
    if (known != null) {
      return known.compareTo(entry) <= 0 ? Appended.KNOWN : Appended.NOT;
    }
    if (size >= most || hasCopy(entry)) {
      return Appended.NOT;
    }
    entries = null;
    place(ownBlocks, "", entry);
    return Appended.ADDED;
  }

  private static @Nullable RoomEntry version(List<Block> blocks, RoomEntry entry) {
    for (var block : blocks) {
      var known = block.version(entry);
      if (known != null) {
        return known;
      }
    }
    return null;
  }

  private boolean hasCopy(RoomEntry entry) {
    for (var blocks : ofFollowers.values()) {
      if (version(blocks, entry) != null) {
        return true;
      }
    }
    return false;
  }

  /**
   * What {@link #append} added since it was taken, what was there before, and both together; in
   * order, each message once.
   */
  record Additions(List<RoomEntry> before, List<RoomEntry> added, List<RoomEntry> after) {}

  /** Takes what was appended. */
  Additions takeAppended() {
    var all = new ArrayList<RoomEntry>(size);
    for (var block : ownBlocks) {
      block.forEach(EntryBlock.begin(), block.told, all::add);
    }
    if (!ofFollowers.isEmpty()) {
      var before = new HashMap<>(Map.of(own(), inOrder(all)));
      ofFollowers.forEach((source, blocks) -> list(source, blocks, before));
      all = new ArrayList<>(RoomKeeper.all(before));
    }
    int old = all.size();
    for (var block : ownBlocks) {
      block.forEach(block.told, block.end(), all::add);
      block.told = block.end();
    }
    if (isSorted(all)) {
      return new Additions(all.subList(0, old), all.subList(old, all.size()), all);
    }
    var before = inOrder(all.subList(0, old));
    var added = inOrder(all.subList(old, all.size()));
    return new Additions(before, added, inOrder(all));
  }

  private static List<RoomEntry> inOrder(List<RoomEntry> entries) {
    var sorted = new ArrayList<>(entries);
    Collections.sort(sorted);
    return sorted;
  }

  private static boolean isSorted(List<RoomEntry> all) {
    for (int i = 1; i < all.size(); i++) {
      if (all.get(i - 1).compareTo(all.get(i)) > 0) {
        return false;
      }
    }
    return true;
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
    list(own(), ownBlocks, found);
    ofFollowers.forEach((source, blocks) -> list(source, blocks, found));
    return Collections.unmodifiableMap(found);
  }

  private static void list(String source, List<Block> blocks, Map<String, List<RoomEntry>> into) {
    var all = new ArrayList<RoomEntry>();
    blocks.forEach(block -> block.forEach(all::add));
    if (!all.isEmpty()) {
      Collections.sort(all); // they are in order or nearly so
      into.put(source, Collections.unmodifiableList(all));
    }
  }

  /** Keeps an entry. */
  void put(String source, RoomEntry entry) {
    var block = place(of(source), follower(source), entry);
    block.told = block.end();
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

  /** A source in a key: empty if it is the room's own id. */
  private String follower(String source) {
    return source.equals(own()) ? "" : source;
  }

  /** Puts an entry into a block, and returns that. */
  private Block place(List<Block> blocks, String follower, RoomEntry entry) {
    int at = blocks.size();
    if (at > 0 && isSurelyBehind(blocks.get(at - 1), entry) && blocks.get(at - 1).takes(entry)) {
      return add(entry, blocks.get(at - 1)); // without a key to compare
    }
    var key = key(follower, entry);
    while (at > 0 && Arrays.compareUnsigned(blocks.get(at - 1).key, key) > 0) {
      at--;
    }
    var before = at == 0 ? null : blocks.get(at - 1);
    if (before != null && (before.takes(entry) || Arrays.equals(before.key, key))) {
      return add(entry, before);
    }
    if (before != null) {
      bytes -= before.capacity();
      before.trim(); // it is full
      bytes += before.capacity();
    }
    var block = new Block(key);
    bytes += BLOCK_BYTES + block.capacity();
    blocks.add(at, block);
    if (!gone.isEmpty()) {
      gone.remove(Bytes.wrap(key));
    }
    return add(entry, block);
  }

  /** Whether the entry's key is behind that of the block, by its time alone. */
  private boolean isSurelyBehind(Block block, RoomEntry entry) {
    return RoomKey.timeMillis(block.key, room) < entry.timeMillis();
  }

  private Block add(RoomEntry entry, Block to) {
    bytes -= to.capacity();
    to.add(entry);
    bytes += to.capacity();
    size++;
    to.isChanged = true;
    return to;
  }

  /** Gives up an entry. */
  void remove(String source, RoomEntry entry) {
    entries = null;
    var blocks = of(source);
    var key = key(follower(source), entry);
    for (int at = blocks.size() - 1; at >= 0; at--) {
      var block = blocks.get(at);
      if (Arrays.compareUnsigned(block.key, key) <= 0 && block.remove(entry)) {
        size--;
        block.told = block.end();
        block.isChanged = true;
        if (block.size() == 0) {
          blocks.remove(at);
          giveUp(List.of(block));
          forgetIfEmpty(source);
        }
        return;
      }
    }
  }

  private void forgetIfEmpty(String source) {
    var blocks = ofFollowers.get(source);
    if (blocks != null && blocks.isEmpty()) {
      ofFollowers.remove(source);
    }
  }

  private void giveUp(Collection<Block> blocks) {
    if (gone.isEmpty()) {
      gone = new HashSet<>();
    }
    for (var block : blocks) {
      gone.add(Bytes.wrap(block.key));
      bytes -= BLOCK_BYTES + block.capacity();
    }
  }

  private byte[] key(String follower, RoomEntry entry) {
    return follower.isEmpty() ? RoomKey.ofOwn(room, entry) : RoomKey.ofCopy(room, entry, follower);
  }

  /** Gives up all entries of before a moment; what is left moves up. */
  void removeBefore(long millis) {
    entries = null;
    removeBefore("", ownBlocks, millis);
    for (var source : List.copyOf(ofFollowers.keySet())) {
      removeBefore(source, of(source), millis);
      forgetIfEmpty(source);
    }
  }

  private void removeBefore(String follower, List<Block> blocks, long millis) {
    int old = 0;
    while (old < blocks.size() && RoomKey.timeMillis(blocks.get(old).key, room) < millis) {
      old++;
    }
    var left = List.copyOf(blocks.subList(0, old));
    blocks.subList(0, old).clear();
    giveUp(left);
    var kept = new ArrayList<RoomEntry>();
    for (var block : left) {
      size -= block.size();
      block.forEach(kept::add);
    }
    kept.removeIf(entry -> entry.timeMillis() < millis);
    Collections.sort(kept);
    for (var entry : kept) {
      var block = place(blocks, follower, entry);
      block.told = block.end();
    }
  }

  /**
   * Hands over the blocks that changed since this was asked last; a value is null if one is gone.
   */
  void takeChanged(Consumer<KeyValue<Bytes, byte[]>> taker) {
    gone.forEach(key -> taker.accept(KeyValue.pair(key, null)));
    gone = Set.of();
    takeChanged(ownBlocks, taker);
    ofFollowers.values().forEach(blocks -> takeChanged(blocks, taker));
    entries = null; // what was looked at once is not worth its memory for long
  }

  private static void takeChanged(List<Block> blocks, Consumer<KeyValue<Bytes, byte[]>> taker) {
    for (var block : blocks) {
      if (block.isChanged) {
        taker.accept(KeyValue.pair(Bytes.wrap(block.key), block.value()));
        block.isChanged = false;
      }
    }
  }
}
