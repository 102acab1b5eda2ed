package io.voronka.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.definition.ConversionWindow;
import io.voronka.model.definition.Exclusion;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.Matcher;
import io.voronka.model.definition.Order;
import io.voronka.model.definition.Stage;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.timeline.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Counts steps, not time: the bounds hold on any machine. */
class EvaluatorCostTest {

  private static final int STAGES = 30;
  private static final Matcher ANY = new Matcher(null, List.of());
  private static final long MINUTE = 60_000;

  private static long steps(FunnelDefinition funnel, Timeline timeline) {
    var steps = new Steps();
    new Evaluator(funnel).attempts(timeline, steps);
    assertThat(steps.taken()).isPositive();
    return steps.taken();
  }

  private static FunnelDefinition.Builder funnel(int stages, UnaryOperator<Stage> each) {
    return FunnelDefinition.of(
            "worst",
            IntStream.range(0, stages)
                .mapToObj(i -> i == 0 ? stage(i) : each.apply(stage(i)))
                .toList())
        .window(ConversionWindow.of(Duration.ofDays(1)));
  }

  private static Stage stage(int i) {
    return Stage.of("stage " + i, List.of(ANY));
  }

  private static Timeline timeline(int events, IntToLongFunction time, IntFunction<String> name) {
    var list = new ArrayList<Event>();
    for (int i = 0; i < events; i++) {
      list.add(new Event("m" + i, time.applyAsLong(i), name.apply(i), new Fields(Map.of())));
    }
    return Timeline.of(list);
  }

  private static Timeline everyMinute(int events) {
    return timeline(events, i -> i * MINUTE, i -> i % 2 == 0 ? "a" : "b");
  }

  private static long ordered(long events, long stages) {
    return 2 * events * stages * stages;
  }

  @Test
  void every_stage_matching_every_event_stays_within_events_times_stages_squared() {
    var funnel = funnel(STAGES, stage -> stage).build();

    assertThat(steps(funnel, everyMinute(10_000))).isLessThan(ordered(10_000, STAGES));
  }

  @Test
  void limits_and_optional_stages_keep_the_bound() {
    var limited = funnel(STAGES, stage -> stage.within(Duration.ofMinutes(7))).build();
    var optional =
        funnel(STAGES, stage -> stage.name().endsWith("5") ? stage.asOptional() : stage).build();

    assertThat(steps(limited, everyMinute(10_000))).isLessThan(ordered(10_000, STAGES));
    assertThat(steps(optional, everyMinute(10_000))).isLessThan(ordered(10_000, STAGES));
  }

  @Test
  void exclusions_that_match_every_second_event_keep_the_bound() {
    var funnel =
        funnel(STAGES, stage -> stage)
            .exclude(
                List.of(
                    new Exclusion(List.of(Matcher.named("b")), 1, 8),
                    new Exclusion(List.of(Matcher.named("b")), 10, 20),
                    new Exclusion(List.of(Matcher.named("b")), 21, 30)))
            .build();

    assertThat(steps(funnel, everyMinute(10_000))).isLessThan(ordered(10_000, STAGES));
  }

  @Test
  void overlapping_exclusions_behind_limits_look_into_the_window_of_each_start() {
    var funnel =
        funnel(STAGES, stage -> stage.within(Duration.ofHours(2)))
            .exclude(
                List.of(
                    new Exclusion(List.of(Matcher.named("b")), 3, 29),
                    new Exclusion(List.of(Matcher.named("b")), 4, 30)))
            .window(ConversionWindow.of(Duration.ofHours(2)))
            .build();
    long inWindow = 120;

    assertThat(steps(funnel, everyMinute(10_000))).isLessThan(10_000 * inWindow * STAGES * STAGES);
  }

  @Test
  void thousands_of_ties_cost_like_a_few() {
    var funnel = funnel(STAGES, stage -> stage).build();

    assertThat(steps(funnel, timeline(4_000, i -> MINUTE, i -> "a")))
        .isLessThan(ordered(40, STAGES) * STAGES);
    assertThat(steps(funnel, timeline(10_000, i -> i / 40 * MINUTE, i -> i % 3 == 0 ? "a" : "b")))
        .isLessThan(ordered(10_000, STAGES));
  }

  @Test
  void twice_the_events_are_twice_the_steps() {
    for (var order : Order.values()) {
      var funnel = funnel(8, stage -> stage).order(order).build();

      long some = steps(funnel, everyMinute(2_500));
      long more = steps(funnel, everyMinute(10_000));

      assertThat((double) more / some).as("%s", order).isBetween(3.0, 5.0);
    }
  }
}
