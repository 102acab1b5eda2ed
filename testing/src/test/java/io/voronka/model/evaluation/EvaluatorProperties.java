package io.voronka.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.timeline.Timeline;
import io.voronka.testing.Answers;
import io.voronka.testing.BruteForce;
import io.voronka.testing.RandomFunnels;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EvaluatorProperties {

  /** Ten times as many in the long profile. */
  private static final long CASES = Long.getLong("voronka.cases", 1_000_000);

  @Test
  void agrees_with_trying_every_chain() {
    LongStream.range(0, CASES).parallel().forEach(EvaluatorProperties::compare);
  }

  @Test
  void counts_the_attempts_that_a_reading_of_every_chain_counts() {
    LongStream.range(0, CASES / 10).parallel().forEach(EvaluatorProperties::compareAttempts);
  }

  private static void compareAttempts(long seed) {
    var random = new RandomFunnels(seed);
    var funnel = random.funnel();
    var timeline = Timeline.of(random.events(8));

    var fast =
        new Evaluator(funnel).attempts(timeline).counted().stream().map(Answers::of).toList();

    var slow = BruteForce.attempts(funnel, timeline);
    if (!fast.equals(slow)) {
      assertThat(fast).as("seed %s: %s over %s", seed, funnel, timeline).isEqualTo(slow);
    }
  }

  private static void compare(long seed) {
    var random = new RandomFunnels(seed);
    var funnel = random.funnel();
    var timeline = Timeline.of(random.events(7));
    long one = random.time();
    long other = random.time();
    long from = Math.min(one, other);
    long to = Math.max(one, other) + 1;

    var fast =
        Optional.ofNullable(new Evaluator(funnel).attempts(timeline).in(from, to)).map(Answers::of);

    var slow = BruteForce.evaluate(funnel, timeline, from, to);
    if (!fast.equals(slow)) { // spares a million descriptions
      assertThat(fast).as("seed %s: %s over %s", seed, funnel, timeline).isEqualTo(slow);
    }
  }
}
