package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.count.FigureChanges;
import io.voronka.model.count.Granularity;
import io.voronka.model.count.Range;
import io.voronka.model.count.SessionFigures;
import io.voronka.model.count.SessionReport;
import io.voronka.model.count.SessionSum;
import io.voronka.model.definition.Funnel;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.session.SessionProperty;
import io.voronka.model.time.Calendar;
import io.voronka.model.timeline.SessionRule;
import io.voronka.model.timeline.Timeline;
import io.voronka.testing.Scenario;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionTopologyProperties {

  private static final int CASES = 200;
  private static final Funnel SESSIONS =
      new Funnel(
          SessionFigures.key(FunnelHarness.PROJECT, 1), SessionFigures.DEFINITION, Calendar.UTC);

  /** One arrival. */
  private record Arrival(String person, Event event) {}

  @Test
  void late_events_and_repeats_end_in_the_sessions_of_the_whole_timelines() {
    for (long seed = 0; seed < CASES; seed++) {
      var random = new Random(seed);
      var people = new HashMap<String, List<Event>>();
      var arrivals = new ArrayList<Arrival>();
      for (int i = 0; i < 40; i++) {
        var person = "p" + random.nextInt(4);
        var event = event("m" + i, random);
        people.computeIfAbsent(person, nobody -> new ArrayList<>()).add(event);
        arrivals.add(new Arrival(person, event));
      }
      arrivals.addAll(arrivals.subList(0, 10)); // sent twice
      Collections.shuffle(arrivals, random);
      int defineAt = random.nextInt(arrivals.size());
      try (var program = new FunnelHarness(Scenario.at("23:00"))) {
        for (int i = 0; i < arrivals.size(); i++) {
          if (i == defineAt) {
            program.defines(SESSIONS);
          }
          program.receives(arrivals.get(i).person, arrivals.get(i).event);
          if (random.nextInt(5) == 0) {
            program.worksAMoment();
          }
        }

        assertThat(live(program)).as("seed %s", seed).isEqualTo(plain(people));
      }
    }
  }

  /** Half an hour joins: most gaps are about that. */
  private static Event event(String id, Random random) {
    long time = Scenario.at("10:00").toEpochMilli() + random.nextInt(25) * 900_000L;
    var properties = new HashMap<String, PropertyValue>();
    if (random.nextBoolean()) {
      properties.put("url", new Text("https://shop.example/" + random.nextInt(3)));
    }
    if (random.nextInt(3) == 0) {
      properties.put("utm_source", new Text("s" + random.nextInt(2)));
    }
    var name = random.nextBoolean() ? "Page Viewed" : "Product Added";
    return new Event(id, time, name, new Fields(Map.copyOf(properties)));
  }

  private static SessionReport live(FunnelHarness program) {
    var sum = new SessionSum(Calendar.UTC, Granularity.HOUR);
    program.figures(key -> key.funnel().equals(SESSIONS.key())).forEach(sum::add);
    return sum.report(SessionProperty.UTM_SOURCE);
  }

  private static SessionReport plain(Map<String, List<Event>> people) {
    var figures = new SessionFigures(SESSIONS.key(), Calendar.UTC, SessionRule.DEFAULT);
    var changes = new FigureChanges();
    people
        .values()
        .forEach(
            events ->
                figures.addRange(Timeline.of(events), Range.allTime(0, Granularity.HOUR), changes));
    var sum = new SessionSum(Calendar.UTC, Granularity.HOUR);
    changes.byKey().forEach(sum::add);
    return sum.report(SessionProperty.UTM_SOURCE);
  }
}
