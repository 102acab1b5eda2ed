package io.voronka.model.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ColdStartTest {

  private static final int YEAR_MINUTES = 525_600;
  private static final long SEED = 3;

  private static int poisson(double mean, Random random) {
    double limit = Math.exp(-mean);
    int count = -1;
    for (double product = 1; product > limit; product *= random.nextDouble()) {
      count++;
    }
    return Math.max(0, count);
  }

  @Test
  void a_quarter_less_than_expected_raises_at_most_one_alarm_a_year() {
    var random = new Random(SEED);
    var cold = new ColdStart();
    int years = 10;
    int alarms = 0;
    for (int minute = 0; minute < years * YEAR_MINUTES; minute++) {
      if (cold.next(poisson(0.75 * 0.4, random), 0.4) >= ColdStart.LEVEL) {
        alarms++;
        cold.reset();
      }
    }
    assertThat(alarms).as("seed %s", SEED).isLessThanOrEqualTo(years);
  }

  @Test
  void a_stop_is_seen_after_some_twenty_missing_advances() {
    var cold = new ColdStart();
    double missing = 0;
    while (cold.next(0, 0.5) < ColdStart.LEVEL) {
      missing += 0.5;
    }
    assertThat(missing).isBetween(15.0, 25.0);
  }

  @Test
  void evidence_stays_a_number_when_nobody_mends_it() {
    var cold = new ColdStart();
    double evidence = 0;
    for (int minute = 0; minute < 100_000; minute++) {
      evidence = cold.next(0, 5);
    }
    assertThat(evidence).isFinite().isGreaterThan(ColdStart.LEVEL);
  }
}
