package io.voronka.streams;

import io.voronka.model.identity.Refusal;
import io.voronka.wire.Correction.Why;
import io.voronka.wire.EventCodec;
import io.voronka.wire.RoomKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Lets leave the rooms of one partition what is older than the retention, by its own time. Goes
 * over all rooms once an hour, in slices; those of which nothing leaves it does not read. Each room
 * does so for itself, copies like what was said there, so rooms tell each other nothing of it. Who
 * is who stays known.
 */
final class Retention {

  private static final long FIRST_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final long EVERY_MILLIS = Duration.ofHours(1).toMillis();
  private static final long LONGEST_WAIT_MILLIS = Duration.ofMinutes(10).toMillis();
  private static final int ROOMS_PER_SLICE = 500;
  private static final int MOST_BLOCKS = 10; // of a room, before the next one is looked up
  private static final Bytes FIRST = Bytes.wrap(new byte[] {1}); // below it are forced addresses
  private static final Bytes END = Bytes.wrap(new byte[] {(byte) 0xff}); // in no UTF-8

  private final ReadOnlyKeyValueStore<Bytes, byte[]> store;
  private final RoomCache cache;
  private final Progress progress;
  private final long retentionMillis;
  private final Consumer<Rooms.Content> beforeLooking;
  private final Consumer<PersonChange> departures;
  private long nextMillis;
  private Bytes next = FIRST;

  /**
   * Makes it for a partition.
   *
   * @param retention how old an event may be
   * @param beforeLooking is told of a room before something leaves it
   * @param departures is told what is left of persons of whom something left
   */
  Retention(
      ReadOnlyKeyValueStore<Bytes, byte[]> store,
      RoomCache cache,
      Progress progress,
      Duration retention,
      Consumer<Rooms.Content> beforeLooking,
      Consumer<PersonChange> departures,
      long nowMillis) {
    this.store = store;
    this.cache = cache;
    this.progress = progress;
    this.retentionMillis = retention.toMillis();
    this.beforeLooking = beforeLooking;
    this.departures = departures;
    this.nextMillis = nowMillis + FIRST_MILLIS;
  }

  /**
   * Whether to go over rooms now.
   *
   * @param isBehind whether there is something to catch up, for which it waits up to ten minutes
   */
  boolean isDue(long nowMillis, boolean isBehind) {
    return nowMillis >= nextMillis + (isBehind ? LONGEST_WAIT_MILLIS : 0);
  }

  /**
   * Goes over the next rooms, as they are in the store: what is not written yet leaves the next
   * time, if nothing else of its room is too old.
   */
  void sweepSlice(long nowMillis) {
    long firstMillis = nowMillis - retentionMillis;
    var old = new ArrayList<byte[]>();
    int left = ROOMS_PER_SLICE;
    for (boolean isMore = true; isMore && left > 0; ) {
      int passed = pass(left, firstMillis, old);
      left -= passed;
      isMore = passed > 0;
    }
    for (var room : old) {
      leave(room, firstMillis);
    }
    if (left > 0) { // there are no more
      next = FIRST;
      nextMillis = nowMillis + EVERY_MILLIS;
    }
  }

  /**
   * Passes over rooms, and notes which have something old. Goes from key to key, which costs far
   * less than to look each room up, and ends before one of many blocks is read to its end.
   *
   * @return how many there were; none at the end
   */
  private int pass(int most, long firstMillis, List<byte[]> old) {
    int rooms = 0;
    try (var stored = store.range(next, END)) {
      while (rooms < most && stored.hasNext()) {
        var room = RoomKey.room(stored.peekNextKey().get());
        rooms++;
        next = Bytes.wrap(RoomKey.end(room));
        if (RoomKey.isHead(stored.peekNextKey().get(), room)) {
          stored.next();
        }
        var limit = Bytes.wrap(RoomKey.at(room, firstMillis));
        if (isNextBefore(stored, limit)) {
          old.add(room);
        }
        for (int blocks = 0; isNextBefore(stored, next); blocks++) {
          if (blocks == MOST_BLOCKS) {
            return rooms;
          }
          stored.next();
        }
      }
    }
    return rooms;
  }

  private static boolean isNextBefore(KeyValueIterator<Bytes, byte[]> stored, Bytes key) {
    return stored.hasNext() && stored.peekNextKey().compareTo(key) < 0;
  }

  private void leave(byte[] room, long firstMillis) {
    var content = cache.get(room);
    beforeLooking.accept(content);
    var before = content.all();
    content.blocks().removeBefore(firstMillis);
    var after = content.all();
    cache.changed(content);
    if (after.equals(before)) {
      return; // those that left had been removed from their block long ago
    }
    var head = content.head();
    if (head.marks().contains(Refusal.TOO_MANY_ENTRIES)) {
      var rooms = new Rooms(cache, EventCodec.projectOf(room), progress, untold -> {});
      rooms.putHead(EventCodec.senderOf(room), head.withoutMark(Refusal.TOO_MANY_ENTRIES));
    }
    if (head.isHome()) {
      departures.accept(PersonChange.of(room, before, after, Why.LATE));
    }
  }
}
