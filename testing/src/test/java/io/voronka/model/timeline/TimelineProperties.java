package io.voronka.model.timeline;

import static io.voronka.testing.Scenario.at;
import static io.voronka.testing.Scenario.events;
import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.event.PropertyValue.Whole;
import io.voronka.testing.RandomContexts;
import io.voronka.testing.RandomFunnels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimelineProperties {

  private static Timeline arriving(List<Event> events) {
    var timeline = Timeline.empty();
    for (var event : events) {
      var longer = timeline.with(event);
      timeline = longer == null ? timeline : longer;
    }
    return timeline;
  }

  private static Event event(String id, long time) {
    return new Event(id, time, "a", new Fields(Map.of()));
  }

  @Test
  void any_order_of_arrival_with_repeats_gives_the_same_timeline() {
    for (long seed = 0; seed < 50_000; seed++) {
      var events = new RandomFunnels(seed).events(8);
      var arrivals = new ArrayList<>(events);
      arrivals.addAll(events.subList(0, events.size() / 2));
      Collections.shuffle(arrivals, new Random(seed));

      assertThat(arriving(arrivals)).as("seed %s", seed).isEqualTo(Timeline.of(events));
    }
  }

  @Test
  void of_one_message_id_with_two_times_the_earlier_stays() {
    var early = event("m", 1000);
    var late = event("m", 3000);
    var other = event("n", 2000);

    assertThat(arriving(List.of(late, other, early)).events()).containsExactly(early, other);
    assertThat(arriving(List.of(early, other, late)).events()).containsExactly(early, other);
    assertThat(Timeline.of(List.of(late, other, early)).events()).containsExactly(early, other);
  }

  @Test
  void a_full_timeline_takes_no_more() {
    var events = new ArrayList<Event>();
    for (int i = 0; i < Timeline.MAX_EVENTS; i++) {
      events.add(event("m" + i, i));
    }
    var full = Timeline.of(events);

    assertThat(full.with(event("one more", 5))).isNull();
  }

  @Test
  void statements_of_any_order_of_arrival_give_the_same_and_are_no_events() {
    for (long seed = 0; seed < 50_000; seed++) {
      var random = new RandomContexts(seed);
      var events = random.events(4);
      var statements = random.statements(6);
      var timeline = Timeline.of(events);
      for (var statement : statements) {
        var longer = timeline.withStatement(statement);
        timeline = longer == null ? timeline : longer;
        assertThat(timeline.withStatement(statement)).as("again, seed %s", seed).isNull();
      }

      assertThat(timeline).as("seed %s", seed).isEqualTo(Timeline.of(events, statements));
      assertThat(timeline.events()).isEqualTo(Timeline.of(events).events());
    }
  }

  @Test
  void a_trait_is_what_was_said_last_up_to_the_moment() {
    var timeline =
        Timeline.of(
            events("10:00 a  12:00 a"),
            events("10:00 s{plan=free,size=1}  11:00 s{plan=pro}  13:00 s{size=3}"));

    assertThat(timeline.traits().get("plan")).isEqualTo(new Text("pro"));
    assertThat(timeline.traits().get("size")).isEqualTo(new Whole(3));
    assertThat(timeline.traits().get("age")).isNull();
    var before = timeline.asOf(at("10:30").toEpochMilli());
    assertThat(before.traits().get("plan")).isEqualTo(new Text("free"));
    assertThat(before.events()).hasSize(1);
    var later = timeline.asOf(at("12:30").toEpochMilli());
    assertThat(later.traits().get("size")).isEqualTo(new Whole(1));
    assertThat(timeline.asOf(at("13:00").toEpochMilli())).isSameAs(timeline);
  }

  @Test
  void of_statements_of_one_time_the_later_message_id_counts() {
    var at = at("10:00").toEpochMilli();
    var first = new Event("a", at, "s", new Fields(Map.of("plan", new Text("free"))));
    var second = new Event("b", at, "s", new Fields(Map.of("plan", new Text("pro"))));

    assertThat(Timeline.of(List.of(), List.of(second, first)).traits().get("plan"))
        .isEqualTo(new Text("pro"));
  }
}
