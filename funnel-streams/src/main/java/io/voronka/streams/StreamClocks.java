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

  private static final class Time {
    long millis;
    long heardMillis; // the wall clock when an event came last
  }

  private final FigureStore<?> store;
  private final Map<String, Time> times = new TreeMap<>();
  private final long startedMillis;

  /** Goes on where it stood. */
  StreamClocks(FigureStore<?> store, long wallMillis) {
    this.store = store;
    this.startedMillis = wallMillis;
    try (var all = store.notesWithPrefix(Bytes.wrap(PREFIX))) {
      all.forEachRemaining(
          entry -> {
            var key = entry.key.get();
            var project =
                new String(
                    Arrays.copyOfRange(key, PREFIX.length, key.length), StandardCharsets.UTF_8);
            var time = new Time();
            time.millis = ByteBuffer.wrap(entry.value).getLong();
            time.heardMillis = wallMillis + START_MILLIS - QUIET_MILLIS;
            times.put(project, time);
          });
    }
  }

  /** An event came. */
  void hear(String project, long eventMillis, long wallMillis) {
    var time = times.computeIfAbsent(project, name -> new Time());
    time.heardMillis = wallMillis;
    move(project, time, Math.min(eventMillis, wallMillis));
  }

  private void move(String project, Time time, long millis) {
    if (millis > time.millis) {
      time.millis = millis;
      var name = project.getBytes(StandardCharsets.UTF_8);
      var key = Arrays.copyOf(PREFIX, PREFIX.length + name.length);
      System.arraycopy(name, 0, key, PREFIX.length, name.length);
      store.note(Bytes.wrap(key), ByteBuffer.allocate(Long.BYTES).putLong(millis).array());
    }
  }

  /** Lets the wall clock move time on where nothing comes. */
  void tick(long wallMillis) {
    times.forEach(
        (project, time) -> {
          long to = wallMillis - QUIET_MILLIS;
          if (time.heardMillis <= to
              && wallMillis - time.millis <= LIVE_MILLIS
              && AlertRecord.minute(to) > AlertRecord.minute(time.millis)) {
            move(project, time, to);
          }
        });
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
