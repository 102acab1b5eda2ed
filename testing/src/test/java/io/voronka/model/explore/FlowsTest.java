package io.voronka.model.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.explore.FlowLink.Place;
import io.voronka.model.timeline.Timeline;
import io.voronka.testing.RandomFunnels;
import io.voronka.testing.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FlowsTest {

  private static final List<String> PEOPLE =
      List.of(
          "10:00 view 10:01 view 10:02 cart 10:03 buy",
          "10:00 help 10:01 view 10:02 cart 10:03 help 10:04 buy",
          "10:00 view",
          "10:00 buy 10:01 help");

  private static FlowQuestion from(@Nullable String start, @Nullable String end, int depth) {
    return new FlowQuestion(Long.MIN_VALUE, Long.MAX_VALUE, start, end, depth, false);
  }

  private static FlowChart chart(FlowQuestion question, int top, List<String> people) {
    var flows = new Flows(question);
    people.forEach(person -> flows.add(Scenario.timeline(person)));
    return flows.chart(top);
  }

  /** {@code "0 view 3 (1) → 1 cart 2"}: step, event, persons, of whom so many ended. */
  private static List<String> drawn(FlowChart chart) {
    var lines = new ArrayList<String>();
    chart.nodes().forEach(node -> lines.add(text(node)));
    chart
        .links()
        .forEach(
            link ->
                lines.add(
                    name(chart.nodes().get(link.source()))
                        + " > "
                        + name(chart.nodes().get(link.target()))
                        + " "
                        + link.persons()));
    return lines;
  }

  private static String text(FlowChart.Node node) {
    return name(node) + " " + node.persons() + (node.ended() > 0 ? " ends " + node.ended() : "");
  }

  private static String name(FlowChart.Node node) {
    return node.step()
        + " "
        + (node.place().equals(Place.OTHER)
            ? "other(" + node.events() + ")"
            : node.place().event());
  }

  @Test
  void from_the_first_start_on() {
    var chart = chart(from("view", null, 2), 10, PEOPLE);

    assertThat(chart.persons()).isEqualTo(3);
    assertThat(drawn(chart))
        .containsExactly(
            "0 view 3 ends 1",
            "1 cart 2",
            "2 buy 1 ends 1",
            "2 help 1",
            "0 view > 1 cart 2",
            "1 cart > 2 buy 1",
            "1 cart > 2 help 1");
  }

  @Test
  void back_from_the_last_end() {
    assertThat(drawn(chart(from(null, "buy", 1), 10, PEOPLE)))
        .containsExactly(
            "0 buy 3 ends 1", "1 cart 1", "1 help 1", "1 cart > 0 buy 1", "1 help > 0 buy 1");
  }

  @Test
  void from_one_event_to_another() {
    assertThat(drawn(chart(from("view", "buy", 5), 10, PEOPLE)))
        .containsExactly(
            "0 view 2",
            "1 cart 2",
            "2 buy 1 ends 1",
            "2 help 1",
            "3 buy 1 ends 1",
            "0 view > 1 cart 2",
            "1 cart > 2 buy 1",
            "1 cart > 2 help 1",
            "2 help > 3 buy 1");
    assertThat(chart(from("buy", "view", 5), 10, PEOPLE).nodes()).isEmpty();
  }

  @Test
  void without_an_event_from_whatever_was_first() {
    assertThat(drawn(chart(from(null, null, 1), 1, PEOPLE)))
        .containsExactly(
            "0 view 2 ends 1",
            "0 other(2) 2",
            "1 cart 1",
            "1 other(2) 2 ends 1",
            "0 view > 1 cart 1",
            "0 other(2) > 1 other(2) 2");
  }

  @Test
  void repeats_are_steps_if_they_are_asked_for() {
    var question = new FlowQuestion(Long.MIN_VALUE, Long.MAX_VALUE, "view", null, 1, true);

    assertThat(drawn(chart(question, 10, PEOPLE.subList(0, 1))))
        .containsExactly("0 view 1", "1 view 1", "0 view > 1 view 1");
  }

  @Test
  void only_events_in_the_range_are_looked_at() {
    var question =
        new FlowQuestion(
            Scenario.at("10:01").toEpochMilli(),
            Scenario.at("10:03").toEpochMilli(),
            null,
            null,
            5,
            false);

    assertThat(drawn(chart(question, 10, PEOPLE.subList(0, 1))))
        .containsExactly("0 view 1", "1 cart 1 ends 1", "0 view > 1 cart 1");
  }

  @Test
  void everybody_who_comes_to_a_node_goes_on_or_ends_there_however_the_people_are_divided() {
    for (long seed = 0; seed < 2000; seed++) {
      var random = new Random(seed);
      var people = new ArrayList<Timeline>();
      for (int i = 0; i < 6; i++) {
        people.add(Timeline.of(new RandomFunnels(seed * 31 + i).events(8)));
      }
      var question =
          new FlowQuestion(
              Long.MIN_VALUE,
              Long.MAX_VALUE,
              random.nextBoolean() ? "a" : null,
              random.nextBoolean() ? "b" : null,
              1 + random.nextInt(5),
              random.nextBoolean());
      var whole = new Flows(question);
      people.forEach(whole::add);
      var parts = new Flows(question);
      for (var person : people) {
        var part = new Flows(question);
        part.add(person);
        part.links().forEach(parts::add);
      }

      var chart = whole.chart(1 + random.nextInt(3));
      assertThat(parts.chart(3)).as("seed %s", seed).isEqualTo(whole.chart(3));
      requireBalance(chart, question, seed);
    }
  }

  private static void requireBalance(FlowChart chart, FlowQuestion question, long seed) {
    for (int i = 0; i < chart.nodes().size(); i++) {
      int at = i;
      var node = chart.nodes().get(i);
      long before = 0;
      long after = 0;
      for (var link : chart.links()) {
        before += link.target() == at ? link.persons() : 0;
        after += link.source() == at ? link.persons() : 0;
      }
      long arrived = question.goesBack() ? after : before;
      long left = question.goesBack() ? before : after;
      if (node.step() > 0) {
        assertThat(arrived).as("seed %s, %s", seed, node).isEqualTo(node.persons());
      }
      if (node.step() < question.depth()) {
        assertThat(left + node.ended()).as("seed %s, %s", seed, node).isEqualTo(node.persons());
      }
    }
  }

  @Test
  void too_many_names_are_not_told_apart() {
    var flows = new Flows(from(null, null, 1));
    for (int i = 0; i < Flows.MAX_NAMES + 5; i++) {
      flows.add(Scenario.timeline("10:00 n" + i + " 10:01 m" + i));
    }

    assertThat(flows.isCut()).isTrue();
    assertThat(flows.links()).hasSizeLessThanOrEqualTo(2 * (Flows.MAX_NAMES + 1));
    var chart = flows.chart(3);
    assertThat(chart.isCut()).isTrue();
    assertThat(chart.persons()).isEqualTo(Flows.MAX_NAMES + 5);
  }

  @Test
  void too_many_links_are_not_told_apart() {
    var flows = new Flows(from(null, null, 1));
    for (int i = 0; i < Flows.MAX_LINKS + 500; i++) {
      flows.add(Scenario.timeline("10:00 n" + i % 300 + " 10:01 m" + i / 300));
    }

    assertThat(flows.isCut()).isTrue();
    assertThat(flows.links()).hasSizeLessThan(Flows.MAX_LINKS + 1000);
    assertThat(flows.chart(3).persons()).isEqualTo(Flows.MAX_LINKS + 500);
  }
}
