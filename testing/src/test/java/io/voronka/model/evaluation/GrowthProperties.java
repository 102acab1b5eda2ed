package io.voronka.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.event.Event;
import io.voronka.model.timeline.Timeline;
import io.voronka.testing.RandomFunnels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A timeline as it was and as it is, looked at together, gives what each gives alone. */
class GrowthProperties {

  private static final long CASES = Long.getLong("voronka.cases", 1_000_000) / 5;

  @Test
  void both_are_what_each_timeline_gives() {
    LongStream.range(0, CASES).parallel().forEach(GrowthProperties::compare);
  }

  private static void compare(long seed) {
    var random = new Random(seed);
    var shapes = new RandomFunnels(seed);
    var funnel = shapes.funnel();
    var all = new ArrayList<>(shapes.events(12));
    Collections.sort(all);
    var after = new Timeline(all);
    var before = new Timeline(before(all, random));
    var evaluator = new Evaluator(funnel);
    var growth = evaluator.growth(before, after);
    boolean isSame =
        Evaluated.areSame(growth.before(), evaluator.attempts(before))
            && Evaluated.areSame(growth.after(), evaluator.attempts(after));
    if (!isSame) { // spares as many descriptions
      assertThat(growth)
          .as("seed %s: %s after %s, then %s", seed, funnel, before.events(), all)
          .isEqualTo(new Evaluator.Growth(evaluator.attempts(before), evaluator.attempts(after)));
      throw new AssertionError("outcomes, seed %s: %s of %s".formatted(seed, funnel, all));
    }
  }

  /** The first of all, as nearly always, or any of them. */
  private static List<Event> before(List<Event> all, Random random) {
    var before = new ArrayList<>(all.subList(0, random.nextInt(all.size() + 1)));
    if (random.nextInt(4) == 0) {
      before.removeIf(event -> random.nextInt(4) == 0);
    }
    return before;
  }
}
