package io.voronka.model.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
  void nothing_has_no_quantile() {
    assertThat(new TimeBins().medianSeconds()).isNull();
    assertThat(new TimeBins().quantileSeconds(0.9)).isNull();
  }
}
