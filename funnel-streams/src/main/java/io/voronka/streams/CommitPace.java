package io.voronka.streams;

import java.time.Duration;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * How often the program commits. A transaction costs each partition that it touches some
 * milliseconds, and what it writes is written once however much led to it. So who keeps up commits
 * as soon as something is to be shown, who has to catch up once a second, and who has much to catch
 * up, such as an import, every four: what a person did within that time is evaluated and written
 * once. Thread-safe.
 */
final class CommitPace {

  /** Kafka Streams commits after so long by itself. */
  static final Duration LONGEST = Duration.ofSeconds(4);

  /** No thread commits more often than after so long. */
  static final Duration SHORTEST = Duration.ofMillis(100);

  private static final long CATCHING_UP_MILLIS = 1000; // between two commits
  private static final long BEHIND_MILLIS = 2000; // so long what was read had been waiting
  private static final long FAR_BEHIND_MILLIS = 30_000;
  private static final long REMEMBERED_MILLIS = 300;

  // The wall clock when some partition was.
  private volatile long behindMillis;
  private volatile long farBehindMillis;

  /** When somebody of the thread asked last: a commit is of all that the thread does. */
  private final ThreadLocal<long[]> asked = ThreadLocal.withInitial(() -> new long[1]);

  /** A record was read that had come in at that moment. */
  void read(long recordMillis, long wallMillis) {
    long waited = wallMillis - recordMillis;
    // Threads that write the same again and again would wait for each other.
    if (waited > BEHIND_MILLIS && behindMillis != wallMillis) {
      behindMillis = wallMillis;
    }
    if (waited > FAR_BEHIND_MILLIS && farBehindMillis != wallMillis) {
      farBehindMillis = wallMillis;
    }
  }

  /** Whether some partition of the process has to catch up. */
  boolean isBehind(long wallMillis) {
    return isRecent(behindMillis, wallMillis);
  }

  private static boolean isRecent(long atMillis, long wallMillis) {
    return Math.abs(wallMillis - atMillis) < REMEMBERED_MILLIS;
  }

  /** The time between two commits. */
  long pauseMillis(long wallMillis) {
    if (!isBehind(wallMillis)) {
      return SHORTEST.toMillis();
    }
    return isRecent(farBehindMillis, wallMillis) ? LONGEST.toMillis() : CATCHING_UP_MILLIS;
  }

  /** Lets what the thread did be committed soon, unless that can wait. */
  void request(ProcessorContext<?, ?> context, long wallMillis) {
    var last = asked.get();
    if (Math.abs(wallMillis - last[0]) >= pauseMillis(wallMillis)) {
      last[0] = wallMillis;
      context.commit();
    }
  }
}
