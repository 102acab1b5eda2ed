package io.voronka.dashboard.delivery;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * When a delivery that failed is tried again: as Standard Webhooks 1.0 asks for, over three days,
 * each time up to a tenth later, so that many do not come at once.
 */
final class RetryPlan {

  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(10),
          Duration.ofHours(14),
          Duration.ofHours(20),
          Duration.ofHours(24));

  private static final double JITTER = 0.1;
  private static final Duration LONGEST = Duration.ofHours(24);

  private final List<Duration> pauses;
  private final Random random;

  RetryPlan(Random random) {
    this(PAUSES, random);
  }

  RetryPlan(List<Duration> pauses, Random random) {
    this.pauses = List.copyOf(pauses);
    this.random = random;
  }

  /**
   * The pause in milliseconds; empty: it is given up.
   *
   * @param attempts that were made, at least 1
   * @param asked how long the receiver asked to be left alone; null: it did not
   */
  OptionalLong pauseMillis(int attempts, @Nullable Duration asked) {
    if (attempts > pauses.size()) {
      return OptionalLong.empty();
    }
    var pause = pauses.get(attempts - 1);
    if (asked != null && asked.compareTo(pause) > 0) {
      pause = asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
    return OptionalLong.of((long) (pause.toMillis() * (1 + JITTER * random.nextDouble())));
  }
}
