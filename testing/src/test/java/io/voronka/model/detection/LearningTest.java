package io.voronka.model.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LearningTest {

  private static final int WEEKS = 8;
  private static final long SEED = 7;

  private static double[] flat() {
    var shape = new double[WeekShape.HOURS];
    Arrays.fill(shape, 1);
    return shape;
  }

  private static double wave(int hour) {
    return 1 + 0.3 * Math.sin(hour / 24.0 * 2 * Math.PI);
  }

  @Test
  void the_shape_of_a_week_is_found_through_trend_and_outliers() {
    var counts = new double[WEEKS][WeekShape.HOURS];
    var exposures = new double[WEEKS][WeekShape.HOURS];
    for (int week = 0; week < WEEKS; week++) {
      for (int hour = 0; hour < WeekShape.HOURS; hour++) {
        exposures[week][hour] = 1000;
        counts[week][hour] = Math.round(300 * (1 + 0.1 * week) * wave(hour));
      }
    }
    Arrays.fill(counts[3], 50, 62, 0); // half a day without anybody

    var shape = WeekShape.learn(counts, exposures, 0.7, flat());

    for (int hour = 0; hour < WeekShape.HOURS; hour++) {
      double error = hour >= 50 && hour < 62 ? 0.05 : 0.02;
      assertThat(shape[hour]).as("hour %s", hour).isCloseTo(wave(hour), within(error));
    }
  }

  @Test
  void few_people_tell_no_hours_apart() {
    var random = new Random(SEED);
    var counts = new double[WEEKS][WeekShape.HOURS];
    var exposures = new double[WEEKS][WeekShape.HOURS];
    for (int week = 0; week < WEEKS; week++) {
      for (int hour = 0; hour < WeekShape.HOURS; hour++) {
        exposures[week][hour] = 3;
        for (int person = 0; person < 3; person++) {
          counts[week][hour] += random.nextInt(10) < 3 ? 1 : 0;
        }
      }
    }

    var shape = WeekShape.learn(counts, exposures, 0.7, flat());

    for (double hour : shape) {
      assertThat(hour).as("seed %s", SEED).isCloseTo(1, within(0.25));
    }
  }

  @Test
  void delays_are_exact_to_an_hour_and_even_within_bins_beyond() {
    var bins = DelayLaw.Bins.upTo(1440);
    var weights = new double[bins.count()];
    weights[bins.ofDelay()[5]] = 3;
    weights[bins.ofDelay()[700]] = 1;

    var law = new DelayLaw(bins, weights);

    assertThat(bins.count()).isBetween(95, 102);
    assertThat(law.shares()[5]).isEqualTo(0.75);
    assertThat(law.shares()[700]).isPositive().isEqualTo(law.shares()[701]);
    assertThat(law.within(4)).isZero();
    assertThat(law.within(60)).isEqualTo(0.75);
    assertThat(law.within(1440)).isCloseTo(1, within(1e-12));
    assertThat(law.within(-1)).isZero();
  }

  @Test
  void dispersion_is_what_forecasts_miss_by_beyond_counting() {
    var random = new Random(SEED);
    var dispersion = new Dispersion(new int[] {10}, Level.Motion.OF_ADVANCING);
    for (int minute = 0; minute < 60 * 1440; minute++) {
      dispersion.begin(minute);
      double miss = 0.1 * random.nextGaussian() + Math.sqrt(0.02) * random.nextGaussian();
      dispersion.sample(0, 1 + miss, 0.02, 0.01);
    }

    double learned = dispersion.learned(dispersion.prior())[0];

    assertThat(learned).as("seed %s", SEED).isCloseTo(0.01, within(0.0005));
  }

  @Test
  void without_samples_dispersion_is_the_prior() {
    var dispersion = new Dispersion(new int[] {60}, Level.Motion.OF_ADVANCING);

    double slow = 0.05 * 0.05 * (1 - Math.exp(-60 / 4320.0));
    double x = 60 / 90.0;
    double fast = 0.05 * 0.05 * 2 * (x - 1 + Math.exp(-x)) / (x * x);
    assertThat(dispersion.prior()[0]).isCloseTo(slow + fast + 0.0004, within(1e-12));
    assertThat((double) dispersion.learned(dispersion.prior())[0])
        .isCloseTo(dispersion.prior()[0], within(1e-8));
  }

  @Test
  void samples_since_an_onset_are_taken_back() {
    var dispersion = new Dispersion(new int[] {10}, Level.Motion.OF_ADVANCING);
    for (int minute = 0; minute < 3 * 1440; minute++) {
      dispersion.begin(minute);
      dispersion.sample(0, minute < 2 * 1440 ? 1 : 0, 0.02, 0.01);
    }
    var alarmed = dispersion.learned(dispersion.prior())[0];

    dispersion.forgetSince(2 * 1440);

    assertThat(dispersion.learned(dispersion.prior())[0]).isLessThanOrEqualTo(alarmed);
    dispersion.begin(3 * 1440);
    dispersion.begin(4 * 1440);
    assertThat(dispersion.learned(dispersion.prior())[0]).isLessThan(0.01f);
  }

  @Test
  void the_level_follows_what_is_seen_and_falls_back_without() {
    var level = new Level(Level.Motion.OF_ADVANCING);
    for (int step = 0; step < 500; step++) {
      level.observe(110, 100, 0.7);
    }
    double seen = level.slow() + level.fast();
    assertThat(seen).isCloseTo(Math.log(1.1), within(0.01));

    for (int step = 0; step < 18; step++) {
      level.predict();
    }
    assertThat(level.slow() + level.fast()).isLessThan(seen).isPositive();
  }

  @Test
  void one_step_without_anybody_moves_the_level_no_further_than_three_deviations() {
    var level = new Level(Level.Motion.OF_ADVANCING);
    level.observe(0, 1e6, 0.7);
    assertThat(level.slow() + level.fast()).isCloseTo(-3 * Math.sqrt(2) * 0.05, within(0.001));
  }
}
