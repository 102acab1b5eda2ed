package io.voronka.model.evaluation;

import static io.voronka.testing.FunnelText.excluding;
import static io.voronka.testing.FunnelText.funnel;
import static io.voronka.testing.FunnelText.holding;
import static io.voronka.testing.Scenario.at;
import static io.voronka.testing.Scenario.timeline;
import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.Order;
import io.voronka.model.evaluation.Explanation.Obstacle;
import io.voronka.model.evaluation.Explanation.Rule;
import io.voronka.model.evaluation.Explanation.State;
import io.voronka.model.event.Event;
import io.voronka.testing.Scenario;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is said where several rules could have stopped an attempt. */
class ExplainerSeveralRulesTest {

  private static final FunnelDefinition CHECKOUT = funnel("view > cart > buy", "PT30M");

  /** Explains the first entry, long after everything. */
  private static Explanation first(FunnelDefinition funnel, String timeline) {
    return new Explainer(funnel).explain(timeline(timeline), at("23:00").toEpochMilli()).get(0);
  }

  private static Event event(String text) {
    return Scenario.events(text).get(0);
  }

  @Test
  void where_it_takes_two_rules_both_are_named() {
    var late = first(funnel("view > buy within PT5M", "PT30M"), "10:00 view  10:40 buy");

    assertThat(late.obstacles())
        .containsExactly(
            new Obstacle(Rule.WINDOW, event("10:40 buy"), 600_000),
            new Obstacle(Rule.WITHIN, event("10:40 buy"), 2_100_000));
  }

  @Test
  void where_it_takes_two_rules_those_that_are_kept_are_not_named() {
    var two =
        List.of(
            new Obstacle(Rule.WINDOW, event("10:40 buy{id=2}"), 600_000),
            new Obstacle(Rule.HOLD, event("10:40 buy{id=2}"), 0));
    var held = holding(funnel("view > buy within PT1H", "PT30M"), "id");
    assertThat(first(held, "10:00 view{id=1}  10:40 buy{id=2}").obstacles()).isEqualTo(two);

    var strict = held.but().order(Order.STRICT).build();
    assertThat(first(strict, "10:00 view{id=1}  10:40 buy{id=2}  10:40 help").obstacles())
        .isEqualTo(two);

    var unordered = holding(funnel("view > buy", "PT30M"), "id").but().order(Order.UNORDERED);
    var excluding = excluding(unordered.build(), "empty", 1, 2);
    assertThat(first(excluding, "10:00 view{id=1}  10:40 buy{id=2}  10:40 empty").obstacles())
        .isEqualTo(two);
    assertThat(first(excluding, "10:00 view{id=1}  10:35 empty  10:40 buy{id=2}").obstacles())
        .containsExactly(
            two.get(0), new Obstacle(Rule.EXCLUSION, event("10:35 empty"), 0), two.get(1));
  }

  @Test
  void where_one_rule_is_enough_a_chain_that_breaks_more_is_not_asked() {
    var held = holding(CHECKOUT, "id");

    assertThat(first(held, "10:00 view{id=1}  10:40 cart{id=1}  10:45 buy{id=2}").obstacles())
        .containsExactly(new Obstacle(Rule.WINDOW, event("10:40 cart{id=1}"), 600_000));
  }

  @Test
  void a_chain_that_breaks_rules_and_gets_no_further_says_nothing() {
    var held = holding(CHECKOUT, "id");
    var lost = first(held, "10:00 view{id=1}  10:05 cart{id=2}  10:06 cart{id=1}");

    assertThat(Objects.requireNonNull(lost.chain()).depth()).isEqualTo(2);
    assertThat(lost.obstacles()).isEmpty();
  }

  @Test
  void of_two_rules_one_is_strictness_only_where_the_order_is_strict() {
    var limited = funnel("view > buy within PT5M", "PT30M");
    var strict = limited.but().order(Order.STRICT).build();

    assertThat(first(limited, "10:00 view  10:20 help  10:40 buy").obstacles())
        .containsExactly(
            new Obstacle(Rule.WINDOW, event("10:40 buy"), 600_000),
            new Obstacle(Rule.WITHIN, event("10:40 buy"), 2_100_000));
    assertThat(first(strict, "10:00 view  10:02 help  10:07 buy").obstacles())
        .containsExactly(
            new Obstacle(Rule.WITHIN, event("10:07 buy"), 120_000),
            new Obstacle(Rule.STRICT, event("10:02 help"), 0));
  }

  @Test
  void an_unordered_attempt_stays_unordered_without_its_other_rules() {
    var unordered =
        holding(funnel("name > mail", "PT30M"), "id").but().order(Order.UNORDERED).build();
    var explained = first(unordered, "10:00 mail{id=1}  10:40 name{id=2}");

    assertThat(explained.entry()).isEqualTo(event("10:00 mail{id=1}"));
    assertThat(explained.obstacles())
        .containsExactly(
            new Obstacle(Rule.WINDOW, event("10:40 name{id=2}"), 600_000),
            new Obstacle(Rule.HOLD, event("10:40 name{id=2}"), 0));
  }

  @Test
  void a_void_strict_attempt_names_what_came_between_not_its_own_stages() {
    var funnel = excluding(CHECKOUT, "empty", 1, 3).but().order(Order.STRICT).build();
    var nothing = first(funnel, "10:00 view  10:05 cart  10:06 help  10:07 buy  10:08 empty");

    assertThat(nothing.state()).isEqualTo(State.VOID);
    assertThat(nothing.obstacles())
        .containsExactly(
            new Obstacle(Rule.EXCLUSION, event("10:08 empty"), 0),
            new Obstacle(Rule.STRICT, event("10:06 help"), 0));
  }
}
