package io.voronka.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.event.Event;
import io.voronka.model.timeline.Timeline;
import io.voronka.testing.RandomContexts;
import io.voronka.testing.RandomFunnels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RunningAttemptsProperties {

  private static final long CASES = Long.getLong("voronka.cases", 1_000_000) / 5;

  @Test
  void are_after_each_event_what_the_whole_timeline_gives() {
    LongStream.range(0, CASES)
        .parallel()
        .forEach(
            seed -> {
              var shapes = new RandomFunnels(seed);
              compare(seed, shapes.funnel(), shapes.events(9));
            });
  }

  @Test
  void are_so_where_sessions_are_asked_for() {
    LongStream.range(0, CASES / 5)
        .parallel()
        .forEach(
            seed -> {
              var shapes = new RandomContexts(seed);
              compare(seed, shapes.funnel(), shapes.events(9));
            });
  }

  private static void compare(long seed, FunnelDefinition funnel, List<Event> events) {
    var evaluator = new Evaluator(funnel);
    var running = new RunningAttempts(funnel);
    var seen = new ArrayList<Event>();
    for (var event : arrivals(events, new Random(seed))) {
      seen.add(event);
      running.add(event);

      var whole = evaluator.attempts(Timeline.of(seen));
      if (!Evaluated.areSame(running.attempts(), whole)) { // spares as many descriptions
        assertThat(running.attempts())
            .as("seed %s: %s after %s", seed, funnel, seen)
            .isEqualTo(whole);
        throw new AssertionError("outcomes, seed %s: %s after %s".formatted(seed, funnel, seen));
      }
    }
  }

  /** In order, nearly in order, or in any; some come twice. */
  private static List<Event> arrivals(List<Event> events, Random random) {
    var arrivals = new ArrayList<>(events);
    int disorder = random.nextInt(3);
    if (disorder < 2) {
      Collections.sort(arrivals);
    }
    if (disorder == 1 && arrivals.size() > 1) {
      int at = random.nextInt(arrivals.size() - 1);
      Collections.swap(arrivals, at, at + 1);
    }
    if (!arrivals.isEmpty() && random.nextInt(3) == 0) {
      arrivals.add(arrivals.get(random.nextInt(arrivals.size())));
    }
    if (!arrivals.isEmpty() && random.nextInt(5) == 0) { // an id that comes again with another time
      var known = arrivals.get(random.nextInt(arrivals.size()));
      arrivals.add(
          new Event(known.id(), known.timeMillis() - 60_000L, known.name(), known.properties()));
    }
    return arrivals;
  }
}
