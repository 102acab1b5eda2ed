package io.voronka.streams;

import java.time.Duration;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * How often the program commits. A transaction costs each partition that it touches some
 * milliseconds, and what it writes is written once however much led to it. So who keeps up commits
 * as soon as something is to be shown, and who has to catch up once a second. Thread-safe.
 */
final class CommitPace {

  /** Kafka Streams commits after so long by itself. */
  static final Duration LONGEST = Duration.ofSeconds(1);

  /** No thread commits more often than after so long. */
  static final Duration SHORTEST = Duration.ofMillis(100);

  private static final long BEHIND_MILLIS = 2000; // so long what was read had been waiting
  private static final long REMEMBERED_MILLIS = 300;

  private volatile long behindMillis; // the wall clock when some partition was

  /** When somebody of the thread asked last: a commit is of all that the thread does. */
  private final ThreadLocal<long[]> asked = ThreadLocal.withInitial(() -> new long[1]);

  /** A record was read that had come in at that moment. */
  void read(long recordMillis, long wallMillis) {
    if (wallMillis - recordMillis > BEHIND_MILLIS) {
      behindMillis = wallMillis;
    }
  }

  /** Whether some partition of the process has to catch up. */
  boolean isBehind(long wallMillis) {
    return Math.abs(wallMillis - behindMillis) < REMEMBERED_MILLIS;
  }

  /** Lets what the thread did be committed soon, unless that can wait. */
  void request(ProcessorContext<?, ?> context, long wallMillis) {
    var last = asked.get();
    if (!isBehind(wallMillis) && Math.abs(wallMillis - last[0]) >= SHORTEST.toMillis()) {
      last[0] = wallMillis;
      context.commit();
    }
  }
}
