package io.voronka.allinone;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition, with a deadline. */
final class Await {

  private static final int POLL_MILLIS = 50;

  /** Only what fails lasts so long, also on a machine that is busy with much else. */
  private static final Duration SOON = Duration.ofMinutes(3);

  private Await() {}

  static void soon(Supplier<String> what, BooleanSupplier condition) {
    until(SOON, what, condition);
  }

  static void until(Duration atMost, Supplier<String> what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + atMost + ": " + what.get());
      }
      try {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      } catch (InterruptedException stopped) {
        throw new IllegalStateException(stopped);
      }
    }
  }
}
