package io.voronka.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.timeline.Timeline;
import io.voronka.testing.RandomFunnels;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EvaluatorNamesProperties {

  private static final long CASES = Long.getLong("voronka.cases", 1_000_000) / 20;

  @Test
  void events_of_other_names_change_nothing() {
    long narrowed =
        LongStream.range(0, CASES).parallel().filter(EvaluatorNamesProperties::narrows).count();

    assertThat(narrowed).as("funnels that pass over some events").isGreaterThan(CASES / 10);
  }

  /** Returns whether there were events to pass over. */
  private static boolean narrows(long seed) {
    var shapes = new RandomFunnels(seed);
    var evaluator = new Evaluator(shapes.funnel());
    var names = evaluator.names();
    var all = Timeline.of(shapes.events(9));
    if (names == null || all.events().stream().allMatch(event -> names.contains(event.name()))) {
      return false;
    }
    var named =
        Timeline.of(all.events().stream().filter(event -> names.contains(event.name())).toList());

    assertThat(evaluator.attempts(named)).as("seed %s", seed).isEqualTo(evaluator.attempts(all));
    assertThat(all.events())
        .as("seed %s", seed)
        .allMatch(event -> names.contains(event.name()) || !evaluator.isTouchedBy(event));
    return true;
  }
}
