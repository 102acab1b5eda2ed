package io.voronka.model.evaluation;

import static io.voronka.model.evaluation.Evaluated.chain;
import static io.voronka.model.evaluation.Evaluated.deadline;
import static io.voronka.model.evaluation.Evaluated.depth;
import static io.voronka.model.evaluation.Evaluated.depths;
import static io.voronka.model.evaluation.Evaluated.outcome;
import static io.voronka.testing.FunnelText.excluding;
import static io.voronka.testing.FunnelText.funnel;
import static io.voronka.testing.FunnelText.holding;
import static io.voronka.testing.FunnelText.increasing;
import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.Order;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.timeline.Timeline;
import io.voronka.testing.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What small random funnels meet seldom or never: see also {@link OpenExclusionsTest}. */
class RareChainsTest {

  private static long millis(String time) {
    return Scenario.at(time).toEpochMilli();
  }

  private static FunnelDefinition strict(String stages) {
    return funnel(stages, "PT30M").but().order(Order.STRICT).build();
  }

  private static FunnelDefinition implied(String stages) {
    return funnel(stages, "PT30M").but().implied(true).build();
  }

  private static FunnelDefinition unordered(String stages) {
    return funnel(stages, "PT30M").but().order(Order.UNORDERED).build();
  }

  // Events of one moment

  @Test
  void who_gives_up_a_stage_has_no_room_for_a_second_one() {
    var funnel = funnel("start > a|b > a > a", "PT30M");

    assertThat(depth(funnel, "10:00 start  10:05 a  10:05 b  10:05 b#2")).isEqualTo(3);
  }

  @Test
  void an_optional_stage_and_the_next_one_need_an_event_each() {
    var funnel =
        funnel("view > coupon|buy within PT15M optional > buy within PT5M > thank", "PT30M");

    assertThat(depth(funnel, "10:00 view  10:10 buy  10:10 thank")).isEqualTo(1);
    assertThat(depth(funnel, "10:00 view  10:10 buy  10:10 coupon")).isEqualTo(3);
  }

  @Test
  void of_optional_stages_after_the_last_required_one_each_may_be_filled() {
    var funnel = funnel("a > b > c optional > d optional > e", "PT30M");

    assertThat(chain(funnel, "10:00 a  10:01 b  10:02 d"))
        .isEqualTo(Scenario.events("10:00 a  10:01 b  10:02 d"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          RULE                                      | TIMELINE                                        | DEPTH
          all of the moment in between are used     | 10:00 a  10:01 b  10:01 c  10:01 d  10:02 e     | 5
          an optional stage without an event        | 10:00 a  10:01 b  10:01 d  10:02 e              | 5
          one leaves with the optional stage        | 10:00 a  10:01 b  10:01 c  10:02 d              | 4
          one event too many for a required stage   | 10:00 a  10:01 b  10:01 b#2  10:02 d            | 2
          one event too many for an optional stage  | 10:00 a  10:01 b  10:01 c  10:01 c#2  10:02 d   | 2
          and for one that the moment begins with   | 10:00 a  10:01 b  10:02 c  10:02 c#2  10:02 d   | 4
          which then can't be left                  | 10:00 a  10:01 b  10:02 c  10:02 c#2  10:02 d  10:03 e | 4
          """)
  void strict_chains_leave_a_moment_when_all_of_it_is_used(
      String rule, String timeline, int depth) {
    assertThat(depth(strict("a > b > c optional > d > e"), timeline)).isEqualTo(depth);
  }

  @Test
  void a_strict_chain_skips_an_optional_stage_to_use_all_of_a_moment() {
    assertThat(
            chain(
                strict("a > b > c optional > d > e"),
                "10:00 a  10:01 b  10:01 d  10:02 c  10:02 d  10:02 e"))
        .isEqualTo(Scenario.events("10:00 a  10:01 b  10:01 d  10:02 e"));
  }

  @Test
  void a_later_entry_into_a_stage_may_finish_earlier_and_be_out_of_reach() {
    var funnel = funnel("a > b within PT20M > o optional > c within PT1M > e", "PT3H");

    assertThat(
            chain(
                funnel,
                "10:00 a  10:05 b  10:06 c  10:30 b  10:31 c"
                    + "  10:40 b  10:49 b  10:50 c  10:55 o  10:56 c"))
        .isEqualTo(Scenario.events("10:00 a  10:05 b  10:06 c"));
  }

  @Test
  void strict_chains_keep_the_last_moment_of_a_limit() {
    var funnel = strict("a > b within PT5M > c");

    assertThat(depth(funnel, "10:00 a  10:05 b")).isEqualTo(2);
    assertThat(depth(funnel, "10:00 a  10:05:01 b")).isEqualTo(1);
  }

  @Test
  void an_implied_chain_does_not_go_on_from_a_lower_stage_of_the_same_moment() {
    var funnel = implied("a > b > c > d within PT5M");

    assertThat(depths(funnel, "10:00 a  10:00 c  10:10 c  10:12 d")).containsExactly(4, 3, 4, 4);
  }

  @Test
  void of_an_instant_s_events_that_is_chosen_which_leaves_later_ones_their_stage() {
    assertThat(chain(increasing(unordered("a > b > c")), "10:00 a  10:05 b  10:05 c  10:10 b"))
        .isEqualTo(Scenario.events("10:00 a  10:10 b  10:05 c"));
  }

  // How long a chain is open

  @Test
  void a_person_is_in_time_as_long_as_one_of_the_deepest_attempts_is() {
    var perItem = holding(funnel("view > cart > buy within PT5M", "PT30M"), "id");

    assertThat(
            deadline(
                perItem, "10:00 view{id=1}  10:01 view{id=2}  10:02 cart{id=2}  10:10 cart{id=1}"))
        .as("the one that started first")
        .isEqualTo(millis("10:15"));
    assertThat(deadline(perItem, "10:00 view{id=1}  10:01 view{id=2}  10:02 cart{id=2}"))
        .as("the other is not as deep")
        .isEqualTo(millis("10:07"));
  }

  @Test
  void a_deadline_does_not_count_from_a_stage_that_is_void() {
    var funnel = excluding(funnel("a > b within PT10M > c within PT20M", "PT30M"), "x", 2, 3);

    assertThat(deadline(funnel, "10:00 a  10:02 b  10:03 x")).isEqualTo(millis("10:10"));
  }

  @Test
  void a_deadline_counts_from_a_stage_before_which_several_are_skipped() {
    var funnel = funnel("a > b optional > c optional > d > e within PT5M", "PT30M");

    assertThat(deadline(funnel, "10:00 a  10:02 d")).isEqualTo(millis("10:07"));
  }

  @Test
  void an_optional_stage_does_not_open_a_strict_chain_that_was_interrupted() {
    var funnel = strict("a > b > c optional > d");

    assertThat(deadline(funnel, "10:00 a  10:01 b  10:02 c")).isEqualTo(millis("10:30"));
    assertThat(deadline(funnel, "10:00 a  10:01 b  10:01 help  10:02 c")).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void the_next_attempt_opens_a_millisecond_after_the_deadline() {
    var funnel = funnel("view > buy", "PT30M");
    long start = millis("10:00");
    long window = 1_800_000;

    for (long after : new long[] {0, 1}) {
      var second = new Event("2", start + window + after, "view", new Fields(Map.of()));
      var first = new Event("1", start, "view", new Fields(Map.of()));
      var counted = new Evaluator(funnel).attempts(Timeline.of(List.of(first, second))).counted();
      assertThat(counted.stream().map(one -> one.speaking().entry()))
          .isEqualTo(after == 0 ? List.of(second) : List.of(first, second));
    }
  }

  // As many moments as fit before an array grows

  @ParameterizedTest
  @EnumSource
  void eight_moments_are_like_any_number(Order order) {
    var names = List.of("a", "b", "c", "d", "e", "f", "g", "h");
    var plain = funnel(String.join(" > ", names), "PT30M").but().order(order).build();
    var events = new ArrayList<Event>();
    for (var name : names) {
      events.add(
          new Event(name, millis("10:00") + events.size() * 60_000L, name, new Fields(Map.of())));
    }

    for (var funnel : List.of(plain, excluding(plain, "x", 1, 2))) {
      var outcome = Objects.requireNonNull(outcome(funnel, Timeline.of(events)));
      assertThat(outcome.chain().events()).isEqualTo(events);
    }
  }
}
