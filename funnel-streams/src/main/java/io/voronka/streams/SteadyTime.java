package io.voronka.streams;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;

/**
 * The wall clock, but never going back: when it is set back, this one goes on at nine tenths of its
 * pace until the other has caught up. Kafka Streams commits and calls back by it; by a clock that
 * was set back an hour it would do neither for an hour. Thread-safe.
 */
final class SteadyTime implements Time {

  private final InstantSource wall;
  private final LongSupplier nanos;
  private long toldMillis = Long.MIN_VALUE;
  private long toldAtNanos;

  /**
   * Makes one.
   *
   * @param nanos a clock that nobody sets
   */
  SteadyTime(InstantSource wall, LongSupplier nanos) {
    this.wall = wall;
    this.nanos = nanos;
  }

  @Override
  public synchronized long milliseconds() {
    long now = wall.millis();
    long atNanos = nanos.getAsLong();
    if (now >= toldMillis) {
      tell(now, atNanos);
    } else {
      long passedMillis = (atNanos - toldAtNanos) / 1_000_000;
      if (passedMillis >= 10) { // so that whole milliseconds of nine tenths have passed
        tell(Math.max(now, toldMillis + passedMillis * 9 / 10), atNanos);
      }
    }
    return toldMillis;
  }

  private void tell(long millis, long atNanos) {
    toldMillis = millis;
    toldAtNanos = atNanos;
  }

  @Override
  public long nanoseconds() {
    return nanos.getAsLong();
  }

  @Override
  public void sleep(long millis) {
    SYSTEM.sleep(millis);
  }

  @Override
  public void waitObject(Object object, Supplier<Boolean> condition, long deadlineMillis)
      throws InterruptedException {
    synchronized (object) {
      while (!condition.get()) {
        long left = deadlineMillis - milliseconds();
        if (left <= 0) {
          throw new org.apache.kafka.common.errors.TimeoutException("not before the deadline");
        }
        object.wait(left);
      }
    }
  }
}
