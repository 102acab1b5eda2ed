package io.voronka.model.detection;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches one stream: a stage, or a segment of it. Minutes come in order and without gaps. Mutable,
 * not thread-safe; equal minutes give equal results bit by bit, also across {@link #write} and
 * {@link #read}.
 */
final class StreamDetector {

  private static final int DAY = 1440;
  private static final double TELLING_ADVANCES = 30;

  private final CountRings rings;
  private final Levels levels;
  private final Knowledge knowledge;
  private final ColdStart coldStart = new ColdStart();
  private final Watch dropWatch = new Watch();
  private final Watch trafficWatch = new Watch();
  private boolean isHeld;

  private final DropScan scan = new DropScan();
  private final TrafficScan trafficScan = new TrafficScan();
  private Reading dropReading = Reading.NOTHING;
  private Reading trafficReading = Reading.NOTHING;
  private double coldEvidence;
  private double newNormal = 1;

  /**
   * Makes a detector that has seen nothing.
   *
   * @param followed how many minutes an attempt stays open, 1 to {@value Windows#LONGEST}
   * @param start the first minute
   */
  StreamDetector(int followed, Layout layout, long start) {
    rings = new CountRings(layout, start);
    levels = new Levels(layout);
    knowledge = new Knowledge(followed);
    dropWatch.raiseBarrier(start);
    trafficWatch.raiseBarrier(start);
  }

  /** The minute that comes next. */
  long end() {
    return rings.end();
  }

  /** How many of those who come in a minute are expected to advance in the end. */
  double due(MinuteCounts counts) {
    var known = knowledge.baseline();
    return known == null ? 0 : counts.reached() * known.advancing(counts.minute());
  }

  /**
   * Takes a minute and looks at all windows that end with it.
   *
   * @param due how many of those who came in it are expected to advance in the end
   */
  void count(MinuteCounts counts, double due) {
    var known = knowledge.baseline();
    knowledge.add(counts, isHeldBack());
    if (known == null) {
      rings.append(counts, 0, knowledge.noLaw(), 1);
      scan.measureNothing();
      return;
    }
    double expected = rings.append(counts, due, known.law(), known.openIn(counts.minute()));
    coldEvidence = coldStart.next(counts.advances(), expected);
    if (rings.end() % Level.STEP_MINUTES == 0) {
      levels.step(rings, known, isHeldBack(), trafficWatch.isFiring());
    }
    scan.measure(rings, known, levels.trail(false));
    trafficScan.measure(scan, rings.end(), known, levels.trail(true));
    if (!isHeldBack() && knowledge.isSampled()) {
      var dispersions = knowledge.dispersions();
      scan.sample(known, dispersions, dropWatch.barrier());
      trafficScan.sample(known, dispersions.traffic(), trafficWatch.barrier());
    }
  }

  private boolean isHeldBack() {
    return dropWatch.isFiring() || trafficWatch.isFiring() || isHeld;
  }

  /**
   * Decides, after {@link #count}, whether something of the stage fires or is over: first traffic,
   * since people who don't come can't advance.
   *
   * @param isMended whether all is well again with the segment that explains a drop, if one does
   */
  void decide(Sensitivity sensitivity, BooleanSupplier isMended) {
    dropWatch.nothingChanges();
    trafficWatch.nothingChanges();
    var known = knowledge.baseline();
    if (known != null) {
      decideOnTraffic(known);
      var since = Objects.requireNonNullElse(knowledge.baseline(), known); // of another traffic
      decideOnDrop(since, sensitivity, 1, isMended);
    }
  }

  /**
   * The same of a segment, of which only advances are watched.
   *
   * @param streams how many segments share the budget of false alarms
   * @param mayFire whether it is watched
   */
  void decideAsSegment(Sensitivity sensitivity, int streams, boolean mayFire) {
    dropWatch.nothingChanges();
    var known = knowledge.baseline();
    if (known != null && (mayFire || dropWatch.isFiring())) {
      decideOnDrop(known, sensitivity, streams, () -> true);
    }
  }

  /** Learns nothing and fires nothing from an onset until {@link #release}: the stage fires. */
  void hold(long onset) {
    isHeld = true;
    if (!dropWatch.isFiring()) {
      knowledge.holdBack(onset);
      levels.freeze(onset, rings.end());
    }
  }

  /** The stage does not fire any more; no window looks back. */
  void release() {
    isHeld = false;
    dropWatch.raiseBarrier(rings.end());
    coldStart.reset();
  }

  boolean isHeld() {
    return isHeld;
  }

  private void decideOnTraffic(Baseline known) {
    long now = rings.end();
    trafficReading = trafficScan.best(known, trafficWatch.barrier());
    if (!trafficWatch.isFiring()) {
      if (!isLearning() && trafficReading.score() >= Sensitivity.trafficLevel(isYoung())) {
        trafficWatch.fire(now - 1, trafficReading);
        knowledge.holdBack(trafficWatch.onset());
        levels.freezeTraffic(trafficWatch.onset(), now);
        if (!dropWatch.isFiring()) {
          levels.freeze(trafficWatch.onset(), now);
        }
      }
    } else if (isTrafficOver(known)) {
      trafficWatch.end(now, Watch.Change.RESOLVED);
      dropWatch.raiseBarrier(now);
    } else if (now - trafficWatch.firedAt() > Watch.LONGEST_FIRING_MINUTES) {
      rebaselineTraffic(known);
    }
  }

  private void rebaselineTraffic(Baseline known) {
    var day = trafficScan.reading(dayWindow(), known, 0);
    double ratio = day.expected() > 0 ? day.ratio() : 1; // 0 where nobody is to come any more
    knowledge.rebaselineTraffic(known, rings.end(), ratio);
    trafficWatch.end(rings.end(), Watch.Change.REBASELINED);
    dropWatch.raiseBarrier(rings.end());
  }

  private boolean isTrafficOver(Baseline known) {
    for (int i = 0; i < trafficScan.known(); i++) {
      var reading = trafficScan.reading(i, known, 0);
      if (trafficWatch.isOver(reading, rings.end(), TrafficScan.MIN_DROP)) {
        return true;
      }
    }
    return false;
  }

  private void decideOnDrop(
      Baseline known, Sensitivity sensitivity, int streams, BooleanSupplier isMended) {
    long now = rings.end();
    dropReading = scan.best(known, sensitivity.minDrop(), dropWatch.barrier());
    if (!dropWatch.isFiring()) {
      if (!trafficWatch.isFiring() && !isHeld && isDrop(sensitivity, streams)) {
        dropWatch.fire(now - 1, dropReading);
        knowledge.holdBack(dropWatch.onset());
        levels.freeze(dropWatch.onset(), now);
        coldStart.reset();
      }
    } else if (isDropOver(known, sensitivity, streams) && isMended.getAsBoolean()) {
      endDrop(Watch.Change.RESOLVED);
    } else if (now - dropWatch.firedAt() > Watch.LONGEST_FIRING_MINUTES) {
      rebaseline(known);
    }
  }

  /** What speaks for a drop now, in nats. */
  double dropEvidence() {
    return isLearning() ? coldEvidence : dropReading.score();
  }

  private boolean isDrop(Sensitivity sensitivity, int streams) {
    return dropEvidence() >= levelOfDrop(sensitivity, streams)
        && dropReading.expected() > 0
        && trafficScan.peopleCome(dropReading);
  }

  /** The evidence in nats at which a drop fires. */
  double levelOfDrop(Sensitivity sensitivity, int streams) {
    return isLearning()
        ? ColdStart.LEVEL + Math.log(streams)
        : sensitivity.level(streams, isYoung());
  }

  private boolean isDropOver(Baseline known, Sensitivity sensitivity, int streams) {
    if (dropReading.score() >= sensitivity.level(streams, isYoung())) {
      dropWatch.update(dropReading); // what fires at first looks larger than it is
    }
    for (int i = 0; i < scan.calendars(); i++) {
      var reading = scan.reading(View.CALENDAR, i, known, 0);
      if (dropWatch.isOver(reading, rings.end(), sensitivity.minDrop())) {
        return true;
      }
    }
    return false;
  }

  /** Whether all is well again with this segment, which explains an alert of the stage. */
  boolean isMended(Watch ofStage, double ratio, double minDrop) {
    for (int i = 0; i < scan.calendars(); i++) {
      var reading = reading(View.CALENDAR, i);
      if (ofStage.isOverIn(reading, ratio, rings.end(), minDrop)) {
        return true;
      }
    }
    return false;
  }

  /** Takes the last day for the new normal, as somebody says. */
  void acceptDrop() {
    var known = knowledge.baseline();
    if (dropWatch.isFiring() && known != null) {
      rebaseline(known);
    }
  }

  /** Takes how many came in the last day for the new normal, as somebody says. */
  void acceptTraffic() {
    var known = knowledge.baseline();
    if (trafficWatch.isFiring() && known != null) {
      rebaselineTraffic(known);
    }
  }

  private void rebaseline(Baseline known) {
    newNormal = dayRatio(scan.reading(View.CALENDAR, dayWindow(), known, 0));
    rebaseline(known, newNormal);
    endDrop(Watch.Change.REBASELINED);
  }

  private void rebaseline(Baseline known, double ratio) {
    knowledge.rebaseline(known, rings.end(), ratio);
    rings.expectTimes(ratio);
  }

  /** The ratio that was last taken for the new normal. */
  double newNormal() {
    return newNormal;
  }

  /** The stage has a new normal: so has this segment of it, its own where enough people tell it. */
  void rebaselineAlong(double ratioOfStage) {
    var known = knowledge.baseline();
    if (known != null && !dropWatch.isFiring()) {
      var day = scan.reading(View.CALENDAR, dayWindow(), known, 0);
      rebaseline(known, day.expected() >= TELLING_ADVANCES ? dayRatio(day) : ratioOfStage);
      dropWatch.raiseBarrier(rings.end());
    }
  }

  private static int dayWindow() {
    return Arrays.binarySearch(Windows.CALENDAR, DAY);
  }

  private static double dayRatio(Reading day) {
    return day.expected() > 0 ? Math.max(0.02, day.ratio()) : 1;
  }

  private void endDrop(Watch.Change how) {
    dropWatch.end(rings.end(), how);
    coldStart.reset();
  }

  /**
   * Learns, after {@link #decide}, if it is time to.
   *
   * @param stage what is known of the whole stage, if this is a segment of it
   */
  void learn(@Nullable Baseline stage) {
    knowledge.learn(rings.end(), stage);
  }

  boolean isLearning() {
    return knowledge.isLearning();
  }

  boolean isYoung() {
    return knowledge.isYoung();
  }

  @Nullable Baseline baseline() {
    return knowledge.baseline();
  }

  Watch dropWatch() {
    return dropWatch;
  }

  Watch trafficWatch() {
    return trafficWatch;
  }

  /** The window of the largest score of the last minute. */
  Reading dropReading() {
    return dropReading;
  }

  Reading trafficReading() {
    return trafficReading;
  }

  /** The window of that length as of the last minute, whatever it shows. */
  Reading reading(View view, int window) {
    var known = knowledge.baseline();
    return known == null || !scan.isMeasured(view, window)
        ? Reading.NOTHING
        : scan.reading(view, window, known, 0);
  }

  /** The level as a logarithm; while an alert fires, as it was before the onset. */
  double logLevel() {
    return levels.logLevel();
  }

  /** People who reached the stage an hour, on average of the last week. */
  double reachedPerHour() {
    return rings.reachedPerHour();
  }

  /** What can be said of it; empty as long as nothing is known. */
  Optional<Outlook> outlook() {
    return Optional.ofNullable(knowledge.baseline())
        .map(known -> new Outlook(rings, levels, known));
  }

  /** Somebody reached the stage then after all (1), or did not (−1). */
  void correctReached(long entry, int sign) {
    var known = knowledge.baseline();
    knowledge.correctReached(entry, sign);
    rings.correctReached(entry, known == null ? 0 : known.advancing(entry), sign);
  }

  /** Somebody advanced then after all (1), or did not (−1). */
  void correctAdvance(long entry, long advance, int sign) {
    knowledge.correctAdvance(entry, sign);
    rings.correctAdvance(entry, advance, sign);
  }

  void write(StateOutput out) {
    knowledge.write(out);
    rings.write(out);
    levels.write(out);
    coldStart.write(out);
    dropWatch.write(out);
    trafficWatch.write(out);
    out.flag(isHeld);
  }

  void read(StateInput in) {
    knowledge.read(in);
    rings.read(in);
    levels.read(in);
    coldStart.read(in);
    dropWatch.read(in);
    trafficWatch.read(in);
    isHeld = in.flag();
  }
}
