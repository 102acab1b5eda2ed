package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyTimeTest {

  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final AtomicLong wall = new AtomicLong(1_000_000_000);
  private final AtomicLong nanos = new AtomicLong(-5);
  private final SteadyTime time =
      new SteadyTime(() -> Instant.ofEpochMilli(wall.get()), nanos::get);

  private void passes(long millis) {
    wall.addAndGet(millis);
    nanos.addAndGet(millis * 1_000_000);
  }

  @Test
  void it_is_the_wall_clock() {
    for (int i = 0; i < 100; i++) {
      passes(i);
      assertThat(time.milliseconds()).isEqualTo(wall.get());
    }
  }

  @Test
  void it_follows_a_clock_that_is_set_forward() {
    time.milliseconds();
    wall.addAndGet(HOUR);
    assertThat(time.milliseconds()).isEqualTo(wall.get());
  }

  @Test
  void it_goes_on_more_slowly_when_the_clock_is_set_back_until_that_has_caught_up() {
    long before = time.milliseconds();
    wall.addAndGet(-HOUR);
    long last = before;
    for (long passed = 0; passed < 9 * HOUR; passed += 30) {
      passes(30);
      long now = time.milliseconds();
      assertThat(now - last).isEqualTo(27);
      last = now;
    }
    for (long passed = 0; passed < 2 * HOUR; passed += 30) {
      passes(30);
      assertThat(time.milliseconds()).isGreaterThanOrEqualTo(last);
      last = time.milliseconds();
    }
    assertThat(last).isEqualTo(wall.get());
  }

  @Test
  void asking_often_does_not_hold_it_up() {
    long before = time.milliseconds();
    wall.addAndGet(-HOUR);
    for (int i = 0; i < 1000; i++) {
      passes(1);
      assertThat(time.milliseconds()).isGreaterThanOrEqualTo(before);
    }
    assertThat(time.milliseconds()).isEqualTo(before + 900);
  }
}
