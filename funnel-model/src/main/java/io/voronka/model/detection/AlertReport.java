package io.voronka.model.detection;

import io.voronka.model.detection.Alert.Cause;
import io.voronka.model.detection.Alert.Drop;
import io.voronka.model.detection.Alert.Kind;
import io.voronka.model.detection.Alert.Learned;
import io.voronka.model.detection.Alert.Lost;
import io.voronka.model.detection.Alert.Scope;
import io.voronka.model.detection.Alert.Score;
import io.voronka.model.detection.Alert.State;
import io.voronka.model.detection.Alert.Window;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Says what the detectors of a stage found in a minute. */
final class AlertReport {

  private final StageSettings settings;
  private final StreamDetector stage;
  private final Map<BreakdownValue, SegmentWatch> segments;
  private final boolean isSuppressed;

  AlertReport(
      StageSettings settings,
      StreamDetector stage,
      Map<BreakdownValue, SegmentWatch> segments,
      boolean isSuppressed) {
    this.settings = settings;
    this.stage = stage;
    this.segments = segments;
    this.isSuppressed = isSuppressed;
  }

  /** Tells of a drop, if there is news. */
  Optional<Alert> ofDrop(OpenAlert open, @Nullable BreakdownValue segment, StreamDetector its) {
    var alert = standingDrop(open, segment, its);
    boolean isNews = open.isNews(alert.drop().estimate(), alert.scope(), isSuppressed);
    return isNews || its.dropWatch().change() != Watch.Change.NONE
        ? Optional.of(alert)
        : Optional.empty();
  }

  /** A drop as it stands, news or not. */
  Alert standingDrop(OpenAlert open, @Nullable BreakdownValue segment, StreamDetector its) {
    var watch = its.dropWatch();
    open.see(its.dropReading());
    var shown = shown(open, watch, its);
    var cause = cause(shown, segment, its);
    open.see(cause);
    return alert(open, segment, its, watch, shown, since(its, watch.onset(), false), cause);
  }

  /** Tells of traffic, if there is news. */
  Optional<Alert> ofTraffic(OpenAlert open) {
    var alert = standingTraffic(open);
    boolean isNews = open.isNews(alert.drop().estimate(), alert.scope(), isSuppressed);
    return isNews || stage.trafficWatch().change() != Watch.Change.NONE
        ? Optional.of(alert)
        : Optional.empty();
  }

  /** Traffic as it stands, news or not. */
  Alert standingTraffic(OpenAlert open) {
    var watch = stage.trafficWatch();
    open.see(stage.trafficReading());
    var reading = stage.trafficReading();
    var shown = watch.isFiring() && reading.expected() > 0 ? reading : open.first();
    var cause = new RootCause(Scope.BROAD, List.of());
    return alert(open, null, stage, watch, shown, since(stage, watch.onset(), true), cause);
  }

  private static Reading since(StreamDetector its, long onset, boolean isTraffic) {
    return its.outlook().map(outlook -> outlook.since(onset, isTraffic)).orElse(Reading.NOTHING);
  }

  /** The best window while it fires, the one that fired once it is over or if there is no other. */
  private static Reading shown(OpenAlert open, Watch watch, StreamDetector its) {
    boolean hasBetter = watch.isFiring() && its.dropReading().expected() > 0;
    return hasBetter ? its.dropReading() : open.first();
  }

  private RootCause cause(Reading shown, @Nullable BreakdownValue segment, StreamDetector its) {
    var whole = stage.reading(shown.view(), shown.index());
    var values = new TreeMap<BreakdownValue, Reading>();
    segments.forEach(
        (value, watch) -> {
          var reading = watch.detector.reading(shown.view(), shown.index());
          if (watch.isWatched && reading.expected() > 0) {
            values.put(value, reading);
          }
        });
    var found = RootCause.of(whole, values);
    return segment == null || found.scope() == Scope.SEGMENT
        ? found
        : RootCause.ofSegment(segment, its.reading(shown.view(), shown.index()), whole);
  }

  private Alert alert(
      OpenAlert open,
      @Nullable BreakdownValue segment,
      StreamDetector its,
      Watch watch,
      Reading shown,
      Reading sinceOnset,
      RootCause cause) {
    boolean isOver = !watch.isFiring();
    double lost = Math.max(0, sinceOnset.expected() - sinceOnset.observed());
    double budget = settings.sensitivity().falseAlarmsPerYear();
    var baseline = its.baseline();
    return new Alert(
        open.id(settings.name(), segment),
        open.kind(),
        state(watch),
        segment,
        watch.onset(),
        open.firedAt() + 1,
        its.end(),
        isOver ? its.end() : null,
        new Window(
            shown.view(), shown.minutes(), shown.reached(), shown.expected(), shown.observed()),
        new Drop(shown.drop(), shown.low(), shown.high()),
        expectedRate(open.kind(), its, watch.onset()),
        new Lost(lost, lost * 60 / sinceOnset.minutes()),
        new Score(open.nats(), open.level(), budget * Math.exp(open.level() - open.nats())),
        cause.scope(),
        List.<Cause>copyOf(cause.causes()),
        new Learned(
            baseline == null ? 0 : baseline.closedMinutes() / (double) History.WEEK_MINUTES,
            its.logLevel(),
            Math.sqrt(shown.dispersion())));
  }

  private State state(Watch watch) {
    if (watch.isFiring()) {
      return isSuppressed ? State.SUPPRESSED : State.FIRING;
    }
    return watch.change() == Watch.Change.REBASELINED ? State.REBASELINED : State.RESOLVED;
  }

  private static double expectedRate(Kind kind, StreamDetector its, long onset) {
    var baseline = its.baseline();
    if (baseline == null) {
      return 0;
    }
    return kind.isTraffic()
        ? baseline.arriving(onset, onset + 60)
        : baseline.advancing(onset) * Math.exp(its.logLevel());
  }
}
