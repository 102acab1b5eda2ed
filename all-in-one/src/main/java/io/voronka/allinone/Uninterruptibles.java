package io.voronka.allinone;

import java.time.Duration;

/** Waits that an interrupt does not end; it is kept for afterwards. */
final class Uninterruptibles {

  private Uninterruptibles() {}

  /** Waits for the end of a thread, but not longer than this. */
  static void join(Thread thread, Duration longest) {
    boolean wasInterrupted = false;
    long end = System.nanoTime() + longest.toNanos();
    for (long left = longest.toMillis(); left > 0 && thread.isAlive(); ) {
      try {
        thread.join(left);
      } catch (InterruptedException later) {
        wasInterrupted = true;
      }
      left = (end - System.nanoTime()) / 1_000_000;
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
