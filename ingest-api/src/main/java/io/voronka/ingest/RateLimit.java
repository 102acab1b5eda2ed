package io.voronka.ingest;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How many events a sender may send on average. A request is taken whole as long as anything is
 * left, and what it brought too much is waited for afterwards: so every limit lets every batch
 * through at some time. Safe for any thread.
 */
final class RateLimit {

  private final InstantSource clock;
  private final @Nullable Bucket bucket;

  private RateLimit(InstantSource clock, @Nullable Bucket bucket) {
    this.clock = clock;
    this.bucket = bucket;
  }

  static RateLimit none(InstantSource clock) {
    return new RateLimit(clock, null);
  }

  /** Returns a fresh one of so many events a second; 0: any number. */
  RateLimit of(int eventsPerSecond) {
    if (eventsPerSecond == 0) {
      return none(clock);
    }
    return new RateLimit(
        clock,
        Bucket.builder()
            .addLimit(
                limit ->
                    limit
                        .capacity(eventsPerSecond)
                        .refillGreedy(eventsPerSecond, Duration.ofSeconds(1)))
            .withCustomTimePrecision(new Meter(clock))
            .build());
  }

  /** Returns after how many seconds something is taken again; 0: now. */
  long secondsToWait() {
    if (bucket == null) {
      return 0;
    }
    long nanos = bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
    return nanos == 0 ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanos + 999_999_999));
  }

  /** Counts events that were taken. */
  void took(int events) {
    if (bucket != null && events > 0) {
      bucket.consumeIgnoringRateLimits(events);
    }
  }

  private record Meter(InstantSource clock) implements TimeMeter {

    @Override
    public long currentTimeNanos() {
      return TimeUnit.MILLISECONDS.toNanos(clock.millis());
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }
}
