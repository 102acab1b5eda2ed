package io.voronka.dashboard;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * When live readers are told next: at once, as long as telling takes little of a processor; else as
 * much later as keeps it at one part in {@value #SHARE} of one, but never later than {@link
 * #LONGEST}. So few readers see each change, and many don't slow down what they look at.
 */
final class LivePace {

  static final int SHARE = 5;
  static final Duration LONGEST = Duration.ofMillis(500);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final AtomicLong spentNanos = new AtomicLong();
  private long nextNanos = Long.MIN_VALUE; // of the one thread that asks

  /** Does it in this thread, and counts the time of the processor that it takes. */
  void account(Runnable telling) {
    long before = THREADS.getCurrentThreadCpuTime();
    try {
      telling.run();
    } finally {
      spent(THREADS.getCurrentThreadCpuTime() - before);
    }
  }

  void spent(long nanos) {
    spentNanos.addAndGet(nanos);
  }

  /** Whether readers are to be told now; to be asked by one thread. */
  boolean isDue(long nowNanos) {
    long latest = nowNanos + LONGEST.toNanos();
    long from = Math.max(nextNanos, nowNanos);
    nextNanos = Math.min(latest, from + SHARE * spentNanos.getAndSet(0));
    return nextNanos <= nowNanos;
  }
}
