package io.voronka.benchmarks;

import io.voronka.allinone.drop.Episode;
import io.voronka.allinone.drop.EpisodeKind;
import io.voronka.model.detection.Alert;
import io.voronka.model.detection.Alert.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * Compares alerts with the truth. An episode counts if its reference is at most half its length; it
 * is detected by the first alert of its kind within it. Alerts up to an hour after an end are
 * passed over; every other drop alert is a false alarm, also where all is well but looks odd. A
 * second firing within an episode is a repeat.
 */
final class DropScoreboard {

  private static final long GRACE_MINUTES = 60;

  /**
   * How an episode was met.
   *
   * @param delay in minutes, infinite: not at all
   * @param reference in minutes
   */
  record Delay(double delay, double reference) {
    double ratio() {
      return delay / reference;
    }
  }

  private final Map<EpisodeKind, List<Delay>> delays = new TreeMap<>();
  private final Map<EpisodeKind, List<Delay>> cohortDelays = new TreeMap<>();
  private final List<Double> resolved = new ArrayList<>();
  private final List<String> falseAlarms = new ArrayList<>();
  private final List<String> trafficFalseAlarms = new ArrayList<>();
  private double years;
  private final Map<EpisodeKind, Integer> early = new TreeMap<>();
  private final Map<EpisodeKind, Integer> repeated = new TreeMap<>();
  private int repeats;
  private int detectedDrops;
  private int benign;
  private int benignAlarms;
  private int segmentEpisodes;
  private int causesRight;
  private int causesWrong;
  private int broadEpisodes;
  private int broadNarrowed;

  void add(DropTrial trial) {
    years += trial.years();
    for (var alert : trial.fired()) {
      judge(trial, alert);
    }
    for (var episode : trial.episodes()) {
      benign += episode.kind().isBenign() ? 1 : 0;
      if (!episode.kind().isBenign()
          && episode.referenceDelayMinutes() <= (episode.end() - episode.start()) / 2.0) {
        meet(trial, episode);
      }
    }
  }

  private static boolean isWithin(Episode episode, long time) {
    return time >= episode.start() && time < episode.end();
  }

  private void judge(DropTrial trial, Alert alert) {
    boolean isExplained = false;
    boolean isInBenign = false;
    for (var episode : trial.episodes()) {
      boolean isMet =
          isWithin(episode, alert.detectedAt())
              && (alert.kind().isTraffic()
                  ? episode.kind() == EpisodeKind.TRAFFIC_STOP
                  : episode.kind().isDrop());
      long since = alert.detectedAt() - episode.end();
      isExplained |= isMet || (since >= 0 && since < GRACE_MINUTES);
      isInBenign |= episode.kind().isBenign() && isWithin(episode, alert.detectedAt());
    }
    if (isExplained) {
      return;
    }
    var text = "seed " + trial.settings().seed() + ": " + brief(alert);
    if (alert.kind().isTraffic()) {
      // Fewer who come known is what happens in these episodes.
      if (!isInBenign) {
        trafficFalseAlarms.add(text);
      }
      return;
    }
    falseAlarms.add(text);
    benignAlarms += isInBenign ? 1 : 0;
  }

  private static String brief(Alert alert) {
    return "%s %s minute %d, %d minutes %s, %.0f instead of %.1f, %.1f nats"
        .formatted(
            alert.kind().text(),
            alert.segment() == null ? "" : alert.segment(),
            alert.detectedAt(),
            alert.window().minutes(),
            alert.window().view(),
            alert.window().observed(),
            alert.window().expected(),
            alert.score().nats());
  }

  private void meet(DropTrial trial, Episode episode) {
    var met =
        trial.fired().stream()
            .filter(alert -> isWithin(episode, alert.detectedAt()))
            .filter(
                alert ->
                    episode.kind().isDrop() ? !alert.kind().isTraffic() : alert.kind().isTraffic())
            .toList();
    double delay =
        met.isEmpty()
            ? Double.POSITIVE_INFINITY
            : (double) (met.get(0).detectedAt() - episode.start());
    var found = new Delay(delay, episode.referenceDelayMinutes());
    var cells = episode.isCohort() ? cohortDelays : delays;
    cells.computeIfAbsent(episode.kind(), kind -> new ArrayList<>()).add(found);
    if (met.isEmpty() || !episode.kind().isDrop()) {
      return;
    }
    detectedDrops++;
    repeats += met.size() - 1;
    repeated.merge(episode.kind(), met.size() - 1, Integer::sum);
    judgeEnd(trial.last(met.get(0)), episode);
    judgeCause(trial.last(met.get(0)), episode);
  }

  private void judgeEnd(Alert last, Episode episode) {
    var end = last.resolvedAt();
    if (end == null) {
      resolved.add(Double.POSITIVE_INFINITY);
    } else if (end < episode.end()) {
      early.merge(episode.kind(), 1, Integer::sum);
    } else {
      resolved.add((double) (end - episode.end()));
    }
  }

  private void judgeCause(Alert last, Episode episode) {
    var segment = episode.kind().segment();
    boolean isNamed = last.scope() == Scope.SEGMENT && !last.causes().isEmpty();
    if (segment == null) {
      broadEpisodes++;
      broadNarrowed += isNamed ? 1 : 0;
      return;
    }
    segmentEpisodes++;
    boolean isRight = isNamed && last.causes().get(0).value().toString().equals(segment);
    causesRight += isRight ? 1 : 0;
    causesWrong += isNamed && !isRight ? 1 : 0;
  }

  double years() {
    return years;
  }

  double falseAlarmsPerYear() {
    return falseAlarms.size() / years;
  }

  double trafficFalseAlarmsPerYear() {
    return trafficFalseAlarms.size() / years;
  }

  List<String> falseAlarms() {
    return falseAlarms;
  }

  List<String> trafficFalseAlarms() {
    return trafficFalseAlarms;
  }

  int benign() {
    return benign;
  }

  int benignAlarms() {
    return benignAlarms;
  }

  double repeatsPerEpisode() {
    return detectedDrops == 0 ? 0 : repeats / (double) detectedDrops;
  }

  double earlyShare() {
    int sum = early.values().stream().mapToInt(Integer::intValue).sum();
    return detectedDrops == 0 ? 0 : sum / (double) detectedDrops;
  }

  /** How many of each kind were resolved early. */
  Map<EpisodeKind, Integer> early() {
    return early;
  }

  /** How many repeats there were of each kind. */
  Map<EpisodeKind, Integer> repeated() {
    return repeated;
  }

  double resolvedAfter(double quantile) {
    return quantile(resolved.stream().mapToDouble(Double::doubleValue), quantile);
  }

  double causesRight() {
    return segmentEpisodes == 0 ? Double.NaN : causesRight / (double) segmentEpisodes;
  }

  double causesWrong() {
    return segmentEpisodes == 0 ? Double.NaN : causesWrong / (double) segmentEpisodes;
  }

  double broadNarrowed() {
    return broadEpisodes == 0 ? Double.NaN : broadNarrowed / (double) broadEpisodes;
  }

  /** All that was met of some kinds, of both modes. */
  List<Delay> delays(EpisodeKind... kinds) {
    var all = new ArrayList<Delay>();
    for (var kind : kinds) {
      all.addAll(delays.getOrDefault(kind, List.of()));
      all.addAll(cohortDelays.getOrDefault(kind, List.of()));
    }
    return all;
  }

  /** What was met of a kind in cohort mode. */
  List<Delay> cohortDelays(EpisodeKind kind) {
    return cohortDelays.getOrDefault(kind, List.of());
  }

  static double medianDelay(List<Delay> delays) {
    return quantile(delays.stream().mapToDouble(Delay::delay), 0.5);
  }

  static double delayQuantile(List<Delay> delays, double quantile) {
    return quantile(delays.stream().mapToDouble(Delay::delay), quantile);
  }

  static double medianReference(List<Delay> delays) {
    return quantile(delays.stream().mapToDouble(Delay::reference), 0.5);
  }

  static double medianRatio(List<Delay> delays) {
    return quantile(delays.stream().mapToDouble(Delay::ratio), 0.5);
  }

  static double medianExcess(List<Delay> delays) {
    return quantile(delays.stream().mapToDouble(delay -> delay.delay() - delay.reference()), 0.5);
  }

  /** The value of that rank, of an even number the mean of the middle two; no number if empty. */
  private static double quantile(DoubleStream values, double quantile) {
    double[] sorted = values.sorted().toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double rank = quantile * (sorted.length - 1);
    double lower = sorted[(int) Math.floor(rank)];
    double upper = sorted[(int) Math.ceil(rank)];
    return lower == upper ? lower : lower + (rank - Math.floor(rank)) * (upper - lower);
  }
}
