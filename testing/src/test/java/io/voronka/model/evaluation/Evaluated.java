package io.voronka.model.evaluation;

import static io.voronka.testing.Scenario.timeline;
import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.event.Event;
import io.voronka.model.timeline.Timeline;
import io.voronka.testing.Answers;
import io.voronka.testing.BruteForce;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Evaluates timelines in the scenario notation. */
final class Evaluated {

  private Evaluated() {}

  /** How far each entry got, in their order. */
  static List<Integer> depths(FunnelDefinition funnel, String timeline) {
    var attempts = new Evaluator(funnel).attempts(timeline(timeline));
    return attempts.list().stream().map(Attempt::depth).toList();
  }

  /** What is said of all of the timeline, which trying every chain has to give too. */
  static @Nullable Outcome outcome(FunnelDefinition funnel, Timeline timeline) {
    var outcome = new Evaluator(funnel).attempts(timeline).in(Long.MIN_VALUE, Long.MAX_VALUE);
    assertThat(Optional.ofNullable(outcome).map(Answers::of))
        .isEqualTo(BruteForce.evaluate(funnel, timeline, Long.MIN_VALUE, Long.MAX_VALUE));
    if (outcome != null) {
      assertThat(outcome.chain().reachedMillis(outcome.depth() - 1))
          .isEqualTo(outcome.speaking().finishMillis());
    }
    return outcome;
  }

  static int depth(FunnelDefinition funnel, String timeline) {
    var outcome = outcome(funnel, timeline(timeline));
    return outcome == null ? 0 : outcome.depth();
  }

  /** The events of the speaking chain, without the stages that none fills. */
  static List<Event> chain(FunnelDefinition funnel, String timeline) {
    var chain = Objects.requireNonNull(outcome(funnel, timeline(timeline))).chain();
    return chain.events().stream().filter(Objects::nonNull).toList();
  }

  static long deadline(FunnelDefinition funnel, String timeline) {
    return Objects.requireNonNull(outcome(funnel, timeline(timeline))).deadlineMillis();
  }

  /** Whether attempts say the same of a person, and how who speaks got there. */
  static boolean areSame(Attempts one, Attempts other) {
    return one.equals(other) && areSame(outcome(one), outcome(other));
  }

  private static @Nullable Outcome outcome(Attempts attempts) {
    return attempts.in(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private static boolean areSame(@Nullable Outcome one, @Nullable Outcome other) {
    return one == null || other == null
        ? one == other
        : Objects.equals(one.chain(), other.chain())
            && (one.isComplete() || one.deadlineMillis() == other.deadlineMillis());
  }
}
