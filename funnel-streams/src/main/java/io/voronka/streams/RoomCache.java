package io.voronka.streams;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of one partition that were handled last, decoded: most events are of somebody who did
 * something a moment ago. Whoever changes a room changes it here and says so afterwards; it is
 * written to the store once per commit, whatever came in between. Not thread-safe. Bound: the bytes
 * given, and beside them what is to be written, of which {@link #isFull} says when there is much.
 */
final class RoomCache {

  private final KeyValueStore<Bytes, byte[]> store;
  private final Consumer<byte[]> changes;
  private final Cache<Bytes, Rooms.Content> rooms;
  private final long maxBytes;
  private final Map<Bytes, Rooms.Content> unwritten = new LinkedHashMap<>();
  private long unwrittenBytes; // about
  private Rooms.@Nullable Content last; // that was asked for

  /**
   * Makes an empty one.
   *
   * @param maxBytes what the rooms may take in memory, about
   * @param changes is told which rooms were changed in the store
   */
  RoomCache(KeyValueStore<Bytes, byte[]> store, long maxBytes, Consumer<byte[]> changes) {
    this.store = store;
    this.changes = changes;
    this.maxBytes = maxBytes;
    this.rooms =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((Bytes key, Rooms.Content content) -> content.bytes())
            .executor(Runnable::run)
            .build();
  }

  /** Returns what a room holds. */
  Rooms.Content get(byte[] room) {
    var known = last;
    if (known != null && Arrays.equals(known.room(), room)) {
      return known; // a message asks for its room several times
    }
    var key = Bytes.wrap(room);
    var changed = unwritten.get(key);
    var content =
        changed != null
            ? changed
            : Objects.requireNonNull(
                rooms.get(key, absent -> Rooms.read(store, room)), "a room is never null");
    last = content;
    return content;
  }

  /** What the rooms take in memory, about. */
  long bytes() {
    return rooms.policy().eviction().orElseThrow().weightedSize().orElse(0);
  }

  /** A room was changed, and is to be written. */
  void changed(Rooms.Content content) {
    if (unwritten.put(Bytes.wrap(content.room()), content) == null) {
      unwrittenBytes += content.bytes();
    }
  }

  /** Whether what is to be written takes half as much beside what is held anyway. */
  boolean isFull() {
    return unwrittenBytes >= maxBytes / 2;
  }

  /** Writes all rooms that were changed, at once: whoever reads meanwhile misses nothing. */
  void write() {
    if (unwritten.isEmpty()) {
      return;
    }
    var entries = new ArrayList<KeyValue<Bytes, byte[]>>(unwritten.size());
    unwritten.values().forEach(content -> content.takeChanged(entries::add));
    entries.sort(Comparator.comparing(entry -> entry.key)); // the store is a sorted one
    store.putAll(entries);
    var written = new ArrayList<>(unwritten.values());
    unwritten.clear();
    unwrittenBytes = 0;
    for (var content : written) {
      rooms.put(Bytes.wrap(content.room()), content); // weighs it anew
      changes.accept(content.room());
    }
  }
}
