package io.voronka.streams;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of one partition that were handled last, decoded, as the store has them: most events
 * are of somebody who did something a moment ago. Whoever changes a room in the store changes it
 * here. Not thread-safe.
 */
final class RoomCache {

  private final ReadOnlyKeyValueStore<Bytes, byte[]> store;
  private final Cache<Bytes, Rooms.Content> rooms;

  /**
   * Makes an empty one.
   *
   * @param maxBytes what the rooms may take in memory, about
   */
  RoomCache(ReadOnlyKeyValueStore<Bytes, byte[]> store, long maxBytes) {
    this.store = store;
    this.rooms =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((Bytes key, Rooms.Content content) -> content.bytes())
            .executor(Runnable::run)
            .build();
  }

  /** Returns what a room holds. */
  Rooms.Content get(byte[] room) {
    return Objects.requireNonNull(
        rooms.get(Bytes.wrap(room), absent -> Rooms.read(store, room)), "a room is never null");
  }

  /** Returns what a room holds if that is known without reading it, or null. */
  Rooms.@Nullable Content known(byte[] room) {
    return rooms.getIfPresent(Bytes.wrap(room));
  }

  /** A room takes more or less space now. */
  void weigh(byte[] room, Rooms.Content content) {
    rooms.put(Bytes.wrap(room), content);
  }
}
