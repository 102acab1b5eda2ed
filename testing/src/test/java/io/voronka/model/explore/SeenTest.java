package io.voronka.model.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Flag;
import io.voronka.model.event.PropertyValue.Items;
import io.voronka.model.event.PropertyValue.Real;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.event.PropertyValue.Whole;
import io.voronka.model.explore.SeenProperty.SeenValue;
import io.voronka.model.explore.SeenProperty.ValueType;
import io.voronka.model.timeline.Timeline;
import io.voronka.testing.Scenario;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeenTest {

  private static Timeline one(String name, Map<String, PropertyValue> properties) {
    return new Timeline(List.of(new Event("m", 0, name, new Fields(properties))));
  }

  private static SeenProperties properties() {
    return new SeenProperties("view", event -> (Fields) event.properties());
  }

  @Test
  void names_have_counts_and_the_time_of_the_last() {
    var seen = new SeenEvents();
    seen.add(Scenario.timeline("10:00 view 10:05 cart 10:10 view"));
    seen.add(Scenario.timeline("10:07 cart 09:00 cart"));

    assertThat(seen.list())
        .containsExactly(
            new SeenEvent("cart", 3, Scenario.at("10:07").toEpochMilli()),
            new SeenEvent("view", 2, Scenario.at("10:10").toEpochMilli()));
    assertThat(seen.isCut()).isFalse();
  }

  @Test
  void of_too_many_names_the_first_are_kept_whole_whatever_the_order() {
    var events = new ArrayList<SeenEvent>();
    for (int i = 0; i < SeenEvents.MAX_NAMES + 100; i++) {
      var name = "%05d".formatted(i);
      events.add(new SeenEvent(name, 1, 1));
      events.add(new SeenEvent(name, 1, 2));
    }
    Collections.shuffle(events, new Random(3));
    var all = new SeenEvents();
    events.forEach(all::add);
    var halves = new SeenEvents();
    for (var half : List.of(events.subList(0, 2000), events.subList(2000, events.size()))) {
      var part = new SeenEvents();
      half.forEach(part::add);
      part.list().forEach(halves::add);
    }

    assertThat(all.isCut()).isTrue();
    assertThat(all.list())
        .hasSize(SeenEvents.MAX_NAMES)
        .allMatch(seen -> seen.count() == 2 && seen.lastMillis() == 2)
        .allMatch(seen -> Integer.parseInt(seen.name()) < SeenEvents.MAX_NAMES);
    assertThat(halves.list()).containsExactlyInAnyOrderElementsOf(all.list());
  }

  @Test
  void properties_have_types_and_their_most_frequent_values() {
    var seen = properties();
    seen.add(
        Scenario.timeline("10:00 view{size=3,color=red} 10:01 view{size=4} 10:02 cart{size=9}"));
    seen.add(Scenario.timeline("10:00 view{size=3} 10:01 view{size=large}"));

    assertThat(seen.list(2))
        .containsExactly(
            new SeenProperty(
                "color",
                1,
                Set.of(ValueType.TEXT),
                List.of(new SeenValue(new Text("red"), 1)),
                false),
            new SeenProperty(
                "size",
                4,
                Set.of(ValueType.NUMBER, ValueType.TEXT),
                List.of(new SeenValue(new Whole(3), 2), new SeenValue(new Whole(4), 1)),
                true));
  }

  @Test
  void nested_values_are_found_under_their_paths() {
    var seen = properties();
    seen.add(
        one(
            "view",
            Map.of(
                "page", new Fields(Map.of("url", new Text("x".repeat(101)), "ok", new Flag(true))),
                "sizes", new Items(List.of(new Real(1.5))))));

    assertThat(seen.list())
        .containsExactly(
            new SeenProperty(
                "page.ok",
                1,
                Set.of(ValueType.BOOLEAN),
                List.of(new SeenValue(new Flag(true), 1)),
                false),
            new SeenProperty("page.url", 1, Set.of(ValueType.TEXT), List.of(), true),
            new SeenProperty("sizes", 1, Set.of(ValueType.LIST), List.of(), true));
  }

  @Test
  void deep_objects_are_left_whole() {
    PropertyValue inner = new Whole(1);
    for (int i = 0; i < 6; i++) {
      inner = new Fields(Map.of("a", inner));
    }
    var seen = properties();
    seen.add(one("view", Map.of("a", inner)));

    assertThat(seen.list()).extracting(SeenProperty::name).containsExactly("a.a.a.a");
    assertThat(seen.list().get(0).types()).containsExactly(ValueType.OBJECT);
  }

  @Test
  void parts_add_up_and_stay_within_the_bounds() {
    var whole = properties();
    var parts = properties();
    for (int person = 0; person < 50; person++) {
      var values = new java.util.LinkedHashMap<String, PropertyValue>();
      for (int i = 0; i < 10; i++) {
        values.put("p" + (person * 10 + i), new Whole(i));
      }
      values.put("a", new Whole(person));
      values.put("b", new Text("v" + person % 3));
      whole.add(one("view", values));
      var part = properties();
      part.add(one("view", values));
      part.list().forEach(parts::add);
    }

    assertThat(whole.isCut()).isTrue();
    assertThat(whole.list()).hasSize(SeenProperties.MAX_PROPERTIES).isEqualTo(parts.list());
    assertThat(whole.list().get(0).values()).hasSize(50);
    assertThat(whole.list().get(1).values().get(0)).isEqualTo(new SeenValue(new Text("v0"), 17));
  }
}
