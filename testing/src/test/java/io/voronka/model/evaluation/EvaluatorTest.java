package io.voronka.model.evaluation;

import static io.voronka.testing.FunnelText.funnel;
import static io.voronka.testing.FunnelText.holding;
import static io.voronka.testing.FunnelText.increasing;
import static io.voronka.testing.Scenario.at;
import static io.voronka.testing.Scenario.timeline;
import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.timeline.Timeline;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluatorTest {

  private static final FunnelDefinition CHECKOUT = funnel("view > cart > buy", "PT30M");

  private static int depth(FunnelDefinition funnel, String timeline) {
    return depth(funnel, timeline(timeline));
  }

  private static int depth(FunnelDefinition funnel, Timeline timeline) {
    var outcome = new Evaluator(funnel).attempts(timeline).in(Long.MIN_VALUE, Long.MAX_VALUE);
    return outcome == null ? 0 : outcome.depth();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          RULE                                 | TIMELINE                                      | DEPTH
          nothing is no entry                  | 10:00 help                                    | 0
          every stage in order converts        | 10:00 view  10:05 cart  10:10 buy             | 3
          other events in between are skipped  | 10:00 view  10:01 help  10:05 cart            | 2
          a stage out of order does not count  | 10:00 view  10:05 buy  10:10 cart             | 2
          the window includes its last instant | 10:00 view  10:05 cart  10:30 buy             | 3
          one minute later is too late         | 10:00 view  10:05 cart  10:31 buy             | 2
          a later entry has its own window     | 10:00 view  10:20 view  10:25 cart  10:45 buy | 3
          events of one instant in any order   | 10:00 buy  10:00 cart  10:00 view             | 3
          """)
  void thirty_minutes(String rule, String timeline, int depth) {
    assertThat(depth(CHECKOUT, timeline)).isEqualTo(depth);
  }

  @Test
  void one_event_fills_one_of_two_equal_stages() {
    var twice = funnel("buy > buy", "PT30M");

    assertThat(depth(twice, "10:00 buy")).isEqualTo(1);
    assertThat(depth(twice, "10:00 buy  10:00 buy#2")).isEqualTo(2);
  }

  @Test
  void an_instant_is_shared_out_so_that_most_stages_are_filled() {
    // Stage 2 must leave the only "b" to stage 3.
    var funnel = funnel("a > a|b > b", "PT30M");

    assertThat(depth(funnel, "10:00 a  10:05 b  10:05 a")).isEqualTo(3);
  }

  @Test
  void increasing_asks_for_strictly_later_times() {
    var strict = increasing(CHECKOUT);

    assertThat(depth(strict, "10:00 view  10:00 cart  10:01 buy")).isEqualTo(1);
    assertThat(depth(strict, "10:00 view  10:01 cart  10:01 buy")).isEqualTo(2);
    assertThat(depth(strict, "10:00 view  10:01 cart  10:02 buy")).isEqualTo(3);
  }

  @Test
  void hold_keeps_a_chain_to_one_value() {
    var perCart = holding(CHECKOUT, "id");

    assertThat(depth(perCart, "10:00 view{id=1}  10:05 cart{id=2}  10:06 cart{id=1}")).isEqualTo(2);
    assertThat(depth(perCart, "10:00 view{id=1}  10:05 cart")).isEqualTo(1);
    assertThat(depth(perCart, "10:00 view  10:05 cart")).isZero();
  }

  @Test
  void the_deepest_chain_speaks_then_the_first_to_finish_then_the_last_to_start() {
    var outcome =
        Objects.requireNonNull(
            new Evaluator(CHECKOUT)
                .attempts(timeline("10:00 view  10:05 view  10:10 cart  10:12 view  10:20 cart"))
                .in(Long.MIN_VALUE, Long.MAX_VALUE));

    assertThat(outcome.chain().reachedMillis())
        .containsExactly(at("10:05").toEpochMilli(), at("10:10").toEpochMilli(), Chain.NOT_REACHED);
    // Another chain of that depth started at 10:12: it keeps the person in time until 10:42.
    assertThat(outcome.deadlineMillis()).isEqualTo(at("10:42").toEpochMilli());
  }

  @Test
  void a_range_says_who_entered_not_when_they_finished() {
    var attempts = new Evaluator(CHECKOUT).attempts(timeline("10:00 view  10:05 cart"));
    long ten = at("10:00").toEpochMilli();

    assertThat(Objects.requireNonNull(attempts.in(ten, ten + 1)).depth()).isEqualTo(2);
    assertThat(attempts.in(ten + 1, Long.MAX_VALUE)).isNull();
    assertThat(attempts.in(Long.MIN_VALUE, ten)).isNull();
  }

  @Test
  void thousands_of_ties_are_evaluated_like_a_few() {
    var events = new ArrayList<Event>();
    for (int i = 0; i < 4000; i++) {
      events.add(
          new Event(
              "m" + i, at("10:00").toEpochMilli(), i % 2 == 0 ? "a" : "b", new Fields(Map.of())));
    }

    assertThat(depth(funnel("a > b > a > a|b > b", "PT1H"), Timeline.of(events))).isEqualTo(5);
  }
}
