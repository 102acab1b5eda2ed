package io.voronka.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.timeline.Timeline;
import io.voronka.testing.BruteForce;
import io.voronka.testing.RandomFunnels;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrderedEvaluatorProperties {

  private static final int CASES = 200_000;

  @Test
  void agrees_with_trying_every_chain() {
    for (long seed = 0; seed < CASES; seed++) {
      var random = new RandomFunnels(seed);
      var funnel = random.funnel();
      var timeline = Timeline.of(random.events(7));
      long one = random.time();
      long other = random.time();
      long from = Math.min(one, other);
      long to = Math.max(one, other) + 1;

      var fast =
          Optional.ofNullable(new OrderedEvaluator(funnel).attempts(timeline).in(from, to))
              .map(OrderedEvaluatorProperties::answer);

      assertThat(fast)
          .as("seed %s: %s over %s", seed, funnel, timeline)
          .isEqualTo(BruteForce.evaluate(funnel, timeline, from, to));
    }
  }

  private static BruteForce.Answer answer(Outcome outcome) {
    return new BruteForce.Answer(
        outcome.depth(),
        Arrays.stream(outcome.speaking().reachedMillis()).boxed().toList(),
        outcome.speaking().entry(),
        outcome.deadlineMillis());
  }
}
