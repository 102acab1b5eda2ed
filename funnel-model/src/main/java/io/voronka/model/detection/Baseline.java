package io.voronka.model.detection;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is expected of a stream: learned once a week, immutable in between. Rates and dispersions
 * are rounded to single precision, as they are kept.
 */
final class Baseline {

  private static final double SHRINKING_ADVANCES = 30;
  private static final double SHRINKING_DELAYS = 100;
  private static final double LEAST_RATE = 1e-4;
  private static final double MOST_RATE = 0.98;

  private final float[] advancing;
  private final float[] arriving;
  private final double[] arrivedBefore = new double[WeekShape.HOURS + 1];
  private final double meanRate;
  private final long closedMinutes;
  private final DelayLaw law;
  private final double[] calendarKappas;
  private final double[] cohortKappas;
  private final float[] calendarDispersions;
  private final float[] cohortDispersions;
  private final float[] trafficDispersions;

  private Baseline(
      float[] advancing,
      float[] arriving,
      double meanRate,
      long closedMinutes,
      DelayLaw law,
      float[][] dispersions) {
    this.advancing = advancing;
    this.arriving = arriving;
    this.meanRate = meanRate;
    this.closedMinutes = closedMinutes;
    this.law = law;
    this.calendarDispersions = dispersions[0];
    this.cohortDispersions = dispersions[1];
    this.trafficDispersions = dispersions[2];
    for (int hour = 0; hour < WeekShape.HOURS; hour++) {
      arrivedBefore[hour + 1] = arrivedBefore[hour] + 60 * (double) arriving[hour];
    }
    this.calendarKappas = kappas(Windows.CALENDAR, true);
    this.cohortKappas = kappas(Windows.COHORT, false);
  }

  /** The dispersions that a stream has seen, of both views and of traffic. */
  record Dispersions(Dispersion calendar, Dispersion cohort, Dispersion traffic) {

    static Dispersions none() {
      return new Dispersions(
          new Dispersion(Windows.CALENDAR, Level.Motion.OF_ADVANCING),
          new Dispersion(Windows.COHORT, Level.Motion.OF_ADVANCING),
          new Dispersion(Windows.TRAFFIC, Level.Motion.OF_TRAFFIC));
    }
  }

  /** What a stream has seen. */
  record Sources(
      History history, Dispersions dispersions, Rebaselines advancing, Rebaselines arriving) {}

  /**
   * Learns.
   *
   * @param end of the attempts that are closed, in minutes
   * @param stage of the whole stage, if this is a segment of it: what little is known is shrunk to
   *     that; else null
   */
  static Baseline learn(Sources sources, DelayLaw.Bins bins, long end, @Nullable Baseline stage) {
    var history = sources.history();
    var seen = sources.dispersions();
    var cells = history.cells(end, sources.advancing(), sources.arriving());
    double reached = sum(cells.reached());
    double rate = reached > 0 ? sum(cells.advanced()) / reached : 0;
    var shape =
        WeekShape.learn(
            cells.advanced(), cells.reached(), 1 - rate, stage == null ? flat() : stage.shape());
    double mean = base(cells.advanced(), cells.reached(), shape);
    if (stage != null) {
      double due = stage.meanRate * reached;
      mean = stage.meanRate * (mean * reached + SHRINKING_ADVANCES) / (due + SHRINKING_ADVANCES);
    }
    var traffic = WeekShape.learn(cells.arrived(), cells.minutes(), 1, flat());
    double perMinute = base(cells.arrived(), cells.minutes(), traffic);
    var advancing = new float[WeekShape.HOURS];
    var arriving = new float[WeekShape.HOURS];
    for (int hour = 0; hour < WeekShape.HOURS; hour++) {
      advancing[hour] = (float) Math.max(LEAST_RATE, Math.min(MOST_RATE, mean * shape[hour]));
      arriving[hour] = (float) (perMinute * traffic[hour]);
    }
    var delays = history.delays();
    for (int bin = 0; stage != null && bin < delays.length; bin++) {
      delays[bin] += SHRINKING_DELAYS * stage.law.weights()[bin] / total(stage.law.weights());
    }
    var dispersions =
        new float[][] {
          seen.calendar().learned(expected(seen.calendar(), stage, 0)),
          seen.cohort().learned(expected(seen.cohort(), stage, 1)),
          seen.traffic().learned(expected(seen.traffic(), stage, 2))
        };
    return new Baseline(
        advancing,
        arriving,
        Math.max(LEAST_RATE, Math.min(MOST_RATE, mean)),
        history.closedMinutes(end),
        new DelayLaw(bins, delays),
        dispersions);
  }

  private static double[] expected(Dispersion own, @Nullable Baseline stage, int which) {
    if (stage == null || which == 2) {
      return own.prior();
    }
    var values = which == 0 ? stage.calendarDispersions : stage.cohortDispersions;
    var expected = new double[values.length];
    Arrays.setAll(expected, i -> values[i]);
    return expected;
  }

  private static double[] flat() {
    var shape = new double[WeekShape.HOURS];
    Arrays.fill(shape, 1);
    return shape;
  }

  private double[] shape() {
    var shape = new double[WeekShape.HOURS];
    Arrays.setAll(shape, hour -> advancing[hour] / meanRate);
    return shape;
  }

  private static double base(double[][] counts, double[][] exposures, double[] shape) {
    double exposure = 0;
    for (var week : exposures) {
      for (int hour = 0; hour < WeekShape.HOURS; hour++) {
        exposure += week[hour] * shape[hour];
      }
    }
    return exposure > 0 ? sum(counts) / exposure : 0;
  }

  private static double sum(double[][] cells) {
    return Arrays.stream(cells).mapToDouble(Baseline::total).sum();
  }

  private static double total(double[] values) {
    double total = 0;
    for (double value : values) {
      total += value;
    }
    return Math.max(total, Double.MIN_NORMAL);
  }

  /**
   * κ of each length: p̄·Σq²/Σq, q being the chance of somebody who advances to be counted in the
   * window, over entry times.
   */
  private double[] kappas(int[] lengths, boolean isCalendar) {
    var kappas = new double[lengths.length];
    for (int i = 0; i < lengths.length; i++) {
      double sum = 0;
      double squares = 0;
      int oldest = isCalendar ? lengths[i] + law.longest() : lengths[i] - 1;
      for (int age = 0; age <= oldest; age++) {
        double q = law.within(age) - (isCalendar ? law.within(age - lengths[i]) : 0);
        sum += q;
        squares += q * q;
      }
      kappas[i] = sum > 0 ? meanRate * squares / sum : 0;
    }
    return kappas;
  }

  private static int hourOfWeek(long minute) {
    return (int) (minute / 60 % WeekShape.HOURS);
  }

  /** p: the share of those who come in this minute that is expected to advance. */
  double advancing(long minute) {
    return advancing[hourOfWeek(minute)];
  }

  /** How many people are expected to reach the stage within the minutes from one to another. */
  double arriving(long from, long to) {
    long week = from / History.WEEK_MINUTES * History.WEEK_MINUTES;
    return arrivedSince(to - week) - arrivedSince(from - week);
  }

  private double arrivedSince(long minutesOfWeek) {
    long hours = minutesOfWeek / 60;
    int hour = (int) (hours % WeekShape.HOURS);
    long weeks = hours / WeekShape.HOURS;
    return weeks * arrivedBefore[WeekShape.HOURS]
        + arrivedBefore[hour]
        + minutesOfWeek % 60 * (double) arriving[hour];
  }

  /** p̄. */
  double meanRate() {
    return meanRate;
  }

  /** Minutes of closed attempts that this was learned from. */
  long closedMinutes() {
    return closedMinutes;
  }

  DelayLaw law() {
    return law;
  }

  double kappa(View view, int window) {
    return view == View.CALENDAR ? calendarKappas[window] : cohortKappas[window];
  }

  double dispersion(View view, int window) {
    return view == View.CALENDAR ? calendarDispersions[window] : cohortDispersions[window];
  }

  double trafficDispersion(int window) {
    return trafficDispersions[window];
  }

  /** The same with people advancing more or less for good. */
  Baseline times(double factor) {
    var changed = new float[WeekShape.HOURS];
    for (int hour = 0; hour < changed.length; hour++) {
      changed[hour] = (float) Math.max(LEAST_RATE, Math.min(MOST_RATE, advancing[hour] * factor));
    }
    double mean = Math.max(LEAST_RATE, Math.min(MOST_RATE, meanRate * factor));
    return new Baseline(changed, arriving, mean, closedMinutes, law, dispersions());
  }

  /** The same with more or fewer people coming for good. */
  Baseline timesTraffic(double factor) {
    var changed = new float[WeekShape.HOURS];
    for (int hour = 0; hour < changed.length; hour++) {
      changed[hour] = (float) (arriving[hour] * factor);
    }
    return new Baseline(advancing, changed, meanRate, closedMinutes, law, dispersions());
  }

  private float[][] dispersions() {
    return new float[][] {calendarDispersions, cohortDispersions, trafficDispersions};
  }

  void write(StateOutput out) {
    out.singles(advancing).singles(arriving).real(meanRate).whole(closedMinutes);
    out.reals(law.weights());
    out.singles(calendarDispersions).singles(cohortDispersions).singles(trafficDispersions);
  }

  static Baseline read(StateInput in, DelayLaw.Bins bins) {
    var advancing = new float[WeekShape.HOURS];
    var arriving = new float[WeekShape.HOURS];
    in.singles(advancing);
    in.singles(arriving);
    double meanRate = in.real();
    long closedMinutes = in.whole();
    var law = new DelayLaw(bins, in.reals(bins.count()));
    var dispersions =
        new float[][] {
          new float[Windows.CALENDAR.length],
          new float[Windows.COHORT.length],
          new float[Windows.TRAFFIC.length]
        };
    for (var of : dispersions) {
      in.singles(of);
    }
    return new Baseline(advancing, arriving, meanRate, closedMinutes, law, dispersions);
  }
}
