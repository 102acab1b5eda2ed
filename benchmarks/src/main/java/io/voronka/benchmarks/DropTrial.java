package io.voronka.benchmarks;

import io.voronka.allinone.drop.DropWorld;
import io.voronka.allinone.drop.Episode;
import io.voronka.allinone.drop.Person;
import io.voronka.allinone.drop.WorldMinute;
import io.voronka.allinone.drop.WorldSettings;
import io.voronka.model.detection.Alert;
import io.voronka.model.detection.BreakdownValue;
import io.voronka.model.detection.MinuteCounts;
import io.voronka.model.detection.Sensitivity;
import io.voronka.model.detection.StageDetector;
import io.voronka.model.detection.StageMinute;
import io.voronka.model.detection.StageSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * What the detector says about a world.
 *
 * @param alerts all that was told after the history, in order; an alert comes several times
 * @param years after the history
 */
record DropTrial(WorldSettings settings, List<Episode> episodes, List<Alert> alerts, double years) {

  static final StageSettings STAGE = new StageSettings("world", 1440, Sensitivity.DEFAULT);

  private static final int DAY = 1440;
  private static final double YEAR_DAYS = 365.25;

  static DropTrial run(WorldSettings settings) {
    return run(settings, Long.MAX_VALUE);
  }

  /**
   * Runs the detector over a world.
   *
   * @param restartMinutes how often it is written down and read again after the history
   */
  static DropTrial run(WorldSettings settings, long restartMinutes) {
    var world = new DropWorld(settings);
    var detector = new StageDetector(STAGE, 0);
    var alerts = new ArrayList<Alert>();
    long start = (long) WorldSettings.HISTORY_DAYS * DAY;
    while (world.hasNext()) {
      var minute = world.next();
      if (minute.minute() > start && minute.minute() % restartMinutes == 0) {
        detector = StageDetector.of(STAGE, detector.states());
      }
      var told = detector.next(stageMinute(minute, (name, value) -> settings.hasProperties()));
      if (minute.minute() >= start) {
        alerts.addAll(told);
      }
    }
    double years = (settings.days() - WorldSettings.HISTORY_DAYS) / YEAR_DAYS;
    return new DropTrial(
        settings,
        world.episodes().stream().filter(episode -> episode.start() >= start).toList(),
        alerts,
        years);
  }

  /**
   * A minute of a world as the detector takes it.
   *
   * @param isWatched of which property which value is a segment, counted from 0
   */
  static StageMinute stageMinute(WorldMinute minute, BiPredicate<String, Integer> isWatched) {
    Map<BreakdownValue, MinuteCounts> segments = new TreeMap<>();
    for (int i = 0; i < Person.PROPERTIES.size(); i++) {
      var property = Person.PROPERTIES.get(i);
      for (int value = 0; value < property.values().size(); value++) {
        int which = i;
        int wanted = value;
        if (isWatched.test(property.name(), value)) {
          segments.put(
              new BreakdownValue(property.name(), property.values().get(value)),
              minute.counts(kind -> Person.value(kind, which) == wanted));
        }
      }
    }
    return new StageMinute(minute.counts(), segments, false);
  }

  /** Those that were told when they fired. */
  List<Alert> fired() {
    return alerts.stream().filter(alert -> alert.updatedAt() == alert.detectedAt()).toList();
  }

  /** What was told last of an alert that fired. */
  Alert last(Alert fired) {
    return alerts.stream()
        .filter(alert -> alert.id().equals(fired.id()))
        .reduce(fired, (before, after) -> after);
  }
}
