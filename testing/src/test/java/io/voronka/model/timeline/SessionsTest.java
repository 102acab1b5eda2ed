package io.voronka.model.timeline;

import static io.voronka.testing.Scenario.at;
import static io.voronka.testing.Scenario.timeline;
import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.testing.RandomFunnels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionsTest {

  private static final long GAP = SessionRule.DEFAULT.gap().toMillis();
  private static final long LONGEST = SessionRule.DEFAULT.longest().toMillis();

  private static Timeline atMillis(long... times) {
    return Timeline.of(
        Arrays.stream(times)
            .mapToObj(time -> new Event("m" + time, time, "a", new Fields(Map.of())))
            .toList());
  }

  private static Sessions sessions(Timeline timeline) {
    return Sessions.of(timeline, SessionRule.DEFAULT);
  }

  @Test
  void no_events_are_no_sessions() {
    assertThat(sessions(Timeline.empty()).list()).isEmpty();
  }

  @Test
  void one_event_is_a_session() {
    assertThat(sessions(atMillis(5)).list()).containsExactly(new Session(1, 0, 1, 5, 5));
  }

  @Test
  void exactly_the_gap_joins_and_a_millisecond_more_parts() {
    assertThat(sessions(atMillis(0, GAP)).list()).containsExactly(new Session(1, 0, 2, 0, GAP));
    assertThat(sessions(atMillis(0, GAP + 1)).list())
        .containsExactly(new Session(1, 0, 1, 0, 0), new Session(2, 1, 2, GAP + 1, GAP + 1));
  }

  @Test
  void a_session_is_cut_when_it_would_be_longer_than_a_day() {
    int steps = (int) (LONGEST / GAP);
    var times =
        new long[steps + 3]; // every half hour, the last two more than a day after the first
    Arrays.setAll(times, i -> i * GAP);

    assertThat(sessions(atMillis(times)).list())
        .containsExactly(
            new Session(1, 0, steps + 1, 0, LONGEST),
            new Session(2, steps + 1, steps + 3, LONGEST + GAP, LONGEST + 2 * GAP));
  }

  @Test
  void a_millisecond_more_than_a_day_after_the_first_event_begins_a_session() {
    var times = new ArrayList<Long>();
    for (long time = 0; time < LONGEST; time += GAP) {
      times.add(time);
    }
    times.add(LONGEST + 1 - GAP / 2);
    times.add(LONGEST + 1);
    var list = sessions(atMillis(times.stream().mapToLong(Long::longValue).toArray())).list();

    assertThat(list).hasSize(2);
    assertThat(list.get(1).startMillis()).isEqualTo(LONGEST + 1);
  }

  @Test
  void a_session_is_open_for_the_gap_but_not_beyond_a_day() {
    var young = sessions(atMillis(0, 1000));
    assertThat(young.openUntilMillis(young.list().get(0))).isEqualTo(1000 + GAP);

    var times = new long[(int) (LONGEST / GAP) + 1];
    Arrays.setAll(times, i -> i * GAP - Math.min(i, 1));
    var full = sessions(atMillis(times));
    assertThat(full.list()).hasSize(1);
    assertThat(full.openUntilMillis(full.list().get(0))).isEqualTo(LONGEST);
  }

  @Test
  void a_late_event_joins_two_sessions() {
    assertThat(sessions(timeline("10:00 a  10:45 b")).list()).hasSize(2);
    assertThat(sessions(timeline("10:00 a  10:45 b  10:20 c")).list())
        .containsExactly(
            new Session(1, 0, 3, at("10:00").toEpochMilli(), at("10:45").toEpochMilli()));
  }

  @Test
  void another_rule_has_other_sessions() {
    var rule = new SessionRule(Duration.ofMillis(10), Duration.ofMillis(15));

    assertThat(Sessions.of(atMillis(0, 10, 15, 16, 27), rule).list())
        .containsExactly(
            new Session(1, 0, 3, 0, 15),
            new Session(2, 3, 4, 16, 16),
            new Session(3, 4, 5, 27, 27));
  }

  @Test
  void every_event_is_in_the_session_that_is_found_for_its_time() {
    var rule = new SessionRule(Duration.ofMinutes(1), Duration.ofMinutes(3));
    for (long seed = 0; seed < 2000; seed++) {
      var timeline = Timeline.of(new RandomFunnels(seed).events(12));
      var sessions = Sessions.of(timeline, rule);
      int number = 0;
      int next = 0;
      for (var session : sessions.list()) {
        assertThat(session.number()).as("seed %s", seed).isEqualTo(++number);
        assertThat(session.first()).as("seed %s", seed).isEqualTo(next);
        for (int i = session.first(); i < session.end(); i++) {
          assertThat(sessions.at(timeline.events().get(i).timeMillis()))
              .as("seed %s, event %s", seed, i)
              .isEqualTo(session);
        }
        next = session.end();
      }
      assertThat(next).as("seed %s", seed).isEqualTo(timeline.events().size());
    }
  }
}
