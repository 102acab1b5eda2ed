package io.voronka.model.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.count.Counting;
import io.voronka.model.count.FigurePeople;
import io.voronka.model.count.Range;
import io.voronka.model.count.StageFigure;
import io.voronka.model.count.StageState;
import io.voronka.model.evaluation.Evaluator;
import io.voronka.model.timeline.Timeline;
import io.voronka.testing.FunnelText;
import io.voronka.testing.RandomFunnels;
import io.voronka.testing.Scenario;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FunnelFlowsTest {

  private static final List<String> PEOPLE =
      List.of(
          "09:00 help 10:00 view 10:01 chat 10:02 cart 10:03 buy",
          "10:00 view 10:01 chat 10:02 chat 10:03 help",
          "10:00 view 10:10 chat",
          "13:50 view 13:51 chat",
          "10:00 cart");

  private static FlowQuestion question(int depth) {
    return new FlowQuestion(Long.MIN_VALUE, Long.MAX_VALUE, null, null, depth, false);
  }

  private static Range range() {
    long now = Scenario.at("14:00").toEpochMilli();
    return new Range(Long.MIN_VALUE, Long.MAX_VALUE, now, Counting.PERSONS, List.of(), null);
  }

  /** {@code "0 view > chat 2"}: of those at step 0. */
  private static List<String> links(String funnel, int stage, StageState state) {
    var definition = FunnelText.funnel(funnel, "PT1H");
    var found = new FunnelFlows(FunnelText.saved(definition), range(), stage, state, false);
    var flows = new Flows(question(5));
    for (var person : PEOPLE) {
      var timeline = Scenario.timeline(person);
      found.add(timeline, new Evaluator(definition).attempts(timeline), flows);
    }
    return flows.links().stream()
        .map(
            link ->
                link.step()
                    + " "
                    + link.from().event()
                    + " > "
                    + (link.to().equals(FlowLink.Place.END) ? "end" : link.to().event())
                    + " "
                    + link.persons())
        .sorted()
        .toList();
  }

  @Test
  void those_who_are_lost_are_followed_to_the_end() {
    assertThat(links("view > cart > buy", 0, StageState.DROPPED))
        .containsExactly("0 view > chat 2", "1 chat > end 1", "1 chat > help 1", "2 help > end 1");
  }

  @Test
  void those_who_went_on_are_followed_to_the_next_stage() {
    assertThat(links("view > cart > buy", 0, StageState.ADVANCED))
        .containsExactly("0 view > chat 1", "1 chat > cart 1", "2 cart > end 1");
  }

  @Test
  void a_stage_that_may_be_skipped_is_passed_by() {
    assertThat(links("view > cart optional > buy", 0, StageState.ADVANCED))
        .containsExactly("0 view > chat 1", "1 chat > cart 1", "2 cart > buy 1", "3 buy > end 1");
  }

  @Test
  void there_are_as_many_flows_as_people_behind_the_figure() {
    for (long seed = 0; seed < 2000; seed++) {
      var random = new RandomFunnels(seed);
      var funnel = FunnelText.saved(random.funnel());
      int stages = funnel.definition().stages().size();
      int stage = (int) (seed % stages);
      var states = stage == stages - 1 ? List.of(StageState.REACHED) : List.of(StageState.values());
      var timelines = new ArrayList<Timeline>();
      for (int person = 0; person < 5; person++) {
        timelines.add(Timeline.of(random.events(7)));
      }
      for (var state : states) {
        var flows = new Flows(question(FlowQuestion.MAX_DEPTH));
        var found = new FunnelFlows(funnel, range(), stage, state, seed % 2 == 0);
        var people =
            new FigurePeople(funnel, range(), new StageFigure(stage, state, List.of(), null));
        long expected = 0;
        for (var timeline : timelines) {
          var attempts = new Evaluator(funnel.definition()).attempts(timeline);
          expected += people.of(attempts).size();
          found.add(timeline, attempts, flows);
        }
        assertThat(flows.chart(5).persons()).as("seed %s, %s", seed, state).isEqualTo(expected);
      }
    }
  }
}
