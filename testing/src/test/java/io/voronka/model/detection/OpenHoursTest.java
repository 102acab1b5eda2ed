package io.voronka.model.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stages at which people only go on while somebody works. */
class OpenHoursTest {

  private static final int DAY = 1440;
  private static final int FOLLOWED = 2 * DAY;
  private static final int DAYS = 40;

  private static StageDetector watch(RandomStage stage, List<Alert> alerts) {
    var detector = new StageDetector(new StageSettings("desk", FOLLOWED, Sensitivity.DEFAULT), 0);
    for (long minute = 0; minute < DAYS * DAY; minute++) {
      alerts.addAll(detector.next(StageMinute.of(stage.next())));
    }
    return detector;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void nobody_is_missed_while_it_is_closed(long seed) {
    var alerts = new ArrayList<Alert>();
    watch(new RandomStage(seed, FOLLOWED, 0.3, 0.6).closedAtNight(), alerts);
    assertThat(alerts)
        .as("seed %s", seed)
        .allMatch(alert -> alert.detectedAt() < 7 * DAY); // it has to be learned first
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1, 6})
  void where_nothing_is_closed_nothing_is_made_of_it(double perMinute) {
    var stage = new RandomStage(4, FOLLOWED, perMinute, 0.3);
    var detector = new StreamDetector(FOLLOWED, Layout.COMPACT, 0);
    for (long minute = 0; minute < DAYS * DAY; minute++) {
      var counts = stage.next();
      detector.count(counts, detector.due(counts));
      detector.decide(Sensitivity.DEFAULT, () -> true);
      detector.learn(null);
      var known = detector.baseline();
      if (known != null && minute % DAY == 0) {
        for (long hour = 0; hour < 7 * 24; hour++) {
          assertThat(known.openIn(hour * 60)).as("hour %s of day %s", hour, minute / DAY).isOne();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void a_drop_while_it_is_open_is_found(long seed) {
    long from = 36L * DAY + 9 * 60;
    var alerts = new ArrayList<Alert>();
    watch(
        new RandomStage(seed, FOLLOWED, 0.3, 0.6).closedAtNight().failing(1, from, from + DAY),
        alerts);
    alerts.removeIf(alert -> alert.detectedAt() < 7 * DAY);
    assertThat(alerts).as("seed %s", seed).isNotEmpty();
    assertThat(alerts.get(0).detectedAt()).as("seed %s", seed).isBetween(from, from + 6 * 60);
  }
}
