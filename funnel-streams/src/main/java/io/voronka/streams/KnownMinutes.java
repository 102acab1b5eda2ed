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
 * followed leaves.
 */
final class KnownMinutes {

  private static final byte[] PREFIX = {Progress.MARK, 'k'};
  private static final int HOME = PREFIX.length + Long.BYTES;
  private static final int BITS = 1 << 20;
  private static final int MOST_AT_A_TIME = 1000;
  private static final long KEPT_MILLIS =
      Duration.ofMinutes(StageSettings.MOST_FOLLOWED_MINUTES).plusDays(1).toMillis();

  private final FigureStore<?> store;

  /** Most times have no note, and to look into the store costs more than to look here. */
  private final BitSet perhaps = new BitSet(BITS);

  private Bytes oldest = Bytes.wrap(PREFIX);

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

  /** Forgets the oldest of what is too old by the clocks of its projects. */
  void forgetOld(StreamClocks clocks) {
    var old = new ArrayList<Bytes>();
    try (var all = store.notes(oldest, end())) {
      while (all.hasNext() && old.size() < MOST_AT_A_TIME) {
        var key = all.next().key;
        if (key.get().length < HOME || key.get()[1] != PREFIX[1]) {
          break; // the end is in the range
        }
        long at = ByteBuffer.wrap(key.get()).getLong(PREFIX.length) ^ Long.MIN_VALUE;
        var home = Arrays.copyOfRange(key.get(), HOME, key.get().length);
        if (clocks.millis(EventCodec.projectOf(home)) - KEPT_MILLIS < at) {
          break;
        }
        old.add(key);
      }
    }
    for (var key : old) {
      store.note(key, null);
      oldest = key; // to pass over what was deleted takes long
    }
  }

  private static Bytes end() {
    return Bytes.wrap(new byte[] {PREFIX[0], (byte) (PREFIX[1] + 1)});
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
