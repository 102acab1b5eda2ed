package io.voronka.allinone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.detection.Alert;
import io.voronka.model.detection.StageDetector;
import io.voronka.model.detection.StageSteps.Step;
import io.voronka.wire.AlertRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The detector over the log of a real service desk: what it tells of the log as it is, and whether
 * it finds a drop that was put in. {@code docs/alerting.md} has the figures of all stages.
 */
@TestInstance(Lifecycle.PER_CLASS)
class LoggedAlertsTest {

  private static final Instant HOLIDAY = Instant.parse("2016-04-21T00:00:00Z");
  private static final Instant DROP = Instant.parse("2016-05-17T09:00:00Z"); // a Tuesday
  private static final Instant LEARNED = Instant.parse("2016-03-29T00:00:00Z"); // 29 days

  private final LoggedStage opened =
      LoggedStage.of(SampleSet.SUPPORT_INCIDENTS).stream()
          .filter(stage -> stage.toString().equals("opened-active-resolved-closed-14d 1"))
          .findFirst()
          .orElseThrow();
  private final List<Alert> told = new ArrayList<>();
  private final StageDetector untilDrop = untilDrop();

  private StageDetector untilDrop() {
    var detector = opened.begin();
    told.addAll(opened.goOn(detector, step -> true, DROP));
    return detector;
  }

  /** A desk that is closed at night and at weekends, and on a public holiday of its country. */
  @Test
  void of_the_log_as_it_is_a_holiday_is_told_and_a_weekend_on_which_fewer_worked() {
    var fired =
        told.stream()
            .filter(alert -> alert.updatedAt() == alert.detectedAt())
            .filter(alert -> time(alert.detectedAt()).isAfter(LEARNED))
            .toList();
    assertThat(fired)
        .extracting(alert -> alert.kind().text() + " " + day(alert.detectedAt()))
        .containsExactly("traffic_drop 2016-04-21", "stage_drop 2016-05-15");
    assertThat(time(fired.get(0).onset())).isBetween(HOLIDAY.minus(Duration.ofHours(3)), HOLIDAY);
  }

  private static Instant time(long minute) {
    return AlertRecord.time(minute);
  }

  private static String day(long minute) {
    return time(minute).toString().substring(0, 10);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void half_of_the_tickets_that_nobody_takes_up_are_found(long seed) {
    var end = DROP.plus(Duration.ofDays(3));
    var fired = opened.goOn(opened.copy(untilDrop), thinned(0.5, end, seed), end);
    assertThat(fired).as("seed %s", seed).isNotEmpty();
    assertThat(fired.get(0).kind().isTraffic()).as("seed %s", seed).isFalse();
    assertThat(time(fired.get(0).onset()))
        .as("seed %s", seed)
        .isAfter(DROP.minus(Duration.ofDays(1))); // the night before tells nothing
  }

  @Test
  void that_nobody_takes_up_any_ticket_is_found_within_hours() {
    var end = DROP.plus(Duration.ofHours(3));
    var fired = opened.goOn(opened.copy(untilDrop), thinned(1, end, 0), end);
    assertThat(fired).isNotEmpty();
    assertThat(time(fired.get(0).onset())).isAfter(DROP.minusSeconds(3600));
  }

  /** From the drop to an end a share of those who would go on do not. */
  private static Predicate<Step> thinned(double share, Instant end, long seed) {
    var random = new Random(seed);
    return step ->
        step.advancedMillis() < DROP.toEpochMilli()
            || step.advancedMillis() >= end.toEpochMilli()
            || random.nextDouble() >= share;
  }
}
