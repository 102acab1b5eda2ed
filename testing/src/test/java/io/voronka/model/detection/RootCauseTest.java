package io.voronka.model.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.voronka.model.detection.Alert.Scope;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RootCauseTest {

  private static final BreakdownValue SAFARI = new BreakdownValue("browser", "safari");
  private static final BreakdownValue CHROME = new BreakdownValue("browser", "chrome");
  private static final BreakdownValue OTHERS = new BreakdownValue("browser", "others");

  private static Reading window(double observed, double expected) {
    return new Reading(View.CALENDAR, 0, 60, observed, expected, 3 * expected, 0.2, 0.002, 12);
  }

  private static Map<BreakdownValue, Reading> values(
      Reading safari, Reading chrome, Reading others) {
    return new TreeMap<>(Map.of(SAFARI, safari, CHROME, chrome, OTHERS, others));
  }

  @Test
  void one_value_that_lost_all_of_it_is_named() {
    var cause =
        RootCause.of(window(82, 100), values(window(1, 20), window(56, 55), window(25, 25)));

    assertThat(cause.scope()).isEqualTo(Scope.SEGMENT);
    assertThat(cause.causes()).hasSize(1);
    var named = cause.causes().get(0);
    assertThat(named.value()).isEqualTo(SAFARI);
    assertThat(named.drop()).isCloseTo(0.95, within(1e-9));
    assertThat(named.share()).isCloseTo(1, within(1e-9));
    assertThat(named.dropInTheRest()).isCloseTo(-1 / 80.0, within(1e-9));
  }

  @Test
  void where_all_lose_alike_none_is_named() {
    var cause =
        RootCause.of(window(50, 100), values(window(10, 20), window(28, 55), window(12, 25)));

    assertThat(cause).isEqualTo(new RootCause(Scope.BROAD, List.of()));
  }

  @Test
  void with_too_few_people_it_is_not_known_yet() {
    var cause = RootCause.of(window(6, 8), values(window(1, 2), window(4, 4), window(1, 2)));

    assertThat(cause.scope()).isEqualTo(Scope.UNKNOWN);
  }

  @Test
  void without_breakdowns_it_is_broad() {
    assertThat(RootCause.of(window(5, 50), Map.of()).scope()).isEqualTo(Scope.BROAD);
  }

  @Test
  void a_segment_whose_stage_hides_it_is_its_own_cause_unless_the_rest_drops_too() {
    var own = RootCause.ofSegment(SAFARI, window(1, 10), window(200, 205));
    assertThat(own.causes()).extracting(Alert.Cause::value).containsExactly(SAFARI);

    var shared = RootCause.ofSegment(SAFARI, window(5, 10), window(120, 205));
    assertThat(shared.scope()).isEqualTo(Scope.BROAD);
  }
}
