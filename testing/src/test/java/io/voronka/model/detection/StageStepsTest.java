package io.voronka.model.detection;

import static io.voronka.testing.FunnelText.brokenDownBy;
import static io.voronka.testing.FunnelText.funnel;
import static io.voronka.testing.Scenario.timeline;
import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.evaluation.Attempts;
import io.voronka.model.evaluation.Evaluator;
import io.voronka.model.evaluation.Passes.Touched;
import io.voronka.model.timeline.Timeline;
import io.voronka.testing.RandomFunnels;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageStepsTest {

  private static final FunnelDefinition SHOP = funnel("view > cart > buy", "PT1H");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

  private static Attempts attempts(FunnelDefinition funnel, Timeline timeline) {
    return new Evaluator(funnel).attempts(timeline);
  }

  private static List<String> between(FunnelDefinition funnel, String before, String after) {
    var told = new ArrayList<String>();
    new StageSteps(funnel)
        .between(
            attempts(funnel, timeline(before)), attempts(funnel, timeline(after)), Touched.ANYTHING)
        .forEach((step, count) -> told.add((count > 0 ? "+" : "-") + text(step)));
    return told;
  }

  private static String text(StageSteps.Step step) {
    return step.stage()
        + " "
        + time(step.reachedMillis())
        + (step.advancedMillis() == StageSteps.NONE ? "" : " to " + time(step.advancedMillis()))
        + (step.values().isEmpty() ? "" : " " + step.values());
  }

  private static String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      nullValues = "-",
      textBlock =
          """
          WHAT COMES                             | BEFORE                              | AFTER                                           | STEPS
          an entry is reached                    | 10:00 help                          | 10:00 help 10:05 view                           | +1 10:05
          an advance is also the next stage      | 10:00 view                          | 10:00 view 10:05 cart                           | +1 10:00 to 10:05, +2 10:05
          the last stage is only advanced to     | 10:00 view 10:05 cart               | 10:00 view 10:05 cart 10:07 buy                 | +2 10:05 to 10:07
          another entry in time is no news       | 10:00 view                          | 10:00 view 10:50 view                           |
          it prolongs the pass                   | 10:00 view 10:50 view               | 10:00 view 10:50 view 11:40 cart                | +1 10:00 to 11:40, +2 11:40
          out of time the next pass begins       | 10:00 view                          | 10:00 view 11:01 view                           | +1 11:01
          who is through begins anew             | 10:00 view 10:05 cart 10:07 buy     | 10:00 view 10:05 cart 10:07 buy 10:09 view      | +1 10:09
          a late event moves what it precedes    | 10:00 view 10:05 cart               | 09:58 view 10:00 view 10:05 cart                | -1 10:00, -1 10:00 to 10:05, +1 09:58, +1 09:58 to 10:05
          what leaves is taken back              | 10:00 view 10:05 cart               | 10:05 cart                                      | -1 10:00, -1 10:00 to 10:05, -2 10:05
          """)
  void steps_are_what_passes_say(String what, String before, String after, String steps) {
    assertThat(String.join(", ", between(SHOP, before, after)))
        .isEqualTo(steps == null ? "" : steps);
  }

  @Test
  void an_optional_stage_is_passed_over() {
    var funnel = funnel("view > coupon optional > buy", "PT1H");
    assertThat(between(funnel, "10:00 view", "10:00 view 10:05 buy"))
        .containsExactly("+1 10:00 to 10:05");
    assertThat(between(funnel, "10:00 view", "10:00 view 10:02 coupon 10:05 buy"))
        .containsExactly("+1 10:00 to 10:05", "+2 10:02", "+2 10:02 to 10:05");
  }

  @Test
  void values_are_those_of_the_entry() {
    var funnel = brokenDownBy(SHOP, "browser");
    assertThat(
            between(
                funnel,
                "10:00 view{browser=Safari}",
                "10:00 view{browser=Safari} 10:05 cart{browser=Chrome}"))
        .containsExactly("+1 10:00 to 10:05 [Safari]", "+2 10:05 [Safari]");
  }

  /** Whatever is added in whatever order, what came less what went is what the whole says. */
  @Test
  void changes_add_up_to_the_whole() {
    for (int seed = 0; seed < 1000; seed++) {
      var shapes = new RandomFunnels(seed);
      var definition = shapes.funnel();
      var events = new ArrayList<>(Timeline.of(shapes.events(12)).events());
      var steps = new StageSteps(definition);
      var evaluator = new Evaluator(definition);
      Collections.shuffle(events, new Random(seed));
      var sum = new HashMap<StageSteps.Step, Integer>();
      var before = Attempts.none(definition);
      var timeline = Timeline.empty();
      for (var event : events) {
        timeline = Objects.requireNonNull(timeline.with(event));
        var after = evaluator.attempts(timeline);
        steps
            .between(before, after, new Touched(event.timeMillis(), event.timeMillis()))
            .forEach((step, count) -> sum.merge(step, count, Integer::sum));
        before = after;
      }
      sum.values().removeIf(count -> count == 0);
      assertThat(sum)
          .as("seed %s", seed)
          .isEqualTo(steps.between(Attempts.none(definition), before, Touched.ANYTHING));
      assertThat(sum.values()).as("seed %s", seed).allMatch(count -> count > 0);
    }
  }
}
