package io.voronka.model.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The projection against the estimate of its source, worked out person by person. */
class ProjectionProperties {

  private static final int CASES = 2_000;

  @Test
  void is_the_product_over_the_times_at_which_anybody_went_on() {
    for (long seed = 1; seed <= CASES; seed++) {
      var random = new Random(seed);
      int scale = 1 + random.nextInt(20); // few different times, so that waits meet advances
      var advances = times(random, 1 + random.nextInt(30), scale);
      var waits = times(random, random.nextInt(30), scale);
      int lost = 1 + random.nextInt(5);
      var bins = new TimeBins();
      advances.forEach(millis -> bins.add(TimeBins.binOf(millis), 1));
      var waiting = new Waits();
      waits.forEach(millis -> waiting.add(middle(millis), 1));

      int people = advances.size() + waits.size() + lost;
      var projection = Projection.of(people, bins, waiting);

      assertThat(waiting.people()).as("seed " + seed).isEqualTo(waits.size());
      assertThat(projection.estimate())
          .as("seed " + seed)
          .isCloseTo(plain(people, advances, waits), within(1e-9));
    }
  }

  private static List<Long> times(Random random, int count, int scale) {
    var times = new ArrayList<Long>();
    for (int i = 0; i < count; i++) {
      times.add((1L + random.nextInt(scale)) * 60_000);
    }
    Collections.sort(times);
    return times;
  }

  /** The time that stands for the bin: who has waited as long is at risk when others go on. */
  private static double middle(long millis) {
    var bins = new TimeBins();
    bins.add(TimeBins.binOf(millis), 1);
    return bins.millis()[0];
  }

  private static double plain(long people, List<Long> advances, List<Long> waits) {
    double remaining = 1;
    for (long at : advances.stream().distinct().toList()) {
      long atRisk =
          people
              - advances.stream().filter(one -> one < at).count()
              - waits.stream().filter(one -> one < at).count();
      remaining *= 1 - (double) advances.stream().filter(one -> one == at).count() / atRisk;
    }
    return 1 - remaining;
  }
}
