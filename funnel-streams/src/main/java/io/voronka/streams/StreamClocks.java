package io.voronka.streams;

import io.voronka.wire.AlertRecord;
import io.voronka.wire.StageMinutes.Clock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;

/**
 * The stream time of each project in one partition of events: the time of its latest event, never
 * ahead of the wall clock. Where time has kept up with the wall clock and nothing comes, the wall
 * clock moves it on, a minute at a time. Kept with the figures, so that a restart goes on where it
 * stood.
 *
 * <p>A project is followed minute by minute from when its import is over: what comes for the first
 * time has kept up with the wall clock and in its order for half a minute, or nothing has come for
 * ten. History comes in any order and much faster than it happened; it is learned from the
 * timelines.
 */
final class StreamClocks {

  private static final byte[] PREFIX = {Progress.MARK, 'c'};

  /** No further behind the wall clock is a project live. */
  private static final long LIVE_MILLIS = Duration.ofMinutes(10).toMillis();

  /** For so long nothing comes before the wall clock moves time on, and to so long before it. */
  private static final long QUIET_MILLIS = 2000;

  /** So long a start may take until what waits in the log comes. */
  private static final long START_MILLIS = Duration.ofSeconds(30).toMillis();

  private static final long IDLE_MILLIS = Duration.ofSeconds(30).toMillis();

  /** So long what comes is live before it is followed. */
  private static final long CALM_MILLIS = Duration.ofSeconds(30).toMillis();

  /** After so long without an event an import is over. */
  private static final long PAUSE_MILLIS = Duration.ofMinutes(10).toMillis();

  /** An import has more than one event in so many that is out of order. */
  private static final int MOST_LATE = 10;

  private static final class Time {
    long millis;
    long heardMillis; // the wall clock when an event came last
    boolean isFollowed;
    long calmSinceMillis; // the wall clock when it looked like an import last
    int heard; // since the last tick
    int late;
    boolean isNoted = true; // as it is

    boolean looksLikeImport(long lag, long mostLag) {
      return heard > 0 && (lag > mostLag || (long) late * MOST_LATE > heard);
    }
  }

  private final FigureStore<?> store;
  private final Map<String, Time> times = new TreeMap<>();
  private final long startedMillis;
  private final long mostLagMillis;

  /**
   * Goes on where it stood.
   *
   * @param mostLag how far a project may be behind the wall clock to begin to be followed
   */
  StreamClocks(FigureStore<?> store, Duration mostLag, long wallMillis) {
    this.store = store;
    this.startedMillis = wallMillis;
    this.mostLagMillis = mostLag.toMillis();
    try (var all = store.notesWithPrefix(Bytes.wrap(PREFIX))) {
      all.forEachRemaining(
          entry -> {
            var key = entry.key.get();
            var project =
                new String(
                    Arrays.copyOfRange(key, PREFIX.length, key.length), StandardCharsets.UTF_8);
            var value = ByteBuffer.wrap(entry.value);
            var time = new Time();
            time.millis = value.getLong();
            time.isFollowed = value.get() == 1;
            time.heardMillis = wallMillis + START_MILLIS - QUIET_MILLIS;
            time.calmSinceMillis = time.heardMillis;
            times.put(project, time);
          });
    }
    store.beforeCommit(this::note);
  }

  /** An event came. */
  void hear(String project, long eventMillis, long wallMillis) {
    var time = times.get(project);
    if (time == null) {
      time = new Time();
      time.calmSinceMillis = wallMillis;
      times.put(project, time);
    }
    time.heard++;
    time.late += time.millis - eventMillis > LIVE_MILLIS ? 1 : 0;
    time.heardMillis = wallMillis;
    move(time, Math.min(eventMillis, wallMillis));
  }

  /**
   * Whether an event begins a minute of a project that is followed minute by minute: what was heard
   * before it has to be told first.
   */
  boolean beginsMinute(String project, long eventMillis, long wallMillis) {
    var time = times.get(project);
    return time != null
        && time.isFollowed
        && AlertRecord.minute(Math.min(eventMillis, wallMillis)) > AlertRecord.minute(time.millis);
  }

  private static void move(Time time, long millis) {
    if (millis > time.millis) {
      time.millis = millis;
      time.isNoted = false;
    }
  }

  private void note() {
    times.forEach(
        (project, time) -> {
          if (!time.isNoted) {
            note(project, time);
            time.isNoted = true;
          }
        });
  }

  private void note(String project, Time time) {
    var name = project.getBytes(StandardCharsets.UTF_8);
    var key = Arrays.copyOf(PREFIX, PREFIX.length + name.length);
    System.arraycopy(name, 0, key, PREFIX.length, name.length);
    store.note(
        Bytes.wrap(key),
        ByteBuffer.allocate(Long.BYTES + 1)
            .putLong(time.millis)
            .put((byte) (time.isFollowed ? 1 : 0))
            .array());
  }

  /**
   * Lets the wall clock move time on where nothing comes, and projects be followed whose import is
   * over.
   */
  void tick(long wallMillis) {
    times.forEach(
        (project, time) -> {
          long to = wallMillis - QUIET_MILLIS;
          if (time.heardMillis <= to
              && wallMillis - time.millis <= LIVE_MILLIS
              && AlertRecord.minute(to) > AlertRecord.minute(time.millis)) {
            move(time, to);
          }
          if (!time.isFollowed) {
            follow(time, wallMillis);
          }
        });
  }

  private void follow(Time time, long wallMillis) {
    long lag = wallMillis - time.millis;
    if (time.looksLikeImport(lag, mostLagMillis)) {
      time.calmSinceMillis = wallMillis;
    }
    time.heard = 0;
    time.late = 0;
    long calm = wallMillis - time.calmSinceMillis;
    if (calm >= PAUSE_MILLIS || calm >= CALM_MILLIS && lag <= mostLagMillis) {
      time.isFollowed = true;
      time.isNoted = false;
    }
  }

  /** Whether something was heard of a project. */
  boolean isKnown(String project) {
    return times.containsKey(project);
  }

  /** Whether what comes of a project is followed minute by minute. */
  boolean isFollowed(String project) {
    var time = times.get(project);
    return time != null && time.isFollowed;
  }

  /** The stream time of a project; {@link Long#MIN_VALUE} before its first event. */
  long millis(String project) {
    var time = times.get(project);
    return time == null ? Long.MIN_VALUE : time.millis;
  }

  /**
   * How far each project is. One of which nothing was heard yet is said to be idle after a while:
   * whoever waits for all partitions need not wait for it.
   *
   * @param projects that are asked for
   */
  List<Clock> all(Iterable<String> projects, long wallMillis) {
    var clocks = new ArrayList<Clock>();
    for (var project : projects) {
      var time = times.get(project);
      if (time == null) {
        clocks.add(new Clock(project, Long.MIN_VALUE, wallMillis - startedMillis >= IDLE_MILLIS));
      } else {
        boolean isIdle =
            wallMillis - time.heardMillis >= IDLE_MILLIS && wallMillis - time.millis > LIVE_MILLIS;
        clocks.add(new Clock(project, AlertRecord.minute(time.millis), isIdle));
      }
    }
    return clocks;
  }
}
