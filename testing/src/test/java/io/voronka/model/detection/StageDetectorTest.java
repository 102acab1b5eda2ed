package io.voronka.model.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voronka.model.detection.Alert.Kind;
import io.voronka.model.detection.Alert.Scope;
import io.voronka.model.detection.Alert.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StageDetectorTest {

  private static final int FOLLOWED = 240;
  private static final int DAY = 1440;
  private static final long HISTORY = 30L * DAY;
  private static final BreakdownValue SAFARI = new BreakdownValue("browser", "safari");
  private static final BreakdownValue CHROME = new BreakdownValue("browser", "chrome");
  private static final StageSettings SETTINGS =
      new StageSettings("shop/1/2", FOLLOWED, Sensitivity.DEFAULT);

  /** Two browsers; a switch of the minutes' deliveries. */
  private static final class Shop {

    private final RandomStage safari;
    private final RandomStage chrome;
    private StageDetector detector = new StageDetector(SETTINGS, 0);
    private final List<Alert> alerts = new ArrayList<>();
    private boolean isSuppressed;

    Shop(RandomStage safari, RandomStage chrome) {
      this.safari = safari;
      this.chrome = chrome;
    }

    static RandomStage safari(long seed) {
      return new RandomStage(seed, FOLLOWED, 3, 0.4);
    }

    static RandomStage chrome(long seed) {
      return new RandomStage(seed + 1000, FOLLOWED, 9, 0.4);
    }

    List<Alert> runTo(long end) {
      while (detector.end() < end) {
        tick();
      }
      return alerts;
    }

    private void tick() {
      var first = safari.next();
      var second = chrome.next();
      alerts.addAll(
          detector.next(
              new StageMinute(
                  sum(first, second), Map.of(SAFARI, first, CHROME, second), isSuppressed)));
    }

    private static MinuteCounts sum(MinuteCounts one, MinuteCounts other) {
      var grouped = new TreeMap<Integer, Integer>();
      for (var counts : List.of(one, other)) {
        for (int i = 0; i < counts.delays().length; i++) {
          grouped.merge(counts.delays()[i], counts.counts()[i], Integer::sum);
        }
      }
      return new MinuteCounts(
          one.minute(),
          one.reached() + other.reached(),
          grouped.keySet().stream().mapToInt(Integer::intValue).toArray(),
          grouped.values().stream().mapToInt(Integer::intValue).toArray());
    }

    void restart() {
      detector = StageDetector.of(SETTINGS, detector.states());
    }
  }

  @Test
  void a_broken_browser_is_found_named_and_resolved() {
    long start = HISTORY + 600;
    var shop = new Shop(Shop.safari(1).failing(1, start, start + 300), Shop.chrome(1));

    var alerts = shop.runTo(start + 900);

    assertThat(alerts).isNotEmpty().allMatch(alert -> alert.detectedAt() > start);
    assertThat(alerts.get(0).detectedAt()).isLessThan(start + 60);
    assertThat(alerts)
        .filteredOn(alert -> alert.scope() == Scope.SEGMENT)
        .isNotEmpty()
        .allSatisfy(alert -> assertThat(alert.causes().get(0).value()).isEqualTo(SAFARI));
    var last = alerts.get(alerts.size() - 1);
    assertThat(last.state()).isEqualTo(State.RESOLVED);
    assertThat(last.resolvedAt()).isBetween(start + 300, start + 600);
    assertThat(alerts.stream().map(Alert::id).distinct().count())
        .isEqualTo(alerts.stream().filter(alert -> alert.resolvedAt() != null).count());
  }

  @Test
  void a_restart_in_the_middle_tells_the_same_and_nothing_twice() {
    long start = HISTORY + 600;
    var straight = new Shop(Shop.safari(2).failing(1, start, start + 300), Shop.chrome(2));
    var restarted = new Shop(Shop.safari(2).failing(1, start, start + 300), Shop.chrome(2));
    for (long minute = start - 30; minute < start + 600; minute += 13) {
      restarted.runTo(minute);
      restarted.restart();
    }

    var alerts = restarted.runTo(start + 900);

    assertThat(alerts).isNotEmpty().isEqualTo(straight.runTo(start + 900));
    assertThat(restarted.detector.states())
        .extracting(StageDetector.StreamState::value)
        .containsExactly(null, CHROME, SAFARI);
    for (int i = 0; i < 3; i++) {
      var bytes = restarted.detector.states().get(i).bytes();
      assertThat(bytes).isEqualTo(straight.detector.states().get(i).bytes());
      assertThat(bytes.length).isLessThanOrEqualTo(32 * 1024);
    }
  }

  @Test
  void that_nobody_comes_can_be_the_new_normal() {
    long start = HISTORY + 700;
    var shop =
        new Shop(
            Shop.safari(3).silent(start, Long.MAX_VALUE),
            Shop.chrome(3).silent(start, Long.MAX_VALUE));
    var fired = shop.runTo(start + 2000).get(0);

    acceptsOnce(shop, fired);
    int told = shop.runTo(start + 2001).size();
    assertThat(shop.runTo(start + 3500)).hasSize(told);
  }

  @Test
  void when_nobody_comes_it_is_traffic_and_no_drop() {
    long start = HISTORY + 700;
    var shop =
        new Shop(
            Shop.safari(3).silent(start, start + 200), Shop.chrome(3).silent(start, start + 200));

    var alerts = shop.runTo(start + 700);

    assertThat(alerts).isNotEmpty().allMatch(alert -> alert.kind() == Kind.TRAFFIC_STOP);
    assertThat(alerts.get(0).detectedAt()).isBetween(start, start + 10);
    assertThat(alerts.get(alerts.size() - 1).state()).isEqualTo(State.RESOLVED);
  }

  @Test
  void while_suppressed_it_fires_all_the_same_and_is_told_when_that_ends() {
    long start = HISTORY + 600;
    var shop =
        new Shop(
            Shop.safari(4).failing(1, start, start + 2000),
            Shop.chrome(4).failing(1, start, start + 2000));
    shop.isSuppressed = true;
    shop.runTo(start + 100);
    assertThat(shop.alerts).isNotEmpty().allMatch(alert -> alert.state() == State.SUPPRESSED);
    shop.isSuppressed = false;

    var alerts = shop.runTo(start + 101);

    assertThat(alerts.get(alerts.size() - 1).state()).isEqualTo(State.FIRING);
  }

  @Test
  void after_a_week_of_firing_it_is_the_new_normal() {
    long start = HISTORY;
    long forever = start + 400L * DAY;
    var shop =
        new Shop(
            Shop.safari(5).failing(0.5, start, forever),
            Shop.chrome(5).failing(0.5, start, forever));

    var alerts = shop.runTo(start + 12L * DAY);

    var last = alerts.get(alerts.size() - 1);
    assertThat(last.state()).isEqualTo(State.REBASELINED);
    assertThat(alerts.stream().map(Alert::id).distinct()).hasSize(1);
  }

  @Test
  void somebody_says_that_it_is_the_new_normal() {
    long start = HISTORY;
    var shop =
        new Shop(
            Shop.safari(6).failing(0.6, start, start + 9L * DAY),
            Shop.chrome(6).failing(0.6, start, start + 9L * DAY));
    var fired = shop.runTo(start + DAY).get(0);

    acceptsOnce(shop, fired);
    int before = shop.alerts.size();
    assertThat(shop.runTo(start + 3L * DAY)).hasSize(before);
  }

  @Test
  void more_people_of_a_weak_source_are_no_drop() {
    var weak = new RandomStage(7, FOLLOWED, 1, 0.1);
    var strong = new RandomStage(8, FOLLOWED, 5, 0.6);
    var rush = new RandomStage(9, FOLLOWED, 12, 0.1);
    var detector = new StageDetector(SETTINGS, 0);
    var alerts = new ArrayList<Alert>();
    for (long minute = 0; minute < HISTORY + DAY; minute++) {
      var campaign = weak.next();
      var more = rush.next();
      if (minute > HISTORY) {
        campaign = Shop.sum(campaign, more);
      }
      var usual = strong.next();
      alerts.addAll(
          detector.next(
              new StageMinute(
                  Shop.sum(campaign, usual),
                  Map.of(
                      new BreakdownValue("source", "campaign"), campaign,
                      new BreakdownValue("source", "organic"), usual),
                  false)));
    }
    assertThat(alerts).isEmpty();
  }

  @Test
  void a_new_stage_is_watched_for_large_drops_from_its_second_day() {
    long start = 5L * DAY;
    var shop =
        new Shop(
            Shop.safari(10).failing(1, start, start + 300),
            Shop.chrome(10).failing(1, start, start + 300));

    var alerts = shop.runTo(start + 300);

    assertThat(shop.detector.isLearning()).isTrue();
    assertThat(alerts).isNotEmpty();
    assertThat(alerts.get(0).detectedAt()).isBetween(start, start + 30);
  }

  @Test
  void the_smallest_drop_that_can_be_seen_goes_down_with_time_and_traffic() {
    var large = new Shop(Shop.safari(13), Shop.chrome(13));
    assertThat(large.detector.smallestDropWithinAnHour()).isEmpty();
    large.runTo(HISTORY);
    var small = new StageDetector(SETTINGS, 0);
    var few = new RandomStage(14, FOLLOWED, 0.2, 0.4);
    while (small.end() < HISTORY) {
      small.next(StageMinute.of(few.next()));
    }

    double withinAnHour = large.detector.smallestDropWithinAnHour().getAsDouble();
    assertThat(withinAnHour).isBetween(0.2, 0.5);
    assertThat(large.detector.smallestDropWithinADay().getAsDouble()).isBetween(0.1, withinAnHour);
    assertThat(small.smallestDropWithinAnHour()).isEmpty();
    assertThat(small.smallestDropWithinADay().getAsDouble()).isBetween(withinAnHour, 0.9);
  }

  @Test
  void values_of_few_people_are_not_watched() {
    var many = new RandomStage(11, FOLLOWED, 4, 0.5);
    var few = new RandomStage(12, FOLLOWED, 0.04, 0.5);
    var detector = new StageDetector(SETTINGS, 0);
    for (long minute = 0; minute < 3L * DAY; minute++) {
      var one = many.next();
      var other = few.next();
      detector.next(
          new StageMinute(Shop.sum(one, other), Map.of(CHROME, one, SAFARI, other), false));
    }
    assertThat(detector.watched()).containsExactly(CHROME);
  }

  @Test
  void at_most_twenty_five_values_of_a_breakdown_are_kept() {
    var detector = new StageDetector(SETTINGS, 0);
    var values = new TreeMap<BreakdownValue, MinuteCounts>();
    for (int value = 0; value < 40; value++) {
      values.put(
          new BreakdownValue("country", "c" + value),
          new MinuteCounts(0, 1, new int[0], new int[0]));
    }
    detector.next(new StageMinute(new MinuteCounts(0, 40, new int[0], new int[0]), values, false));
    assertThat(detector.states()).hasSize(1 + StageDetector.MOST_VALUES);
  }

  @Test
  void what_is_taken_back_leaves_what_there_would_have_been() {
    var with = new StageDetector(SETTINGS, 0);
    with.next(StageMinute.of(new MinuteCounts(0, 3, new int[] {0}, new int[] {1})));
    with.retractReached(0, List.of());
    with.retractAdvance(0, 0, List.of());
    var without = new StageDetector(SETTINGS, 0);
    without.next(StageMinute.of(new MinuteCounts(0, 2, new int[] {0}, new int[] {0})));
    // The delay law keeps what it has seen until its day is closed; counts and rates don't.
    for (var detector : List.of(with, without)) {
      for (long minute = 1; minute < 100; minute++) {
        detector.next(StageMinute.of(MinuteCounts.empty(minute)));
      }
    }
    assertThat(with.states().get(0).bytes().length)
        .isEqualTo(without.states().get(0).bytes().length);
  }

  @Test
  void minutes_come_in_order() {
    var detector = new StageDetector(SETTINGS, 100);
    assertThatThrownBy(() -> detector.next(StageMinute.of(MinuteCounts.empty(101))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("minute 101 instead of 100");
  }

  @Test
  void a_damaged_state_is_refused() {
    var states = new StageDetector(SETTINGS, 0).states();
    var bytes = states.get(0).bytes();
    var cut = List.of(new StageDetector.StreamState(null, Arrays.copyOf(bytes, bytes.length / 2)));
    assertThatThrownBy(() -> StageDetector.of(SETTINGS, cut))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StageDetector.of(SETTINGS, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the state of the stage is missing");
  }

  /** Somebody takes for normal what an alert tells; to say so again changes nothing. */
  private static void acceptsOnce(Shop shop, Alert fired) {
    assertThat(shop.detector.accept(fired.id()))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.id()).isEqualTo(fired.id());
              assertThat(alert.state()).isEqualTo(State.REBASELINED);
            });
    assertThat(shop.detector.accept(fired.id())).isEmpty();
  }
}
