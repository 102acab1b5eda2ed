package io.voronka.model.evaluation;

import static io.voronka.testing.FunnelText.brokenDownBy;
import static io.voronka.testing.FunnelText.funnel;
import static io.voronka.testing.FunnelText.holding;
import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.timeline.Timeline;
import io.voronka.testing.Scenario;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What {@link RunningAttemptsProperties} can't tell, whether an event is said to change anything,
 * and what it seldom meets.
 */
class RunningAttemptsTest {

  private static final FunnelDefinition SHOP = funnel("view > buy", "PT30M");
  private static final FunnelDefinition BY_SESSION = funnel("view > buy", "session");

  private static Event event(String id, long millis, String name) {
    return new Event(id, millis, name, new Fields(Map.of()));
  }

  @Test
  void an_event_that_is_new_or_earlier_than_known_changes_something() {
    for (var funnel : List.of(SHOP, BY_SESSION, brokenDownBy(SHOP, "session.channel"))) {
      var running = new RunningAttempts(funnel);
      assertThat(running.add(event("1", 5000, "view"))).isTrue();
      assertThat(running.add(event("2", 9000, "other"))).isTrue();
      assertThat(running.add(event("3", 1000, "buy"))).as("late").isTrue();
      assertThat(running.add(event("1", 5000, "view"))).as("again").isFalse();
      assertThat(running.add(event("1", 6000, "view"))).as("again, later").isFalse();
      assertThat(running.add(event("1", 4000, "view"))).as("again, earlier").isTrue();
    }
  }

  /** Takes the events one by one; after the last, each attempt has to be as of the whole. */
  private static List<Attempt> arriving(FunnelDefinition funnel, String events) {
    var running = new RunningAttempts(funnel);
    Scenario.events(events).forEach(running::add);
    var attempts = running.attempts();
    var whole = new Evaluator(funnel).attempts(Scenario.timeline(events));
    assertThat(attempts).isEqualTo(whole);
    assertThat(attempts.list().stream().map(Attempt::chain))
        .isEqualTo(whole.list().stream().map(Attempt::chain).toList());
    return attempts.list();
  }

  @Test
  void of_entries_of_one_moment_each_goes_on_from_where_it_is() {
    assertThat(arriving(funnel("a|b > a > c", "PT30M"), "10:00 a  10:00 b  10:05 c"))
        .extracting(Attempt::depth)
        .containsExactly(1, 3);
  }

  @Test
  void what_arrives_late_leaves_open_what_began_after_it() {
    assertThat(arriving(holding(SHOP, "id"), "10:00 view{id=1}  09:50 buy{id=1}  10:05 buy{id=1}"))
        .extracting(Attempt::depth)
        .containsExactly(2);
  }

  @Test
  void a_full_timeline_takes_nothing_new() {
    var running = new RunningAttempts(SHOP);
    for (int i = 0; i < Timeline.MAX_EVENTS; i++) {
      assertThat(running.add(event("e" + i, 1_000_000 + i, "other"))).isTrue();
    }
    assertThat(running.add(event("more", 0, "view"))).isFalse();
    assertThat(running.attempts().list()).isEmpty();
    assertThat(running.add(event("e5", 0, "view"))).as("known, earlier").isTrue();
    assertThat(running.attempts().list()).hasSize(1);
  }

  @Test
  void statements_bear_on_what_asks_for_traits_only() {
    assertThat(new Evaluator(SHOP).isTouchedByStatements()).isFalse();
    assertThat(new Evaluator(SHOP).needsWhole()).isFalse();
    assertThat(new Evaluator(BY_SESSION).isTouchedByStatements()).isFalse();
    var byPlan = new Evaluator(brokenDownBy(SHOP, "person.plan"));
    assertThat(byPlan.isTouchedByStatements()).isTrue();
    assertThat(byPlan.needsWhole()).isTrue();
    var bySession = new Evaluator(brokenDownBy(SHOP, "session.channel"));
    assertThat(bySession.isTouchedByStatements()).isFalse();
    assertThat(bySession.needsWhole()).isTrue();
  }
}
