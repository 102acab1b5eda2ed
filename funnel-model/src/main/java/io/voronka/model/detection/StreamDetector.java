package io.voronka.model.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches one stream: a stage, or a segment of it. Minutes come in order and without gaps. Mutable,
 * not thread-safe; equal minutes give equal results bit by bit, also across {@link #write} and
 * {@link #read}.
 */
final class StreamDetector {

  private static final long LEARNING_MINUTES = 4L * History.WEEK_MINUTES;
  private static final long YOUNG_MINUTES = 8L * History.WEEK_MINUTES;
  private static final long SAMPLED_FROM_MINUTES = 2L * History.WEEK_MINUTES;
  private static final int DAY = 1440;
  private static final int DAYS_OF_WEEK = 7;
  private static final double TELLING_ADVANCES = 30;
  private static final double SMALLEST_DROP_PRECISION = 1e-4;

  private final DelayLaw.Bins bins;
  private final History history;
  private final CountRings rings;
  private final LevelTrail trail;
  private final LevelTrail trafficTrail;
  private final Level level = new Level(Level.Motion.OF_ADVANCING);
  private final Level traffic = new Level(Level.Motion.OF_TRAFFIC);
  private final Baseline.Dispersions dispersions = Baseline.Dispersions.none();
  private final Rebaselines rebaselines = new Rebaselines();
  private final Rebaselines trafficRebaselines = new Rebaselines();
  private final ColdStart coldStart = new ColdStart();
  private final Watch dropWatch = new Watch();
  private final Watch trafficWatch = new Watch();
  private boolean isHeld;
  private @Nullable Baseline baseline;

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
    bins = DelayLaw.Bins.upTo(followed);
    history = new History(followed, bins);
    rings = new CountRings(layout, start);
    trail = new LevelTrail(layout, layout.levelSteps(), Windows.LONGEST);
    int longest = Windows.TRAFFIC[Windows.TRAFFIC.length - 1];
    trafficTrail =
        new LevelTrail(layout, Math.min(layout.levelSteps(), layout.minuteSpan() / 5 + 4), longest);
    dropWatch.raiseBarrier(start);
    trafficWatch.raiseBarrier(start);
  }

  /** The minute that comes next. */
  long end() {
    return rings.end();
  }

  /** How many of those who come in a minute are expected to advance in the end. */
  double due(MinuteCounts counts) {
    return baseline == null ? 0 : counts.reached() * baseline.advancing(counts.minute());
  }

  /**
   * Takes a minute and looks at all windows that end with it.
   *
   * @param due how many of those who came in it are expected to advance in the end
   */
  void count(MinuteCounts counts, double due) {
    history.add(counts, isHeldBack());
    if (baseline == null) {
      rings.append(counts, 0, new DelayLaw(bins, new double[bins.count()]));
      scan.measureNothing();
      return;
    }
    double expected = rings.append(counts, due, baseline.law());
    coldEvidence = coldStart.next(advances(counts), expected);
    if (rings.end() % Level.STEP_MINUTES == 0) {
      step(baseline);
    }
    scan.measure(rings, baseline, trail);
    trafficScan.measure(scan, rings.end(), baseline, trafficTrail);
    if (!isHeldBack() && baseline.closedMinutes() >= SAMPLED_FROM_MINUTES) {
      scan.sample(baseline, dispersions, dropWatch.barrier());
      trafficScan.sample(baseline, dispersions.traffic(), trafficWatch.barrier());
    }
  }

  private boolean isHeldBack() {
    return dropWatch.isFiring() || trafficWatch.isFiring() || isHeld;
  }

  private static int advances(MinuteCounts counts) {
    int sum = 0;
    for (int count : counts.counts()) {
      sum += count;
    }
    return sum;
  }

  private void step(Baseline known) {
    var sums = rings.lastStep();
    if (isHeldBack()) {
      level.predict();
    } else {
      level.observe(sums[0], sums[1], 1 - known.meanRate());
    }
    trail.put(rings.end(), level.slow(), level.fast());
    if (trafficWatch.isFiring()) {
      traffic.predict();
    } else {
      long from = rings.end() - Level.STEP_MINUTES;
      traffic.observe(sums[2], known.arriving(from, rings.end()), 1);
    }
    trafficTrail.put(rings.end(), traffic.slow(), traffic.fast());
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
    if (baseline != null) {
      decideOnTraffic(baseline);
      decideOnDrop(baseline, sensitivity, 1, isMended);
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
    if (baseline != null && (mayFire || dropWatch.isFiring())) {
      decideOnDrop(baseline, sensitivity, streams, () -> true);
    }
  }

  /** Learns nothing and fires nothing from an onset until {@link #release}: the stage fires. */
  void hold(long onset) {
    isHeld = true;
    if (!dropWatch.isFiring()) {
      holdBack(onset);
      freeze(level, trail, onset);
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
        holdBack(trafficWatch.onset());
        freeze(traffic, trafficTrail, trafficWatch.onset());
        if (!dropWatch.isFiring()) {
          freeze(level, trail, trafficWatch.onset());
        }
      }
    } else if (isTrafficOver(known)) {
      trafficWatch.end(now, Watch.Change.RESOLVED);
      dropWatch.raiseBarrier(now);
    } else if (now - trafficWatch.firedAt() > Watch.LONGEST_FIRING_MINUTES) {
      double ratio = dayRatio(trafficScan.reading(dayWindow(), known, 0));
      trafficRebaselines.add(now, ratio);
      baseline = known.timesTraffic(ratio);
      trafficWatch.end(now, Watch.Change.REBASELINED);
      dropWatch.raiseBarrier(now);
    }
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
        holdBack(dropWatch.onset());
        freeze(level, trail, dropWatch.onset());
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
    if (dropWatch.isFiring() && baseline != null) {
      rebaseline(baseline);
    }
  }

  private void rebaseline(Baseline known) {
    newNormal = dayRatio(scan.reading(View.CALENDAR, dayWindow(), known, 0));
    baseline = rebaselined(known, newNormal);
    endDrop(Watch.Change.REBASELINED);
  }

  private Baseline rebaselined(Baseline known, double ratio) {
    rebaselines.add(rings.end(), ratio);
    rings.expectTimes(ratio);
    return known.times(ratio);
  }

  /** The ratio that was last taken for the new normal. */
  double newNormal() {
    return newNormal;
  }

  /** The stage has a new normal: so has this segment of it, its own where enough people tell it. */
  void rebaselineAlong(double ratioOfStage) {
    if (baseline != null && !dropWatch.isFiring()) {
      var day = scan.reading(View.CALENDAR, dayWindow(), baseline, 0);
      double ratio = day.expected() >= TELLING_ADVANCES ? dayRatio(day) : ratioOfStage;
      baseline = rebaselined(baseline, ratio);
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

  private void holdBack(long onset) {
    history.maskSince(onset);
    dispersions.calendar().forgetSince(onset);
    dispersions.cohort().forgetSince(onset);
    dispersions.traffic().forgetSince(onset);
  }

  /** Puts a level back to what it was before an onset, and predicts on from there. */
  private void freeze(Level of, LevelTrail its, long onset) {
    long at = its.before(onset - Forecast.GUARD_MINUTES);
    if (at < 0) {
      return;
    }
    of.returnTo(its.slow(at), its.fast(at));
    for (long step = at + Level.STEP_MINUTES; step <= rings.end(); step += Level.STEP_MINUTES) {
      of.predict();
      its.put(step, of.slow(), of.fast());
    }
  }

  /**
   * Learns, after {@link #decide}, if it is time to.
   *
   * @param stage what is known of the whole stage, if this is a segment of it
   */
  void learn(@Nullable Baseline stage) {
    long end = history.closedDayEnd(rings.end() - 1);
    if (end < 0) {
      return;
    }
    history.closeDay(end);
    boolean isWeek = end / DAY % DAYS_OF_WEEK == 0;
    if (isLearning() || isWeek) {
      var all = new Baseline.Sources(history, dispersions, rebaselines, trafficRebaselines);
      baseline = Baseline.learn(all, bins, end, stage);
    }
    if (isWeek) {
      history.fade();
      dispersions.calendar().fade();
      dispersions.cohort().fade();
      dispersions.traffic().fade();
    }
  }

  boolean isLearning() {
    return baseline == null || baseline.closedMinutes() < LEARNING_MINUTES;
  }

  boolean isYoung() {
    return baseline == null || baseline.closedMinutes() < YOUNG_MINUTES;
  }

  @Nullable Baseline baseline() {
    return baseline;
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
    return baseline == null || !scan.isMeasured(view, window)
        ? Reading.NOTHING
        : scan.reading(view, window, baseline, 0);
  }

  /** The level as a logarithm; while an alert fires, as it was before the onset. */
  double logLevel() {
    return level.slow() + level.fast();
  }

  /**
   * The smallest drop that fires within some minutes of it, half of the time, at the traffic of the
   * last week.
   *
   * @param minutes one of the calendar view's lengths
   * @return a share; empty if not even a stop does
   */
  OptionalDouble smallestDrop(int minutes, Sensitivity sensitivity, int streams) {
    if (baseline == null) {
      return OptionalDouble.empty();
    }
    int window = Arrays.binarySearch(Windows.CALENDAR, minutes);
    double expected = reachedPerHour() / 60 * baseline.meanRate() * minutes;
    double level = sensitivity.level(streams, isYoung());
    double tooSmall = 0;
    double large = 1;
    if (expected < DropScan.LEAST_EXPECTED || score(1, expected, window, baseline) < level) {
      return OptionalDouble.empty();
    }
    while (large - tooSmall > SMALLEST_DROP_PRECISION) {
      double drop = (tooSmall + large) / 2;
      if (score(drop, expected, window, baseline) < level) {
        tooSmall = drop;
      } else {
        large = drop;
      }
    }
    return OptionalDouble.of(Math.max(sensitivity.minDrop(), large));
  }

  private static double score(double drop, double expected, int window, Baseline known) {
    return Deviance.score(
        (1 - drop) * expected,
        expected,
        Windows.CALENDAR[window],
        known.kappa(View.CALENDAR, window),
        known.dispersion(View.CALENDAR, window));
  }

  /** People who reached the stage an hour, on average of the last week. */
  double reachedPerHour() {
    return rings.reachedPerHour();
  }

  /** Advances since an onset, at most a week ago, against what was expected from before it. */
  Reading since(long onset) {
    return baseline == null ? Reading.NOTHING : sinceOnset(onset, trail, false, baseline);
  }

  /** The same of people who come. */
  Reading trafficSince(long onset) {
    return baseline == null ? Reading.NOTHING : sinceOnset(onset, trafficTrail, true, baseline);
  }

  private Reading sinceOnset(long onset, LevelTrail its, boolean isTraffic, Baseline known) {
    long now = rings.end();
    int asked = (int) Math.max(1, Math.min(rings.known(), now - onset));
    var motion = isTraffic ? Level.Motion.OF_TRAFFIC : Level.Motion.OF_ADVANCING;
    var sums = CountRings.CalendarSums.of(1);
    rings.sum(new int[] {asked}, sums);
    int minutes = sums.minutes()[0];
    long at = its.before(now - minutes - Forecast.GUARD_MINUTES);
    double left = 0;
    if (at >= 0) {
      int lag = (int) (now - minutes - at);
      left =
          its.slow(at) * motion.slowLeft(lag, minutes)
              + its.fast(at) * motion.fastLeft(lag, minutes);
    }
    double expected =
        (isTraffic ? known.arriving(now - minutes, now) : sums.expected()[0]) * Math.exp(left);
    double observed = isTraffic ? sums.reached()[0] : sums.advances()[0];
    return new Reading(View.CALENDAR, 0, minutes, observed, expected, sums.reached()[0], 0, 0, 0);
  }

  /**
   * How advances, or people who come, went since a minute, against what was expected with the level
   * as it was; while something fires, with the level from before its onset. Oldest first.
   */
  List<CoursePoint> course(long from, boolean isTraffic) {
    var points = new ArrayList<CoursePoint>();
    if (baseline == null) {
      return points;
    }
    var its = isTraffic ? trafficTrail : trail;
    for (var span : rings.since(from)) {
      long at = its.before(span.minute());
      double factor = at < 0 ? 1 : Math.exp(its.slow(at) + its.fast(at));
      double usual =
          isTraffic
              ? baseline.arriving(span.minute(), span.minute() + span.minutes())
              : span.expected();
      points.add(
          new CoursePoint(
              span.minute(),
              span.minutes(),
              isTraffic ? span.reached() : span.advances(),
              usual * factor));
    }
    return points;
  }

  /** Takes back that somebody reached the stage. */
  void retractReached(long entry) {
    history.retractReached(entry);
    rings.retractReached(entry, baseline == null ? 0 : baseline.advancing(entry));
  }

  /** Takes back that somebody advanced. */
  void retractAdvance(long entry, long advance) {
    history.retractAdvance(entry);
    rings.retractAdvance(entry, advance);
  }

  void write(StateOutput out) {
    history.write(out);
    rings.write(out);
    trail.write(out);
    trafficTrail.write(out);
    level.write(out);
    traffic.write(out);
    dispersions.calendar().write(out);
    dispersions.cohort().write(out);
    dispersions.traffic().write(out);
    rebaselines.write(out);
    trafficRebaselines.write(out);
    coldStart.write(out);
    dropWatch.write(out);
    trafficWatch.write(out);
    out.flag(isHeld).flag(baseline != null);
    if (baseline != null) {
      baseline.write(out);
    }
  }

  void read(StateInput in) {
    history.read(in);
    rings.read(in);
    trail.read(in);
    trafficTrail.read(in);
    level.read(in);
    traffic.read(in);
    dispersions.calendar().read(in);
    dispersions.cohort().read(in);
    dispersions.traffic().read(in);
    rebaselines.read(in);
    trafficRebaselines.read(in);
    coldStart.read(in);
    dropWatch.read(in);
    trafficWatch.read(in);
    isHeld = in.flag();
    baseline = in.flag() ? Baseline.read(in, bins) : null;
  }
}
