package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.definition.Funnel;
import io.voronka.model.event.Event;
import io.voronka.testing.FunnelText;
import io.voronka.testing.Scenario;
import io.voronka.wire.AlertRecord;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.StageMinutes.Count;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the detector is told while history is loaded, and from when a project is live. */
class FollowingTopologyTest {

  private static final Duration CALM = Duration.ofSeconds(31);

  private final Funnel funnel = FunnelText.saved(FunnelText.funnel("view > buy", "PT2H"));
  private final Map<String, Integer> told = new TreeMap<>();
  private boolean isTold; // all of the past

  private void hears(FunnelHarness harness) {
    harness.settles();
    for (var said : harness.minutes()) {
      for (var stage : said.counts()) {
        stage.counts().forEach(count -> told.merge(text(count), count.count(), Integer::sum));
      }
      if (said.held() != null) {
        isTold = said.held().funnels().stream().allMatch(progress -> progress.complete());
      }
    }
    told.values().removeIf(count -> count == 0);
  }

  private static String text(Count count) {
    var minute = AlertRecord.time(count.minute()).toString().substring(11, 16);
    return minute
        + (count.delay() == Count.REACHED ? " reached" : " advanced after " + count.delay());
  }

  @Test
  void history_in_any_order_is_told_once_it_is_over_each_step_in_its_minute() {
    long seed = 20_261_129;
    var random = new Random(seed);
    try (var harness = new FunnelHarness(Scenario.at("12:00"))) {
      harness.defines(funnel);
      var events = new ArrayList<Map.Entry<String, Event>>();
      var expected = new TreeMap<String, Integer>();
      for (int person = 0; person < 200; person++) {
        int minute = random.nextInt(170);
        int delay = random.nextInt(10);
        var line = "%s view %s buy".formatted(at(minute), at(minute + delay));
        for (var event : Scenario.events(line)) {
          events.add(Map.entry("p" + person, event));
        }
        expected.merge(at(minute) + " reached", 1, Integer::sum);
        expected.merge(at(minute + delay) + " advanced after " + delay, 1, Integer::sum);
      }
      Collections.shuffle(events, random);
      for (var event : events) {
        harness.receives(event.getKey(), event.getValue());
        harness.worksAMoment();
      }
      hears(harness);
      assertThat(isTold).isFalse();
      assertThat(told).isEmpty();

      harness.jumps(CALM);
      hears(harness);
      assertThat(isTold).isTrue();
      assertThat(told).as("seed %s", seed).isEqualTo(expected);
    }
  }

  /** A time after nine. */
  private static String at(int minute) {
    return "%02d:%02d".formatted(9 + minute / 60, minute % 60);
  }

  @Test
  void what_is_live_is_told_as_it_comes() {
    try (var harness = new FunnelHarness(Scenario.at("12:00"))) {
      harness.defines(funnel);
      harness.receives("ann: 11:59 view");
      harness.jumps(CALM);
      hears(harness);
      assertThat(told).isEqualTo(Map.of("11:59 reached", 1));
      assertThat(isTold).isTrue();

      harness.receives("ann: 12:00 buy");
      harness.receives("bob: 12:00 view");
      hears(harness);
      assertThat(told)
          .isEqualTo(Map.of("11:59 reached", 1, "12:00 advanced after 1", 1, "12:00 reached", 1));
    }
  }

  @Test
  void a_step_belongs_to_the_minute_in_which_it_became_known_whatever_comes_with_it() {
    try (var harness = new FunnelHarness(Scenario.at("12:00"), false)) {
      harness.defines(funnel);
      harness.receives("ann: 11:55 view");
      harness.jumps(CALM);
      hears(harness);
      told.clear();

      harness.jumps(Duration.ofMinutes(11)); // too long for the wall clock to move time on
      var said =
          Scenario.events("12:01 view  12:03 buy").stream()
              .map(
                  event ->
                      new ReceivedEvent(ReceivedEvent.Kind.TRACK, "bob", null, List.of(), 0, event))
              .toList();
      harness.receivesTogether(said);
      hears(harness);
      assertThat(told).isEqualTo(Map.of("12:01 reached", 1, "12:03 advanced after 2", 1));
    }
  }

  @Test
  void of_a_project_of_which_nothing_came_there_is_nothing_to_tell() {
    try (var harness = new FunnelHarness(Scenario.at("12:00"))) {
      harness.defines(funnel);
      hears(harness);
      assertThat(isTold).isTrue();

      harness.receives("ann: 11:59 view");
      hears(harness);
      assertThat(isTold).isFalse();
      assertThat(told).isEmpty();
    }
  }

  @Test
  void a_funnel_that_is_new_in_a_live_project_learns_what_was_before_it() {
    try (var harness = new FunnelHarness(Scenario.at("12:00"))) {
      harness.receives("ann: 11:40 view 11:45 buy");
      harness.receives("bob: 11:59 view");
      harness.jumps(CALM);
      harness.settles();
      harness.defines(funnel);
      hears(harness);
      assertThat(told)
          .isEqualTo(
              List.of("11:40 reached", "11:45 advanced after 5", "11:59 reached").stream()
                  .collect(Collectors.toMap(key -> key, key -> 1)));
    }
  }
}
