package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.count.FigureChanges;
import io.voronka.model.count.FigureSum;
import io.voronka.model.count.FunnelFigures;
import io.voronka.model.count.Granularity;
import io.voronka.model.count.Range;
import io.voronka.model.evaluation.Evaluator;
import io.voronka.model.event.Event;
import io.voronka.model.timeline.Timeline;
import io.voronka.testing.FunnelText;
import io.voronka.testing.RandomFunnels;
import io.voronka.testing.Scenario;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FunnelTopologyProperties {

  private static final int CASES = 150;
  private static final long NOW = Scenario.at("10:04").toEpochMilli();

  /** One arrival. */
  private record Arrival(String person, Event event) {}

  @Test
  void any_arrival_ends_in_the_figures_of_the_whole_timelines() {
    for (long seed = 0; seed < CASES; seed++) {
      var shapes = new RandomFunnels(seed);
      var random = new Random(seed);
      var funnel = FunnelText.saved(shapes.funnel());
      var people = new HashMap<String, List<Event>>();
      var arrivals = new ArrayList<Arrival>();
      for (int i = 0; i < 5; i++) {
        var person = "p" + i;
        people.put(person, shapes.events(6));
        people.get(person).forEach(event -> arrivals.add(new Arrival(person, event)));
      }
      arrivals.addAll(arrivals.subList(0, arrivals.size() / 3)); // sent twice
      java.util.Collections.shuffle(arrivals, random);

      try (var harness = new FunnelHarness(Scenario.at("10:05"))) {
        int defineAt = random.nextInt(arrivals.size() + 1);
        for (int i = 0; i <= arrivals.size(); i++) {
          if (i == defineAt) {
            harness.defines(funnel);
          }
          if (i < arrivals.size()) {
            harness.receives(arrivals.get(i).person, arrivals.get(i).event);
          }
          if (random.nextInt(5) == 0) {
            harness.worksAMoment();
          }
        }

        assertThat(harness.report(funnel, Granularity.MINUTE, NOW))
            .as("seed %s", seed)
            .isEqualTo(plain(funnel, people));
      }
    }
  }

  private static io.voronka.model.count.FunnelReport plain(
      io.voronka.model.definition.Funnel funnel, Map<String, List<Event>> people) {
    var evaluator = new Evaluator(funnel.definition());
    var figures = new FunnelFigures(funnel);
    var changes = new FigureChanges();
    for (var events : people.values()) {
      figures.addRange(
          evaluator.attempts(Timeline.of(events)), Range.allTime(NOW, Granularity.MINUTE), changes);
    }
    var sum = new FigureSum(funnel, Granularity.MINUTE, NOW);
    changes.byKey().forEach(sum::add);
    return sum.report(funnel.definition().breakdowns());
  }
}
