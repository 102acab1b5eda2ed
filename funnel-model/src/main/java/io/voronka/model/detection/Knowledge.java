package io.voronka.model.detection;

import org.jspecify.annotations.Nullable;

/** What a stream has seen to learn from, and what was learned of it. Mutable, not thread-safe. */
final class Knowledge {

  private static final long LEARNING_MINUTES = 4L * History.WEEK_MINUTES;
  private static final long YOUNG_MINUTES = 8L * History.WEEK_MINUTES;
  private static final long SAMPLED_FROM_MINUTES = 2L * History.WEEK_MINUTES;
  private static final int DAY = 1440;
  private static final int DAYS_OF_WEEK = 7;

  private final DelayLaw.Bins bins;
  private final History history;
  private final OpenHours openHours = new OpenHours();
  private final Baseline.Dispersions dispersions = Baseline.Dispersions.none();
  private final Rebaselines rebaselines = new Rebaselines();
  private final Rebaselines trafficRebaselines = new Rebaselines();
  private @Nullable Baseline baseline;

  /**
   * @param followed how many minutes an attempt stays open
   */
  Knowledge(int followed) {
    bins = DelayLaw.Bins.upTo(followed);
    history = new History(followed, bins);
  }

  /** What is expected; null as long as nothing is known. */
  @Nullable Baseline baseline() {
    return baseline;
  }

  /** When people advance of whom nothing is known: at once. */
  DelayLaw noLaw() {
    return new DelayLaw(bins, new double[bins.count()]);
  }

  Baseline.Dispersions dispersions() {
    return dispersions;
  }

  /** Takes a minute. */
  void add(MinuteCounts counts, boolean isHeldBack) {
    history.add(counts, isHeldBack);
    // While little is known what fires may be just that it is closed.
    openHours.add(counts.minute(), counts.advances(), isHeldBack && !isLearning());
    if ((counts.minute() + 1) % DAY == 0) {
      openHours.closeDay(counts.minute() + 1 - DAY, history, baseline);
    }
  }

  /** Leaves out, from now on, what came since the onset of an alert. */
  void holdBack(long onset) {
    history.maskSince(onset);
    dispersions.calendar().forgetSince(onset);
    dispersions.cohort().forgetSince(onset);
    dispersions.traffic().forgetSince(onset);
  }

  /**
   * Learns, if it is time to.
   *
   * @param now the minute that comes next
   * @param stage what is known of the whole stage, if this is a segment of it
   */
  void learn(long now, @Nullable Baseline stage) {
    long end = history.closedDayEnd(now - 1);
    if (end < 0) {
      return;
    }
    history.closeDay(end);
    boolean isWeek = end / DAY % DAYS_OF_WEEK == 0;
    if (isLearning() || isWeek) {
      var all = new Baseline.Sources(history, dispersions, rebaselines, trafficRebaselines);
      var learned = Baseline.learn(all, bins, end, stage);
      baseline =
          stage == null
              ? learned.open(openHours.learn(now / DAY * DAY, history, learned))
              : learned;
    }
    if (isWeek) {
      history.fade();
      openHours.fade();
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

  /** Whether enough is known for forecasts to be judged. */
  boolean isSampled() {
    return baseline != null && baseline.closedMinutes() >= SAMPLED_FROM_MINUTES;
  }

  /** From now on so many times as many advance. */
  void rebaseline(Baseline known, long now, double ratio) {
    rebaselines.add(now, ratio);
    baseline = known.times(ratio);
  }

  /** From now on so many times as many come. */
  void rebaselineTraffic(Baseline known, long now, double ratio) {
    trafficRebaselines.add(now, ratio);
    baseline = known.timesTraffic(ratio);
  }

  /** Somebody reached the stage then after all (1), or did not (−1). */
  void correctReached(long entry, int sign) {
    history.correctReached(entry, sign);
  }

  /** Somebody who reached the stage then advanced after all (1), or did not (−1). */
  void correctAdvance(long entry, int sign) {
    history.correctAdvance(entry, sign);
  }

  void write(StateOutput out) {
    history.write(out);
    openHours.write(out);
    dispersions.calendar().write(out);
    dispersions.cohort().write(out);
    dispersions.traffic().write(out);
    rebaselines.write(out);
    trafficRebaselines.write(out);
    out.flag(baseline != null);
    if (baseline != null) {
      baseline.write(out);
    }
  }

  void read(StateInput in) {
    history.read(in);
    openHours.read(in);
    dispersions.calendar().read(in);
    dispersions.cohort().read(in);
    dispersions.traffic().read(in);
    rebaselines.read(in);
    trafficRebaselines.read(in);
    baseline = in.flag() ? Baseline.read(in, bins) : null;
  }
}
