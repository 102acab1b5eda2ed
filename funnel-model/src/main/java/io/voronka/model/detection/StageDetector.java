package io.voronka.model.detection;

import io.voronka.model.detection.Alert.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches one stage that has a next one: whether those who reach it still advance, in all and
 * within each segment, and whether anybody comes. Minutes come in order and without gaps; the first
 * ones can be old, to learn from. Mutable, not thread-safe; equal minutes give equal alerts and
 * states bit by bit, also where a state was written and read in between. About 10 µs a stream and
 * minute.
 */
public final class StageDetector {

  /** How many values of a breakdown are kept; further ones replace those that are not watched. */
  public static final int MOST_VALUES = 25;

  /** How many people must come an hour, on average of a week, for a value to be watched. */
  public static final double LEAST_PER_HOUR = 5;

  private static final int HOUR = 60;
  private static final int DAY = 1440;

  private final StageSettings settings;
  private final StreamDetector stage;
  private final TreeMap<BreakdownValue, SegmentWatch> segments = new TreeMap<>();
  private @Nullable OpenAlert openDrop;
  private @Nullable OpenAlert openTraffic;

  /**
   * Makes a detector that has seen nothing.
   *
   * @param start the first minute, since a Monday 00:00
   */
  public StageDetector(StageSettings settings, long start) {
    this.settings = settings;
    this.stage = newStream(start);
  }

  private StreamDetector newStream(long start) {
    return new StreamDetector(settings.followedMinutes(), Layout.COMPACT, start);
  }

  /**
   * What is to be kept of a stream.
   *
   * @param value null: the stage itself
   */
  public record StreamState(@Nullable BreakdownValue value, byte[] bytes) {}

  /**
   * Goes on where another detector of these settings stood.
   *
   * @throws IllegalArgumentException if a state is malformed or that of the stage is missing
   */
  public static StageDetector of(StageSettings settings, List<StreamState> states) {
    var detector = new StageDetector(settings, 0);
    boolean hasStage = false;
    for (var state : states) {
      var in = new StateInput(state.bytes());
      if (state.value() == null) {
        detector.stage.read(in);
        detector.openDrop = readOpen(in);
        detector.openTraffic = readOpen(in);
        hasStage = true;
      } else {
        var segment = new SegmentWatch(detector.newStream(0));
        segment.detector.read(in);
        segment.isWatched = in.flag();
        segment.open = readOpen(in);
        detector.segments.put(state.value(), segment);
      }
      if (!in.isAtEnd()) {
        throw new IllegalArgumentException("bytes are left after the state of a stream");
      }
    }
    if (!hasStage) {
      throw new IllegalArgumentException("the state of the stage is missing");
    }
    return detector;
  }

  private static @Nullable OpenAlert readOpen(StateInput in) {
    return in.flag() ? OpenAlert.read(in) : null;
  }

  /** What is to be kept, at most 32 KB a stream: the stage first, then the segments. */
  public List<StreamState> states() {
    var states = new ArrayList<StreamState>();
    var out = new StateOutput();
    stage.write(out);
    writeOpen(out, openDrop);
    writeOpen(out, openTraffic);
    states.add(new StreamState(null, out.toBytes()));
    segments.forEach(
        (value, segment) -> {
          var its = new StateOutput();
          segment.detector.write(its);
          its.flag(segment.isWatched);
          writeOpen(its, segment.open);
          states.add(new StreamState(value, its.toBytes()));
        });
    return states;
  }

  private static void writeOpen(StateOutput out, @Nullable OpenAlert open) {
    out.flag(open != null);
    if (open != null) {
      open.write(out);
    }
  }

  /** The minute that comes next. */
  public long end() {
    return stage.end();
  }

  /** The values that are watched, in their order. */
  public List<BreakdownValue> watched() {
    return segments.entrySet().stream()
        .filter(segment -> segment.getValue().isWatched)
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * Takes the next minute.
   *
   * @return the alerts of which there is news: fired, over, of another scope, or the drop a fifth
   *     off
   * @throws IllegalArgumentException if it is not the next minute
   */
  public List<Alert> next(StageMinute minute) {
    long now = minute.all().minute();
    if (now != stage.end()) {
      throw new IllegalArgumentException("minute " + now + " instead of " + stage.end());
    }
    count(minute, now);
    if (now % HOUR == 0) {
      chooseWatched();
    }
    decide();
    stage.learn(null);
    for (var segment : segments.values()) {
      segment.detector.learn(stage.baseline());
    }
    return alerts(minute.isSuppressed());
  }

  private void count(StageMinute minute, long now) {
    minute.segments().keySet().forEach(value -> admit(value, now));
    double factor = Mix.factor(segments, minute.segments(), now);
    stage.count(minute.all(), stage.due(minute.all()) * factor);
    segments.forEach(
        (value, segment) -> {
          var counts = minute.segments().getOrDefault(value, MinuteCounts.empty(now));
          segment.detector.count(counts, segment.detector.due(counts));
        });
  }

  /** Keeps a new value if there is room, or in the place of the least that is not watched. */
  private void admit(BreakdownValue value, long now) {
    if (segments.containsKey(value)) {
      return;
    }
    var siblings =
        segments.keySet().stream()
            .filter(other -> other.breakdown().equals(value.breakdown()))
            .toList();
    if (siblings.size() >= MOST_VALUES) {
      var least =
          siblings.stream()
              .filter(other -> isReplaceable(other, now))
              .min(Comparator.comparingDouble(other -> segmentOf(other).detector.reachedPerHour()));
      if (least.isEmpty()) {
        return;
      }
      segments.remove(least.get());
    }
    segments.put(value, new SegmentWatch(newStream(now)));
  }

  private SegmentWatch segmentOf(BreakdownValue value) {
    return Objects.requireNonNull(segments.get(value));
  }

  private boolean isReplaceable(BreakdownValue value, long now) {
    var segment = segmentOf(value);
    return !segment.isWatched && segment.open == null && now % HOUR == 0;
  }

  private void chooseWatched() {
    for (var segment : segments.values()) {
      segment.isWatched = segment.detector.reachedPerHour() >= LEAST_PER_HOUR;
    }
  }

  private void decide() {
    var sensitivity = settings.sensitivity();
    stage.decide(sensitivity, this::isMended);
    boolean isFiring = stage.dropWatch().isFiring() || stage.trafficWatch().isFiring();
    if (stage.dropWatch().change() == Watch.Change.REBASELINED) {
      rebaselineSegments();
    }
    int streams = watchedCount();
    for (var segment : segments.values()) {
      if (isFiring && !segment.detector.isHeld()) {
        segment.detector.hold(
            stage.trafficWatch().isFiring()
                ? stage.trafficWatch().onset()
                : stage.dropWatch().onset());
      } else if (!isFiring && segment.detector.isHeld()) {
        segment.detector.release();
      }
      segment.detector.decideAsSegment(sensitivity, streams, segment.isWatched);
    }
  }

  private boolean isMended() {
    var named = openDrop == null ? null : openDrop.named();
    var segment = named == null ? null : segments.get(named);
    return openDrop == null
        || segment == null
        || segment.detector.isMended(
            stage.dropWatch(), openDrop.namedRatio(), settings.sensitivity().minDrop());
  }

  private void rebaselineSegments() {
    for (var segment : segments.values()) {
      segment.detector.rebaselineAlong(stage.newNormal());
    }
  }

  private int watchedCount() {
    int count = 0;
    for (var segment : segments.values()) {
      count += segment.isWatched ? 1 : 0;
    }
    return Math.max(1, count);
  }

  private List<Alert> alerts(boolean isSuppressed) {
    var news = new ArrayList<Alert>();
    var report = new AlertReport(settings, stage, segments, isSuppressed);
    var ofTraffic = stage.trafficWatch();
    if (ofTraffic.change() == Watch.Change.FIRED) {
      var reading = stage.trafficReading();
      var kind = reading.observed() == 0 ? Kind.TRAFFIC_STOP : Kind.TRAFFIC_DROP;
      openTraffic =
          new OpenAlert(
              kind,
              ofTraffic.firedAt(),
              Sensitivity.trafficLevel(stage.isYoung()),
              reading.score(),
              reading);
    }
    if (openTraffic != null) {
      report.ofTraffic(openTraffic).ifPresent(news::add);
      openTraffic = ofTraffic.isFiring() ? openTraffic : null;
    }
    openDrop = opened(openDrop, stage, Kind.STAGE_DROP, 1);
    if (openDrop != null) {
      report.ofDrop(openDrop, null, stage).ifPresent(news::add);
      openDrop = stage.dropWatch().isFiring() ? openDrop : null;
    }
    int streams = watchedCount();
    for (var entry : segments.entrySet()) {
      var segment = entry.getValue();
      segment.open = opened(segment.open, segment.detector, Kind.SEGMENT_DROP, streams);
      if (segment.open != null) {
        report.ofDrop(segment.open, entry.getKey(), segment.detector).ifPresent(news::add);
        segment.open = segment.detector.dropWatch().isFiring() ? segment.open : null;
      }
    }
    return news;
  }

  private @Nullable OpenAlert opened(
      @Nullable OpenAlert open, StreamDetector detector, Kind kind, int streams) {
    var watch = detector.dropWatch();
    if (watch.change() != Watch.Change.FIRED) {
      return open;
    }
    return new OpenAlert(
        kind,
        watch.firedAt(),
        detector.levelOfDrop(settings.sensitivity(), streams),
        detector.dropEvidence(),
        detector.dropReading());
  }

  /** The alerts that fire as they stand, news or not. */
  public List<Alert> firing(boolean isSuppressed) {
    var report = new AlertReport(settings, stage, segments, isSuppressed);
    var firing = new ArrayList<Alert>();
    if (openTraffic != null) {
      firing.add(report.standingTraffic(openTraffic));
    }
    if (openDrop != null) {
      firing.add(report.standingDrop(openDrop, null, stage));
    }
    segments.forEach(
        (value, segment) -> {
          if (segment.open != null) {
            firing.add(report.standingDrop(segment.open, value, segment.detector));
          }
        });
    return firing;
  }

  /**
   * How what an alert is about went, from as long before its onset as it has lasted, at least two
   * hours; oldest first. As far back as there is room, in minutes for six hours and coarser before.
   */
  public List<CoursePoint> course(Alert alert) {
    var segment = alert.segment() == null ? null : segments.get(alert.segment());
    if (alert.segment() != null && segment == null) {
      return List.of();
    }
    long before = Math.max(2 * HOUR, stage.end() - alert.onset());
    return (segment == null ? stage : segment.detector)
        .outlook()
        .map(outlook -> outlook.course(alert.onset() - before, alert.kind().isTraffic()))
        .orElse(List.of());
  }

  /** How many streams are watched: the stage, and its segments that have enough people. */
  public int streams() {
    return 1 + watched().size();
  }

  /**
   * Takes what the last day showed for what is expected from now on.
   *
   * @param alertId of an alert that fires; another's is ignored, since it may have just ended
   * @return the alert, rebaselined; empty if it is none that fires
   */
  public List<Alert> accept(String alertId) {
    if (openTraffic != null && openTraffic.id(settings.name(), null).equals(alertId)) {
      return acceptTraffic(openTraffic);
    }
    var streams = new HashMap<@Nullable BreakdownValue, StreamDetector>();
    streams.put(null, stage);
    segments.forEach((value, segment) -> streams.put(value, segment.detector));
    var report = new AlertReport(settings, stage, segments, false);
    for (var entry : streams.entrySet()) {
      var open = openOf(entry.getKey());
      if (open != null && open.id(settings.name(), entry.getKey()).equals(alertId)) {
        entry.getValue().acceptDrop();
        var told = report.ofDrop(open, entry.getKey(), entry.getValue()).stream().toList();
        close(entry.getKey());
        if (entry.getKey() == null) {
          rebaselineSegments();
        }
        return told;
      }
    }
    return List.of();
  }

  private List<Alert> acceptTraffic(OpenAlert open) {
    stage.acceptTraffic();
    openTraffic = null;
    return new AlertReport(settings, stage, segments, false).ofTraffic(open).stream().toList();
  }

  private @Nullable OpenAlert openOf(@Nullable BreakdownValue value) {
    return value == null ? openDrop : segmentOf(value).open;
  }

  private void close(@Nullable BreakdownValue value) {
    if (value == null) {
      openDrop = null;
    } else {
      segmentOf(value).open = null;
    }
  }

  /**
   * Takes back that somebody reached the stage, as a late event or a merge of persons does.
   *
   * @param entry the minute in which it had been counted
   * @param values whom it concerned
   */
  public void retractReached(long entry, List<BreakdownValue> values) {
    correctReached(entry, values, -1);
  }

  /** Counts that somebody reached the stage in a minute that is over. */
  public void restoreReached(long entry, List<BreakdownValue> values) {
    correctReached(entry, values, 1);
  }

  private void correctReached(long entry, List<BreakdownValue> values, int sign) {
    stage.correctReached(entry, sign);
    forEachOf(values, segment -> segment.correctReached(entry, sign));
  }

  /**
   * Takes back that somebody advanced.
   *
   * @param entry the minute in which that person had reached the stage
   * @param advance the minute in which the advance had been counted
   */
  public void retractAdvance(long entry, long advance, List<BreakdownValue> values) {
    correctAdvance(entry, advance, values, -1);
  }

  /** Counts that somebody advanced in a minute that is over. */
  public void restoreAdvance(long entry, long advance, List<BreakdownValue> values) {
    correctAdvance(entry, advance, values, 1);
  }

  private void correctAdvance(long entry, long advance, List<BreakdownValue> values, int sign) {
    stage.correctAdvance(entry, advance, sign);
    forEachOf(values, segment -> segment.correctAdvance(entry, advance, sign));
  }

  private void forEachOf(List<BreakdownValue> values, Consumer<StreamDetector> action) {
    for (var value : values) {
      var segment = segments.get(value);
      if (segment != null) {
        action.accept(segment.detector);
      }
    }
  }

  /**
   * The smallest drop of the stage that is found within an hour, half of the time, at the present
   * traffic: a share. Empty if not even a stop is, or as long as nothing is known.
   */
  public OptionalDouble smallestDropWithinAnHour() {
    return smallestDrop(HOUR);
  }

  /** The same within a day. */
  public OptionalDouble smallestDropWithinADay() {
    return smallestDrop(DAY);
  }

  private OptionalDouble smallestDrop(int minutes) {
    var sensitivity = settings.sensitivity();
    double level = sensitivity.level(1, stage.isYoung());
    return stage
        .outlook()
        .map(outlook -> outlook.smallestDrop(minutes, level, sensitivity.minDrop()))
        .orElse(OptionalDouble.empty());
  }

  /** The largest score of the stage's last minute in nats: what metrics show. */
  public double score() {
    return stage.dropReading().score();
  }

  /** Whether less than four weeks are known, so that only large drops are found. */
  public boolean isLearning() {
    return stage.isLearning();
  }
}
