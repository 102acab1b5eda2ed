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
  private final float @Nullable [] open;
  private final Tables tables;

  private Baseline(
      float[] advancing,
      float[] arriving,
      double meanRate,
      long closedMinutes,
      DelayLaw law,
      float @Nullable [] open,
      Tables tables) {
    this.advancing = advancing;
    this.arriving = arriving;
    this.meanRate = meanRate;
    this.closedMinutes = closedMinutes;
    this.law = law;
    this.open = open;
    this.tables = tables;
    for (int hour = 0; hour < WeekShape.HOURS; hour++) {
      arrivedBefore[hour + 1] = arrivedBefore[hour] + 60 * (double) arriving[hour];
    }
  }

  /**
   * What is known of each window.
   *
   * @param calendar V of the calendar view
   * @param cohort V of the cohort view
   * @param traffic V of traffic
   * @param calendarKappa κ of the calendar view
   * @param cohortKappa κ of the cohort view
   */
  private record Tables(
      float[] calendar,
      float[] cohort,
      float[] traffic,
      float[] calendarKappa,
      float[] cohortKappa) {

    Tables withKappas(double meanRate, DelayLaw law) {
      return new Tables(
          calendar,
          cohort,
          traffic,
          kappas(Windows.CALENDAR, true, meanRate, law),
          kappas(Windows.COHORT, false, meanRate, law));
    }

    void write(StateOutput out) {
      out.singles(calendar).singles(cohort).singles(traffic);
      out.singles(calendarKappa).singles(cohortKappa);
    }

    static Tables read(StateInput in) {
      return new Tables(
          in.singles(Windows.CALENDAR.length),
          in.singles(Windows.COHORT.length),
          in.singles(Windows.TRAFFIC.length),
          in.singles(Windows.CALENDAR.length),
          in.singles(Windows.COHORT.length));
    }
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
    if (stage != null) {
      var weights = stage.law.weights();
      double total = total(weights);
      for (int bin = 0; bin < delays.length; bin++) {
        delays[bin] = (float) (delays[bin] + SHRINKING_DELAYS * weights[bin] / total);
      }
    }
    mean = Math.max(LEAST_RATE, Math.min(MOST_RATE, mean));
    var law = new DelayLaw(bins, delays);
    var none = new float[0];
    var tables =
        new Tables(
            seen.calendar().learned(expected(seen.calendar(), stage, View.CALENDAR)),
            seen.cohort().learned(expected(seen.cohort(), stage, View.COHORT)),
            seen.traffic().learned(seen.traffic().prior()),
            none,
            none);
    return new Baseline(
        advancing,
        arriving,
        mean,
        history.closedMinutes(end),
        law,
        stage == null ? null : stage.open,
        tables.withKappas(mean, law));
  }

  /**
   * The same with hours at which it is closed.
   *
   * @param factors as {@link OpenHours#learn} gives them
   */
  Baseline open(float @Nullable [] factors) {
    return new Baseline(advancing, arriving, meanRate, closedMinutes, law, factors, tables);
  }

  /** V as it is expected without samples: that of the stage, or the prior. */
  private static double[] expected(Dispersion own, @Nullable Baseline stage, View view) {
    if (stage == null) {
      return own.prior();
    }
    return doubles(view == View.CALENDAR ? stage.tables.calendar : stage.tables.cohort);
  }

  private static double[] doubles(float[] values) {
    var doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
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
  private static float[] kappas(int[] lengths, boolean isCalendar, double meanRate, DelayLaw law) {
    var kappas = new float[lengths.length];
    for (int i = 0; i < lengths.length; i++) {
      double sum = 0;
      double squares = 0;
      int oldest = isCalendar ? lengths[i] + law.longest() : lengths[i] - 1;
      for (int age = 0; age <= oldest; age++) {
        double q = law.within(age) - (isCalendar ? law.within(age - lengths[i]) : 0);
        sum += q;
        squares += q * q;
      }
      kappas[i] = (float) (sum > 0 ? meanRate * squares / sum : 0);
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

  /**
   * By what how many go on in a minute differs from what the delays alone make of it, because of
   * the hour.
   */
  double openIn(long minute) {
    return open == null ? 1 : open[OpenHours.index(minute)];
  }

  /** The mean of {@link #openIn} over the minutes from one to another. */
  double openWithin(long from, long to) {
    if (open == null) {
      return 1;
    }
    double sum = 0;
    for (long at = from; at < to; ) {
      long next = Math.min(to, (at / 60 + 1) * 60);
      sum += openIn(at) * (next - at);
      at = next;
    }
    return sum / (to - from);
  }

  double kappa(View view, int window) {
    return view == View.CALENDAR ? tables.calendarKappa[window] : tables.cohortKappa[window];
  }

  double dispersion(View view, int window) {
    return view == View.CALENDAR ? tables.calendar[window] : tables.cohort[window];
  }

  double trafficDispersion(int window) {
    return tables.traffic[window];
  }

  /** The same with people advancing more or less for good. */
  Baseline times(double factor) {
    var changed = new float[WeekShape.HOURS];
    for (int hour = 0; hour < changed.length; hour++) {
      changed[hour] = (float) Math.max(LEAST_RATE, Math.min(MOST_RATE, advancing[hour] * factor));
    }
    double mean = Math.max(LEAST_RATE, Math.min(MOST_RATE, meanRate * factor));
    return new Baseline(
        changed, arriving, mean, closedMinutes, law, open, tables.withKappas(mean, law));
  }

  /** The same with more or fewer people coming for good. */
  Baseline timesTraffic(double factor) {
    var changed = new float[WeekShape.HOURS];
    for (int hour = 0; hour < changed.length; hour++) {
      changed[hour] = (float) (arriving[hour] * factor);
    }
    return new Baseline(advancing, changed, meanRate, closedMinutes, law, open, tables);
  }

  void write(StateOutput out) {
    out.singles(advancing).singles(arriving).real(meanRate).whole(closedMinutes);
    out.singles(law.weights()).flag(open != null);
    if (open != null) {
      out.singles(open);
    }
    tables.write(out);
  }

  static Baseline read(StateInput in, DelayLaw.Bins bins) {
    return new Baseline(
        in.singles(WeekShape.HOURS),
        in.singles(WeekShape.HOURS),
        in.real(),
        in.whole(),
        new DelayLaw(bins, doubles(in.singles(bins.count()))),
        in.flag() ? in.singles(OpenHours.CELLS) : null,
        Tables.read(in));
  }
}
