package io.voronka.model.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareComparisonTest {

  /** The eight examples of Newcombe (1998), table II, with their intervals by method 10. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          HITS | PEOPLE | OTHER HITS | OTHER PEOPLE | LOW     | HIGH
          56   | 70     | 48         | 80           | 0.0524  | 0.3339
          9    | 10     | 3          | 10           | 0.1705  | 0.8090
          6    | 7      | 2          | 7            | 0.0582  | 0.8062
          5    | 56     | 0          | 29           | -0.0381 | 0.1926
          0    | 10     | 0          | 20           | -0.1611 | 0.2775
          0    | 10     | 0          | 10           | -0.2775 | 0.2775
          10   | 10     | 0          | 20           | 0.6791  | 1.0000
          10   | 10     | 0          | 10           | 0.6075  | 1.0000
          """)
  void the_published_intervals(
      long hits, long people, long otherHits, long otherPeople, double low, double high) {
    var comparison = new ShareComparison(hits, people, otherHits, otherPeople);

    assertThat(comparison.interval()).isNotNull();
    assertThat(comparison.interval().low()).isCloseTo(low, within(0.00005));
    assertThat(comparison.interval().high()).isCloseTo(high, within(0.00005));
  }

  @Test
  void the_tea_of_fisher() {
    var comparison = new ShareComparison(3, 4, 1, 4);

    assertThat(comparison.pValue()).isCloseTo(34.0 / 70, within(1e-12));
    assertThat(comparison.difference()).isEqualTo(0.5);
    assertThat(comparison.isEnough()).as("two expected on each side").isFalse();
  }

  /** Fleiss, Levin and Paik, section 4.3: 0.6 against 0.7 takes 356 on each side. */
  @Test
  void the_people_that_a_difference_needs() {
    assertThat(new ShareComparison(60, 100, 70, 100).peopleNeeded()).isEqualTo(356);
    assertThat(new ShareComparison(70, 100, 60, 100).peopleNeeded()).isEqualTo(356);
    assertThat(new ShareComparison(60, 100, 60, 100).peopleNeeded()).isNull();
  }

  @Test
  void enough_are_five_expected_hits_and_misses_on_each_side() {
    assertThat(new ShareComparison(10, 100, 0, 100).isEnough()).isTrue();
    assertThat(new ShareComparison(9, 100, 0, 100).isEnough()).isFalse();
    assertThat(new ShareComparison(91, 100, 100, 100).isEnough()).isFalse();
    assertThat(new ShareComparison(50, 100, 5, 9).isEnough()).isFalse();
  }

  @Test
  void of_nobody_there_is_nothing_to_say() {
    var comparison = new ShareComparison(0, 0, 3, 10);

    assertThat(comparison.difference()).isNull();
    assertThat(comparison.interval()).isNull();
    assertThat(comparison.peopleNeeded()).isNull();
    assertThat(comparison.isEnough()).isFalse();
    assertThat(comparison.pValue()).isEqualTo(1);
  }
}
