package io.voronka.model.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.voronka.model.event.PropertyValue.Whole;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DefinitionRulesTest {

  private static final Stage VIEW = Stage.named("View", "view");
  private static final Stage CART = Stage.named("Cart", "cart");
  private static final Stage BUY = Stage.named("Buy", "buy");

  private static FunnelDefinition.Builder of(Stage... stages) {
    return FunnelDefinition.of("Checkout", List.of(stages));
  }

  private static List<String> broken(FunnelDefinition.Builder builder) {
    var invalid = catchThrowableOfType(InvalidDefinition.class, builder::build);
    return invalid == null
        ? List.of()
        : invalid.violations().stream().map(one -> one.path() + " " + one.message()).toList();
  }

  private static Exclusion excluding(int after, int before) {
    return new Exclusion(List.of(Matcher.named("empty")), after, before);
  }

  @Test
  void a_sound_definition_breaks_none() {
    assertThat(
            broken(
                of(VIEW, CART.within(Duration.ofHours(1)).asOptional(), BUY.withValue("total"))
                    .hold(List.of("item"))
                    .breakdowns(List.of("country", "city"))
                    .breakdownFrom(BreakdownFrom.stage(3))
                    .exclude(List.of(excluding(1, 3)))))
        .isEmpty();
  }

  @Test
  void every_broken_rule_is_named_at_once() {
    var nameless = new Matcher("", List.of());
    var first = new Stage(" ", List.of(), Duration.ofHours(1), true, " ", 0.0);
    var last = Stage.of("Cart", List.of(nameless)).within(Duration.ZERO).withTarget(1.5);

    assertThat(
            broken(
                FunnelDefinition.of("", List.of(first, CART, last))
                    .strictScope(StrictScope.FUNNEL)
                    .window(ConversionWindow.of(Duration.ofDays(3661)))
                    .hold(List.of("a", "b", "c", "d", "e", "f"))
                    .breakdowns(List.of("country", "", "country"))
                    .breakdownFrom(BreakdownFrom.stage(4))
                    .exclude(List.of(excluding(2, 2), excluding(0, 4), excluding(1, 3)))))
        .containsExactlyInAnyOrder(
            "name must not be blank",
            "stages[2] repeats 'Cart'",
            "stages[0].name must not be blank",
            "stages[0].anyOf needs at least 1",
            "stages[0].within has no stage before it",
            "stages[0].optional can't be the first or last stage",
            "stages[0].value must not be blank",
            "stages[0].target must be above 0 to 1",
            "stages[2].anyOf[0].event must not be empty",
            "stages[2].within must be at least 1 ms",
            "stages[2].target must be above 0 to 1",
            "strictScope has a meaning in strict funnels only",
            "window must be at most 3660 days",
            "exclude[0].before must be more than after",
            "exclude[1].after must be the number of a stage, 1 to 3",
            "exclude[1].before must be the number of a stage, 1 to 3",
            "exclude[2].after must not be an optional stage",
            "hold allows at most 5",
            "breakdowns[2] repeats 'country'",
            "breakdowns[1] must not be blank",
            "breakdownFrom must be the number of a stage, 1 to 3");
  }

  @Test
  void an_unordered_funnel_has_neither_limits_nor_optional_or_implied_stages() {
    assertThat(
            broken(
                of(VIEW, CART.within(Duration.ofHours(1)).asOptional(), BUY)
                    .order(Order.UNORDERED)
                    .implied(true)))
        .containsExactlyInAnyOrder(
            "stages[1].within has no meaning in an unordered funnel: its stages have no order",
            "stages[1].optional has no meaning in an unordered funnel: its depth is how many stages"
                + " are filled",
            "stages[1].optional has no meaning where stages are implied: each of them may be"
                + " skipped",
            "implied has a meaning in ordered funnels only");
  }

  @Test
  void strict_funnels_choose_what_interrupts_and_imply_nothing() {
    assertThat(broken(of(VIEW, BUY).order(Order.STRICT).strictScope(StrictScope.FUNNEL))).isEmpty();
    assertThat(broken(of(VIEW, BUY).order(Order.STRICT).implied(true)))
        .containsExactly("implied has a meaning in ordered funnels only");
  }

  @Test
  void a_funnel_has_1_to_30_stages() {
    assertThat(broken(of())).containsExactly("stages needs at least 1");
    assertThat(broken(many(30))).isEmpty();
    assertThat(broken(many(31))).containsExactly("stages allows at most 30");
  }

  private static FunnelDefinition.Builder many(int stages) {
    return FunnelDefinition.of(
        "Long", IntStream.range(0, stages).mapToObj(i -> Stage.named("s" + i, "e" + i)).toList());
  }

  @Test
  void names_matchers_conditions_and_exclusions_have_a_most() {
    var condition = Condition.of("size", Operator.GT, new Whole(1));
    var many = new Matcher("view", Collections.nCopies(21, condition));
    var crowded = Stage.of("n".repeat(201), Collections.nCopies(51, Matcher.named("view")));

    assertThat(
            broken(
                FunnelDefinition.of("n".repeat(201), List.of(crowded, Stage.of("b", List.of(many))))
                    .exclude(Collections.nCopies(11, excluding(1, 2)))))
        .containsExactlyInAnyOrder(
            "name allows at most 200 characters",
            "stages[0].name allows at most 200 characters",
            "stages[0].anyOf allows at most 50",
            "stages[1].anyOf[0].where allows at most 20",
            "exclude allows at most 10");
  }

  @Test
  void an_exclusion_needs_something_to_exclude() {
    assertThat(broken(of(VIEW, BUY).exclude(List.of(new Exclusion(List.of(), 1, 2)))))
        .containsExactly("exclude[0].anyOf needs at least 1");
  }

  @Test
  void the_window_is_at_least_a_millisecond_and_at_most_3660_days() {
    assertThat(broken(of(VIEW, BUY).window(ConversionWindow.of(Duration.ofMillis(1))))).isEmpty();
    assertThat(broken(of(VIEW, BUY).window(ConversionWindow.of(Duration.ofDays(3660))))).isEmpty();
    assertThat(broken(of(VIEW, BUY).window(ConversionWindow.of(Duration.ofNanos(999_999)))))
        .containsExactly("window must be at least 1 ms");
    assertThat(broken(of(VIEW, BUY).window(ConversionWindow.SESSION))).isEmpty();
  }

  @Test
  void the_message_names_them_all() {
    assertThatThrownBy(() -> of(VIEW, VIEW.asOptional()).build())
        .isInstanceOf(InvalidDefinition.class)
        .hasMessage(
            "stages[1] repeats 'View'; stages[1].optional can't be the first or last stage");
  }

  @Test
  void a_session_is_asked_for_what_it_has_and_not_of_the_person() {
    var names =
        "it has channel, utm_source, utm_medium, utm_campaign, utm_term, utm_content, referrer,"
            + " referring_domain, landing, exit, device, browser, os, country, number, start";

    assertThat(
            broken(
                of(VIEW, BUY.withValue("session.number"))
                    .hold(List.of("session.number", "person.plan"))
                    .breakdowns(List.of("session.channel", "person.any.thing"))))
        .isEmpty();
    assertThat(
            broken(
                of(VIEW, BUY.withValue("session.value"))
                    .hold(List.of("session.id"))
                    .breakdowns(List.of("session.Channel", "session"))))
        .containsExactly(
            "stages[1].value 'session.value' is no property of a session; " + names,
            "hold[0] 'session.id' is no property of a session; " + names,
            "breakdowns[0] 'session.Channel' is no property of a session; " + names);
    assertThatThrownBy(() -> Condition.of("session.", Operator.EXISTS, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'session.' is no property of a session; " + names);
    assertThat(
            broken(
                of(VIEW, BUY)
                    .breakdowns(List.of("plan", "session.channel"))
                    .breakdownFrom(BreakdownFrom.PERSON)))
        .containsExactly(
            "breakdownFrom must name an event where a session is asked for: a person has many");
  }
}
