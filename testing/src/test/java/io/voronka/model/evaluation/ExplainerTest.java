package io.voronka.model.evaluation;

import static io.voronka.testing.FunnelText.excluding;
import static io.voronka.testing.FunnelText.funnel;
import static io.voronka.testing.FunnelText.holding;
import static io.voronka.testing.FunnelText.increasing;
import static io.voronka.testing.Scenario.at;
import static io.voronka.testing.Scenario.timeline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.Order;
import io.voronka.model.definition.StrictScope;
import io.voronka.model.evaluation.Explanation.Obstacle;
import io.voronka.model.evaluation.Explanation.Rule;
import io.voronka.model.evaluation.Explanation.State;
import io.voronka.model.event.Event;
import io.voronka.testing.Scenario;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ExplainerTest {

  private static final FunnelDefinition CHECKOUT = funnel("view > cart > buy", "PT30M");
  private static final FunnelDefinition STRICT = CHECKOUT.but().order(Order.STRICT).build();

  private static List<Explanation> explain(FunnelDefinition funnel, String timeline, String asOf) {
    return new Explainer(funnel).explain(timeline(timeline), at(asOf).toEpochMilli());
  }

  private static Explanation only(FunnelDefinition funnel, String timeline) {
    var all = explain(funnel, timeline, "23:00");
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private static Event event(String text) {
    return Scenario.events(text).get(0);
  }

  private static int depth(Explanation explanation) {
    return Objects.requireNonNull(explanation.chain()).depth();
  }

  private static void requireLost(
      Explanation explanation, int depth, Rule rule, String event, long lateMillis) {
    assertThat(explanation.state()).isEqualTo(State.LOST);
    assertThat(explanation.openUntilMillis()).isNull();
    assertThat(depth(explanation)).isEqualTo(depth);
    assertThat(explanation.obstacles())
        .containsExactly(new Obstacle(rule, event(event), lateMillis));
  }

  @Test
  void a_complete_attempt_has_no_obstacles() {
    var complete = only(CHECKOUT, "10:00 view  10:05 cart  10:30 buy  10:40 buy");

    assertThat(complete.state()).isEqualTo(State.COMPLETE);
    assertThat(complete.openUntilMillis()).isNull();
    assertThat(complete.obstacles()).isEmpty();
    assertThat(Objects.requireNonNull(complete.chain()).events())
        .containsExactly(event("10:00 view"), event("10:05 cart"), event("10:30 buy"));
  }

  @Test
  void an_attempt_is_open_up_to_the_end_of_its_window_included() {
    var open = explain(CHECKOUT, "10:00 view  10:05 cart", "10:30").get(0);
    var lost = explain(CHECKOUT, "10:00 view  10:05 cart", "10:30:01").get(0);

    assertThat(open.state()).isEqualTo(State.OPEN);
    assertThat(open.openUntilMillis()).isEqualTo(at("10:30").toEpochMilli());
    assertThat(lost.state()).isEqualTo(State.LOST);
    assertThat(lost.openUntilMillis()).isNull();
    assertThat(lost.obstacles()).isEmpty();
  }

  @Test
  void what_is_later_than_the_moment_asked_about_is_not_seen() {
    var explanations = explain(CHECKOUT, "10:00 view  10:05 cart  10:06 view", "10:04");

    assertThat(explanations).hasSize(1);
    assertThat(depth(explanations.get(0))).isEqualTo(1);
  }

  @Test
  void each_entry_is_explained_in_order() {
    assertThat(explain(CHECKOUT, "10:20 view  10:00 view  10:25 cart  10:45 buy", "23:00"))
        .extracting(Explanation::entry, Explanation::state)
        .containsExactly(
            tuple(event("10:00 view"), State.LOST), tuple(event("10:20 view"), State.COMPLETE));
  }

  @Test
  void window_by_how_much() {
    var late = only(CHECKOUT, "10:00 view  10:05 cart  10:30:01 buy");

    requireLost(late, 2, Rule.WINDOW, "10:30:01 buy", 1000);
  }

  @Test
  void window_of_a_session() {
    var late = only(funnel("view > buy", "session"), "10:00 view  10:20 help  10:51 buy");

    assertThat(late.state()).isEqualTo(State.LOST);
    assertThat(late.obstacles())
        .extracting(Obstacle::rule, Obstacle::event)
        .containsExactly(tuple(Rule.WINDOW, event("10:51 buy")));
  }

  @Test
  void a_session_s_window_is_over_when_no_event_could_join_it_any_more() {
    var late = only(funnel("view > buy", "session"), "10:00 view  10:20 help  10:51 buy");

    assertThat(late.obstacles()).extracting(Obstacle::lateMillis).containsExactly(60_000L);
  }

  @Test
  void a_strict_attempt_that_is_lost_at_once_names_what_came_between() {
    requireLost(only(STRICT, "10:00 view  10:05 help"), 1, Rule.STRICT, "10:05 help", 0);
    assertThat(explain(STRICT, "10:00 view", "23:00").get(0).obstacles()).isEmpty();
  }

  @Test
  void of_simultaneous_events_the_later_stage_is_named() {
    var funnel = increasing(funnel("view > cart", "PT30M"));
    var explained = explain(funnel, "10:00 cart  10:00 view", "10:01").get(0);

    assertThat(explained.obstacles())
        .containsExactly(new Obstacle(Rule.TIES, event("10:00 cart"), 0));
    assertThat(only(increasing(CHECKOUT), "10:00 view  10:05 buy  10:05 cart").obstacles())
        .containsExactly(new Obstacle(Rule.TIES, event("10:05 buy"), 0));
  }

  @Test
  void of_simultaneous_events_in_any_order_the_one_whose_id_comes_later_is_named() {
    var funnel =
        increasing(funnel("view > zoom > cart", "PT30M")).but().order(Order.UNORDERED).build();

    assertThat(explain(funnel, "10:00 view  10:05 zoom  10:05 cart", "23:00").get(0).obstacles())
        .containsExactly(new Obstacle(Rule.TIES, event("10:05 zoom"), 0));
  }

  @Test
  void a_session_is_open_as_long_as_an_event_would_join_it() {
    var funnel = funnel("view > buy", "session");

    assertThat(explain(funnel, "10:00 view  10:20 help", "10:50").get(0).openUntilMillis())
        .isEqualTo(at("10:50").toEpochMilli());
    assertThat(explain(funnel, "10:00 view  10:20 help", "10:51").get(0).state())
        .isEqualTo(State.LOST);
  }

  @Test
  void within_by_how_much_after_the_stage_before() {
    var late =
        only(funnel("view > cart > buy within PT5M", "PT30M"), "10:00 view  10:05 cart  10:12 buy");

    requireLost(late, 2, Rule.WITHIN, "10:12 buy", 120_000);
  }

  @Test
  void exclusion_names_what_is_excluded() {
    var funnel = excluding(CHECKOUT, "empty", 2, 3);

    requireLost(
        only(funnel, "10:00 view  10:05 cart  10:06 empty  10:10 buy"),
        1,
        Rule.EXCLUSION,
        "10:06 empty",
        0);
    requireLost(
        only(funnel, "10:00 view  10:05 cart  10:30 empty"), 1, Rule.EXCLUSION, "10:30 empty", 0);
  }

  @Test
  void an_attempt_of_which_nothing_clean_is_left_is_void() {
    var nothing = only(excluding(CHECKOUT, "cancel", 1, 2), "10:00 view  10:01 cancel  10:05 cart");

    assertThat(nothing.state()).isEqualTo(State.VOID);
    assertThat(nothing.chain()).isNull();
    assertThat(nothing.openUntilMillis()).isNull();
    assertThat(nothing.obstacles())
        .containsExactly(new Obstacle(Rule.EXCLUSION, event("10:01 cancel"), 0));
  }

  @Test
  void exclusion_of_an_unordered_attempt_covers_all_of_it() {
    var funnel = excluding(CHECKOUT, "cancel", 2, 3).but().order(Order.UNORDERED).build();
    var explanations = explain(funnel, "10:00 buy  10:01 cancel  10:05 cart  10:06 view", "23:00");

    assertThat(explanations.get(0).entry()).isEqualTo(event("10:00 buy"));
    assertThat(explanations.get(0).state()).isEqualTo(State.VOID);
    assertThat(explanations.get(0).obstacles())
        .containsExactly(new Obstacle(Rule.EXCLUSION, event("10:01 cancel"), 0));
    assertThat(depth(explanations.get(1))).isEqualTo(2);
  }

  @Test
  void what_lies_at_the_instants_between_which_it_is_excluded_is_not_named() {
    var two = excluding(excluding(CHECKOUT, "leave", 1, 2), "empty", 2, 3);

    var lost =
        only(
            two,
            "10:00 leave  10:00 view  10:02 empty  10:05 leave  10:05 cart  10:05 empty"
                + "  10:07 leave  10:08 empty  10:10 buy");
    assertThat(lost.obstacles())
        .containsExactly(new Obstacle(Rule.EXCLUSION, event("10:08 empty"), 0));
  }

  @Test
  void exclusion_of_an_unordered_attempt_ends_with_its_window() {
    var funnel = excluding(CHECKOUT, "cancel", 1, 2).but().order(Order.UNORDERED).build();
    var atTheEnd = explain(funnel, "10:00 view  10:00 cancel  10:30 cancel", "23:00").get(0);

    assertThat(atTheEnd.state()).isEqualTo(State.VOID);
    assertThat(atTheEnd.obstacles())
        .containsExactly(new Obstacle(Rule.EXCLUSION, event("10:30 cancel"), 0));
    var after = explain(funnel, "10:00 view  10:30:01 cancel", "23:00").get(0);
    assertThat(after.state()).isEqualTo(State.LOST);
    var complete = explain(funnel, "10:00 view  10:01 cart  10:05 buy  10:05 cancel", "23:00");
    assertThat(complete.get(0).state()).isEqualTo(State.COMPLETE);
    var within = explain(funnel, "10:00 view  10:01 cart  10:03 cancel  10:05 buy", "23:00").get(0);
    assertThat(within.obstacles())
        .containsExactly(new Obstacle(Rule.EXCLUSION, event("10:03 cancel"), 0));
  }

  @Test
  void what_comes_at_the_last_moment_of_a_limit_is_not_late() {
    requireLost(
        only(CHECKOUT, "10:00 view  10:30 cart  10:31 buy"), 2, Rule.WINDOW, "10:31 buy", 60_000);
    requireLost(
        only(
            funnel("view > cart within PT5M > buy within PT5M", "PT30M"),
            "10:00 view  10:05 cart  10:11 buy"),
        2,
        Rule.WITHIN,
        "10:11 buy",
        60_000);
  }

  @Test
  void what_comes_at_the_instant_of_the_entry_does_not_interrupt() {
    requireLost(
        only(STRICT, "10:00 view  10:00 help  10:02 help  10:05 cart"),
        1,
        Rule.STRICT,
        "10:02 help",
        0);
  }

  @Test
  void strict_names_what_interrupts() {
    requireLost(
        only(STRICT, "10:00 view  10:02 help  10:05 cart"), 1, Rule.STRICT, "10:02 help", 0);
    requireLost(
        only(
            STRICT.but().strictScope(StrictScope.FUNNEL).build(),
            "10:00 view  10:02 help  10:03 buy  10:05 cart"),
        1,
        Rule.STRICT,
        "10:03 buy",
        0);
  }

  @Test
  void hold_names_what_differs_or_lacks_the_value() {
    var funnel = holding(CHECKOUT, "item");

    requireLost(
        only(funnel, "10:00 view{item=1}  10:05 cart{item=2}"),
        1,
        Rule.HOLD,
        "10:05 cart{item=2}",
        0);
    requireLost(only(funnel, "10:00 view{item=1}  10:05 cart"), 1, Rule.HOLD, "10:05 cart", 0);
  }

  @Test
  void what_could_be_an_entry_but_lacks_a_held_value_is_void() {
    var lacking = only(holding(CHECKOUT, "item"), "10:00 view  10:05 cart{item=1}");

    assertThat(lacking.state()).isEqualTo(State.VOID);
    assertThat(lacking.chain()).isNull();
    assertThat(lacking.obstacles())
        .containsExactly(new Obstacle(Rule.HOLD, event("10:00 view"), 0));
  }

  @Test
  void ties_names_the_simultaneous_event() {
    requireLost(
        only(increasing(funnel("a > b", "PT30M")), "10:00 a  10:00 b"), 1, Rule.TIES, "10:00 b", 0);
  }

  @Test
  void each_rule_without_which_it_would_have_got_further_is_named() {
    var funnel = excluding(funnel("view > cart > buy within PT10M", "PT30M"), "help", 1, 2);
    var explanation = only(funnel, "10:00 view  10:05 cart  10:25 buy  10:28 help");

    assertThat(depth(explanation)).isEqualTo(2);
    assertThat(explanation.obstacles())
        .containsExactly(new Obstacle(Rule.WITHIN, event("10:25 buy"), 600_000));
  }

  @Test
  void implied_stages_have_their_limit_where_they_were_reached() {
    var funnel =
        funnel("lead > meeting within PT1H > offer > won", "P1D").but().implied(true).build();
    var explanations = explain(funnel, "10:00 lead  11:10 offer", "23:00");

    requireOpen(explanations.get(1), 3, "11:10 offer");
    assertThat(explanations.get(0).state()).isEqualTo(State.LOST);
    assertThat(depth(explanations.get(0))).isEqualTo(1);
    assertThat(explanations.get(0).obstacles())
        .containsExactly(new Obstacle(Rule.WITHIN, event("11:10 offer"), 600_000));
  }

  private static void requireOpen(Explanation explanation, int depth, String entry) {
    assertThat(explanation.entry()).isEqualTo(event(entry));
    assertThat(explanation.state()).isEqualTo(State.OPEN);
    assertThat(depth(explanation)).isEqualTo(depth);
  }

  @Test
  void another_session_breaks_a_chain_that_holds_one() {
    var held = holding(funnel("view > cart", "PT2H"), "session.number");

    requireLost(only(held, "10:00 view  10:40 cart"), 1, Rule.HOLD, "10:40 cart", 0);
  }
}
