package io.voronka.streams;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of one partition that were handled last, decoded, as the store has them: most events
 * are of somebody who did something a moment ago. Whoever changes a room in the store changes it
 * here, and says so afterwards. Not thread-safe.
 */
final class RoomCache {

  private final ReadOnlyKeyValueStore<Bytes, byte[]> store;
  private final Consumer<byte[]> changes;
  private final Cache<Bytes, Rooms.Content> rooms;

  /**
   * Makes an empty one.
   *
   * @param maxBytes what the rooms may take in memory, about
   * @param changes is told which rooms were changed in the store
   */
  RoomCache(ReadOnlyKeyValueStore<Bytes, byte[]> store, long maxBytes, Consumer<byte[]> changes) {
    this.store = store;
    this.changes = changes;
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

  /** What the rooms take in memory, about. */
  long bytes() {
    return rooms.policy().eviction().orElseThrow().weightedSize().orElse(0);
  }

  /** A room was changed in the store and takes no more space than before. */
  void changed(byte[] room) {
    changes.accept(room);
  }

  /** A room was changed in the store. */
  void changed(byte[] room, Rooms.Content content) {
    rooms.put(Bytes.wrap(room), content); // weighs it again
    changes.accept(room);
  }
}
