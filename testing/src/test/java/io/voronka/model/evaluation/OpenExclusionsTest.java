package io.voronka.model.evaluation;

import static io.voronka.model.evaluation.Evaluated.chain;
import static io.voronka.model.evaluation.Evaluated.depth;
import static io.voronka.model.evaluation.Evaluated.depths;
import static io.voronka.testing.FunnelText.excluding;
import static io.voronka.testing.FunnelText.funnel;
import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.testing.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Excluded events, where the earliest finish is not the one that counts. */
class OpenExclusionsTest {

  @Test
  void where_an_excluded_event_voids_the_earliest_finish_a_later_one_counts() {
    var events = "10:00 view  10:05 cart  10:10 empty  10:12 buy  10:15 cart  10:18 cart";
    var later = Scenario.events("10:00 view  10:15 cart");

    for (var stages : List.of("view > cart > buy", "view > cart within PT20M > buy")) {
      assertThat(chain(excluding(funnel(stages, "PT30M"), "empty", 2, 3), events)).isEqualTo(later);
    }
    var soon = excluding(funnel("view > cart within PT10M > buy", "PT30M"), "empty", 2, 3);
    assertThat(depth(soon, events)).isEqualTo(1);
  }

  @Test
  void what_comes_after_an_excluded_event_still_has_to_follow_the_stage_before() {
    var events = "10:00 view  10:01 empty  10:02 pay  10:03 cart  10:04 pay";

    for (var pay : List.of("pay", "pay within PT20M")) {
      var funnel = funnel("view > cart > " + pay + " > done", "PT30M");
      assertThat(chain(excluding(funnel, "empty", 3, 4), events))
          .isEqualTo(Scenario.events("10:00 view  10:03 cart  10:04 pay"));
    }
  }

  @Test
  void the_stage_before_may_be_an_optional_one_that_is_skipped() {
    var funnel = excluding(funnel("a > b optional > c > d", "PT30M"), "x", 3, 4);

    assertThat(chain(funnel, "10:00 a  10:01 x  10:02 c"))
        .isEqualTo(Scenario.events("10:00 a  10:02 c"));
  }

  @Test
  void of_two_exclusions_each_counts_from_its_own_stage() {
    var funnel = excluding(excluding(funnel("a > b > c > d", "PT30M"), "x", 2, 4), "y", 3, 4);

    assertThat(depth(funnel, "10:00 a  10:01 b  10:02 y  10:03 c")).isEqualTo(3);
    assertThat(depth(funnel, "10:00 a  10:01 b  10:02 x  10:03 c")).isEqualTo(1);
  }

  @Test
  void a_chain_leaves_with_what_comes_after_the_excluded_event() {
    var early = excluding(funnel("view > cart > buy > done", "PT30M"), "empty", 2, 4);
    assertThat(
            chain(early, "10:00 view  10:01 cart  10:02 buy  10:03 empty  10:04 cart  10:05 buy"))
        .isEqualTo(Scenario.events("10:00 view  10:04 cart  10:05 buy"));

    var soon = excluding(funnel("a > b > c within PT2M > d > e", "PT30M"), "x", 3, 5);
    assertThat(
            chain(soon, "10:00 a  10:01 b  10:02 c  10:03 d  10:04 x  10:05 b  10:06 c  10:07 d"))
        .isEqualTo(Scenario.events("10:00 a  10:05 b  10:06 c  10:07 d"));

    var atOnce = excluding(funnel("a > b > c within PT1M > d > e", "PT30M"), "x", 3, 5);
    assertThat(
            chain(atOnce, "10:00 a  10:01 b  10:01 c  10:02 d  10:03 x  10:04 b  10:05 c  10:06 d"))
        .isEqualTo(Scenario.events("10:00 a  10:04 b  10:05 c  10:06 d"));
  }

  @Test
  void an_implied_chain_that_fills_a_stage_before_the_excluded_event_does_not_fill_it_again() {
    var funnel = excluding(funnel("a > b > c", "PT30M").but().implied(true).build(), "x", 2, 3);

    assertThat(depths(funnel, "10:00 b  10:01 x  10:02 b")).containsExactly(0, 2);
  }

  @Test
  void an_excluded_event_in_the_middle_of_a_chain_voids_it() {
    var funnel = excluding(funnel("a > b > c", "PT30M"), "x", 1, 3);

    assertThat(depth(funnel, "10:00 a  10:01 b  10:01 x  10:02 c")).isZero();
  }

  @Test
  void a_stage_is_passed_where_no_chain_may_end_with_it() {
    var funnel = excluding(funnel("a > b > c", "PT30M"), "x", 1, 3);

    assertThat(depth(funnel, "10:00 a  10:01 b  10:01 x  10:01 c")).isEqualTo(3);
  }
}
