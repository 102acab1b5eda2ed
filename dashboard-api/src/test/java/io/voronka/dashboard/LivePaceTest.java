package io.voronka.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LivePaceTest {

  private static final long NOW = 1_000_000_000_000L;

  private final LivePace pace = new LivePace();

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  @Test
  void while_telling_costs_nothing_each_change_is_told() {
    for (int tick = 0; tick < 10; tick++) {
      assertThat(pace.isDue(NOW + millis(50L * tick))).isTrue();
    }
  }

  @Test
  void what_was_spent_is_waited_for_as_often_as_its_share_says() {
    assertThat(pace.isDue(NOW)).isTrue();
    pace.spent(millis(20));

    assertThat(pace.isDue(NOW + millis(50))).isFalse(); // until 50 + 20 · SHARE
    assertThat(pace.isDue(NOW + millis(149))).isFalse();
    assertThat(pace.isDue(NOW + millis(150))).isTrue();
  }

  @Test
  void nobody_waits_longer_than_the_longest_time() {
    assertThat(pace.isDue(NOW)).isTrue();
    pace.spent(millis(60_000));

    assertThat(pace.isDue(NOW + 1)).isFalse();
    assertThat(pace.isDue(NOW + LivePace.LONGEST.toNanos())).isFalse();
    assertThat(pace.isDue(NOW + 1 + LivePace.LONGEST.toNanos())).isTrue();
  }

  @Test
  void the_time_of_the_processor_counts_not_that_on_the_wall() {
    assertThat(pace.isDue(NOW)).isTrue();
    var sum = new long[1];
    pace.account(
        () -> {
          for (int i = 0; i < 20_000_000; i++) {
            sum[0] += Long.hashCode(sum[0] + i);
          }
        });

    assertThat(sum[0]).isNotZero();
    assertThat(pace.isDue(NOW + 1)).isFalse();
  }
}
