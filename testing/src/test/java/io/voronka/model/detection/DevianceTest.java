package io.voronka.model.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DevianceTest {

  @Test
  void six_instead_of_twenty_four_within_an_hour() {
    assertThat(Deviance.score(6, 24, 60, 0.2, 0.002)).isCloseTo(7.4570, within(5e-5));
  }

  @Test
  void without_binomial_correction_it_is_the_poisson_deviance() {
    double poisson = 6 * Math.log(6 / 24.0) - 6 + 24;
    assertThat(Deviance.score(6, 24, 1440, 0, 0)).isCloseTo(poisson, within(1e-12));
    assertThat(Deviance.score(6, 24, 1440, 1e-7, 0)).isCloseTo(poisson, within(1e-4));
  }

  @Test
  void nobody_at_all_counts_as_much_as_was_expected() {
    assertThat(Deviance.score(0, 12, 1440, 0, 0)).isCloseTo(12, within(1e-12));
  }

  @Test
  void what_is_expected_says_nothing_but_what_the_length_costs() {
    assertThat(Deviance.score(24, 24, 60, 0.2, 0.002)).isCloseTo(-Math.log(24), within(1e-12));
  }

  @Test
  void a_rate_that_varies_anyway_says_less() {
    assertThat(Deviance.score(60, 100, 60, 0.2, 0.05))
        .isLessThan(Deviance.score(60, 100, 60, 0.2, 0.005));
  }
}
