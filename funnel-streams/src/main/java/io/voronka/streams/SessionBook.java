package io.voronka.streams;

import io.voronka.model.session.SessionDetails;
import io.voronka.model.timeline.SessionRule;
import io.voronka.wire.RoomEntry;
import io.voronka.wire.SessionRecord;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Tells of sessions that began, changed or are no more, each once a publication however often it
 * changed. What is to be told is kept with what changed it, so a crash loses nothing: a key is a
 * mark, the person and the start of the session.
 */
final class SessionBook {

  private static final byte[] PREFIX = {Progress.MARK, 'e'};
  private static final byte[] MARKED = {1};

  private final KeyValueStore<Bytes, byte[]> rooms;
  private final KeyValueStore<Bytes, byte[]> store;
  private final Map<Bytes, Set<Long>> changed = new LinkedHashMap<>(); // starts by person

  SessionBook(KeyValueStore<Bytes, byte[]> rooms, KeyValueStore<Bytes, byte[]> store) {
    this.rooms = rooms;
    this.store = store;
    try (var all = store.prefixScan(Bytes.wrap(PREFIX), new BytesSerializer())) {
      all.forEachRemaining(entry -> note(entry.key.get()));
    }
  }

  private void note(byte[] key) {
    int start = key.length - Long.BYTES;
    note(Arrays.copyOfRange(key, PREFIX.length, start), ByteBuffer.wrap(key).getLong(start));
  }

  private boolean note(byte[] home, long startMillis) {
    return changed.computeIfAbsent(Bytes.wrap(home), person -> new TreeSet<>()).add(startMillis);
  }

  /** Notes that the person's session of that start is another one now, or no more. */
  void changed(byte[] home, long startMillis) {
    if (note(home, startMillis)) {
      store.put(key(home, startMillis), MARKED);
    }
  }

  /**
   * Tells what was noted.
   *
   * @param out takes a record's key and value; null: there is no such session any more
   */
  void publish(BiConsumer<byte[], byte @Nullable []> out) {
    changed.forEach((person, starts) -> publish(person.get(), starts, out));
    changed.clear();
  }

  private void publish(byte[] home, Set<Long> starts, BiConsumer<byte[], byte @Nullable []> out) {
    var sessions = new HashMap<Long, SessionDetails>();
    var room = Rooms.read(rooms, home);
    if (room.head().isHome()) {
      SessionDetails.of(RoomEntry.timeline(room.all()), SessionRule.DEFAULT)
          .forEach(session -> sessions.put(session.session().startMillis(), session));
    }
    for (long start : starts) {
      var session = sessions.get(start);
      out.accept(
          SessionRecord.key(home, start),
          session == null ? null : SessionRecord.value(home, session));
      store.delete(key(home, start));
    }
  }

  private static Bytes key(byte[] home, long startMillis) {
    return Bytes.wrap(
        ByteBuffer.allocate(PREFIX.length + home.length + Long.BYTES)
            .put(PREFIX)
            .put(home)
            .putLong(startMillis)
            .array());
  }
}
