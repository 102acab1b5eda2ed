package io.voronka.model.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Fields;
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
}
