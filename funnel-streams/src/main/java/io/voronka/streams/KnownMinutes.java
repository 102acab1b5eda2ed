package io.voronka.streams;

import io.voronka.model.detection.StageSettings;
import io.voronka.wire.EventCodec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * When it became known that a person did something at a time, where that was not in the minute of
 * that time. Kept beside the figures, by time and person. Bound: what is older than advances are
 * followed leaves, and what was said of a person leaves with the person.
 */
final class KnownMinutes {

  private static final byte[] PREFIX = {Progress.MARK, 'k'};
  private static final Bytes END = Bytes.wrap(new byte[] {PREFIX[0], (byte) (PREFIX[1] + 1)});
  private static final int HOME = PREFIX.length + Long.BYTES;
  private static final int BITS = 1 << 20;
  private static final int MOST_AT_A_TIME = 1000;
  private static final long KEPT_MILLIS =
      Duration.ofMinutes(StageSettings.MOST_FOLLOWED_MINUTES).plusDays(1).toMillis();

  private final FigureStore<?> store;

  /** Most times have no note, and to look into the store costs more than to look here. */
  private final BitSet perhaps = new BitSet(BITS);

  /** Where to look on for what is old: what is older of one project may not be old in it. */
  private Bytes place = Bytes.wrap(PREFIX);

  KnownMinutes(FigureStore<?> store) {
    this.store = store;
    try (var all = store.notesWithPrefix(Bytes.wrap(PREFIX))) {
      all.forEachRemaining(entry -> perhaps.set(bit(entry.key)));
    }
  }

  private static int bit(Bytes key) {
    return (key.hashCode() * 0x9E3779B9) >>> 12; // 20 bits
  }

  /** The minute that is noted; null: it was known in its own. */
  @Nullable Long get(long atMillis, byte[] home) {
    var key = key(atMillis, home);
    var known = perhaps.get(bit(key)) ? store.noted(key) : null;
    return known == null ? null : ByteBuffer.wrap(known).getLong();
  }

  void put(long atMillis, byte[] home, long minute) {
    var key = key(atMillis, home);
    perhaps.set(bit(key));
    store.note(key, ByteBuffer.allocate(Long.BYTES).putLong(minute).array());
  }

  /**
   * Looks at some notes, after those of the last time, and forgets what is too old by the clocks of
   * its projects. Some stay however old they are: the clock of a project stands while nothing
   * comes.
   *
   * @return whether there are more to look at; if not, it begins at the oldest the next time
   */
  boolean forgetOld(StreamClocks clocks) {
    var old = new ArrayList<Bytes>();
    int seen = 0;
    try (var all = store.notes(place, END)) {
      for (; seen < MOST_AT_A_TIME && all.hasNext(); seen++) {
        var key = all.next().key;
        if (key.get().length < HOME || key.get()[1] != PREFIX[1]) {
          break; // both ends are in the range
        }
        place = key;
        long at = ByteBuffer.wrap(key.get()).getLong(PREFIX.length) ^ Long.MIN_VALUE;
        var home = Arrays.copyOfRange(key.get(), HOME, key.get().length);
        if (clocks.millis(EventCodec.projectOf(home)) - KEPT_MILLIS >= at) {
          old.add(key);
        }
      }
    }
    old.forEach(key -> store.note(key, null));
    boolean hasMore = seen == MOST_AT_A_TIME;
    place = hasMore ? place : Bytes.wrap(PREFIX);
    return hasMore;
  }

  /** Forgets what was noted of a person, under whatever id. */
  void forget(PersonChange erased) {
    var project = EventCodec.projectOf(erased.home());
    for (var entry : erased.touched()) {
      forget(entry.timeMillis(), erased.home());
      var said = EventCodec.decode(entry.encoded());
      var ids = new ArrayList<@Nullable String>(said.otherIds());
      ids.add(said.userId());
      ids.add(said.anonymousId());
      for (var id : ids) {
        if (id != null) {
          forget(entry.timeMillis(), EventCodec.senderKey(project, id));
        }
      }
    }
  }

  private void forget(long atMillis, byte[] home) {
    if (get(atMillis, home) != null) {
      store.note(key(atMillis, home), null);
    }
  }

  private static Bytes key(long atMillis, byte[] home) {
    return Bytes.wrap(
        ByteBuffer.allocate(HOME + home.length)
            .put(PREFIX)
            .putLong(atMillis ^ Long.MIN_VALUE) // negative times come first
            .put(home)
            .array());
  }
}
