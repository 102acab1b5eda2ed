package io.voronka.model.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeBinsTest {

  @Test
  void quantiles_are_within_the_stated_error() {
    var random = new Random(7);
    for (int round = 0; round < 200; round++) {
      var bins = new TimeBins();
      var values = new ArrayList<Long>();
      int count = 1 + random.nextInt(100);
      for (int i = 0; i < count; i++) {
        long millis = (long) Math.exp(random.nextDouble() * 25);
        values.add(millis);
        bins.add(TimeBins.binOf(millis), 1);
      }
      Collections.sort(values);
      double median = (values.get((count - 1) / 2) + values.get(count / 2)) / 2.0 / 1000;
      double p90 = values.get((int) Math.ceil(0.9 * count) - 1) / 1000.0;

      assertThat(bins.medianSeconds())
          .isCloseTo(median, within(median * (TimeBins.RELATIVE_ERROR + 1e-9)));
      assertThat(bins.quantileSeconds(0.9))
          .isCloseTo(p90, within(p90 * (TimeBins.RELATIVE_ERROR + 1e-9)));
    }
  }

  @Test
  void taking_out_leaves_what_was_there_before() {
    var bins = new TimeBins();
    bins.add(TimeBins.binOf(0), 1);
    bins.add(TimeBins.binOf(5000), 1);
    bins.add(TimeBins.binOf(5000), -1);

    assertThat(bins.medianSeconds()).isZero();
  }

  @Test
  void spans_count_every_duration_where_it_lies() {
    for (long seed = 1; seed <= 200; seed++) {
      var random = new Random(seed);
      var bins = new TimeBins();
      var values = new ArrayList<Long>();
      int count = 1 + random.nextInt(100);
      for (int i = 0; i < count; i++) {
        // Most lie close to the round numbers, where they could be taken for a neighbour's.
        long round = Duration.ofMinutes(1 + random.nextInt(20_000)).toMillis();
        long millis = random.nextBoolean() ? round + random.nextInt(200) - 100 : round / 6000;
        values.add(millis);
        bins.add(TimeBins.binOf(millis), 1);
      }
      var spans = bins.spans();

      assertThat(spans.stream().mapToLong(TimeSpans.Span::count).sum())
          .as("seed " + seed)
          .isEqualTo(count);
      for (var span : spans) {
        assertThat(values.stream().filter(one -> isIn(span, one)).count())
            .as("seed %d, %s", seed, span)
            .isEqualTo(span.count());
      }
      for (int i = 1; i < spans.size(); i++) {
        assertThat(spans.get(i).fromMillis()).isEqualTo(spans.get(i - 1).toMillis());
      }
    }
  }

  private static boolean isIn(TimeSpans.Span span, long millis) {
    return millis >= span.fromMillis() && millis < span.toMillis();
  }

  @Test
  void spans_have_round_edges_but_for_half_a_per_cent() {
    var bins = new TimeBins();
    bins.add(TimeBins.binOf(0), 1);
    bins.add(TimeBins.binOf(Duration.ofHours(1).toMillis() * 3 / 2), 2);
    var spans = bins.spans();

    assertThat(spans.get(0)).isEqualTo(new TimeSpans.Span(0, spans.get(0).toMillis(), 1));
    assertThat(spans.get(0).toMillis()).isCloseTo(1000, withinPercentage(0.6));
    assertThat(spans.get(spans.size() - 1).fromMillis())
        .isCloseTo(3_600_000, withinPercentage(0.6));
    assertThat(spans.get(spans.size() - 1).count()).isEqualTo(2);
    assertThat(new TimeBins().spans()).isEmpty();
  }

  @Test
  void nothing_has_no_quantile() {
    assertThat(new TimeBins().medianSeconds()).isNull();
    assertThat(new TimeBins().quantileSeconds(0.9)).isNull();
  }
}
