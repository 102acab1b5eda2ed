package io.voronka.model.detection;

import io.voronka.model.detection.CountRings.CalendarSums;
import java.util.Arrays;

/**
 * The scan of advances over all windows of both views, as of one minute. What it fills holds until
 * the next minute; nothing of it is state. Not thread-safe.
 */
final class DropScan {

  static final double LEAST_EXPECTED = 3;

  private static final Forecast CALENDAR =
      new Forecast(Level.Motion.OF_ADVANCING, Windows.CALENDAR);
  private static final Forecast COHORT = new Forecast(Level.Motion.OF_ADVANCING, Windows.COHORT);

  private final CalendarSums calendar = CalendarSums.of(Windows.CALENDAR.length);
  private final double[] advanced = new double[Windows.COHORT.length];
  private final double[] expected = new double[Windows.COHORT.length];
  private int calendars;
  private int cohorts;
  private long now;

  /** Sums the windows that end now, and forecasts them. */
  void measure(CountRings rings, Baseline baseline, LevelTrail trail) {
    now = rings.end();
    calendars = rings.sum(Windows.CALENDAR, calendar);
    cohorts = rings.sumCohort(Windows.COHORT, baseline.law(), advanced, expected);
    for (int i = 0; i < calendars; i++) {
      calendar.expected()[i] *= CALENDAR.factor(trail, now, i, calendar.minutes()[i]);
    }
    for (int i = 0; i < cohorts; i++) {
      expected[i] *=
          COHORT.factor(trail, now, i, Windows.COHORT[i])
              * baseline.openWithin(now - Windows.COHORT[i], now);
    }
  }

  /** Nothing is measured as long as nothing is expected. */
  void measureNothing() {
    calendars = 0;
    cohorts = 0;
  }

  /** Takes the windows that begin after a moment as samples of how far forecasts miss. */
  void sample(Baseline baseline, Baseline.Dispersions dispersions, long barrier) {
    dispersions.calendar().begin(now - 1);
    dispersions.cohort().begin(now - 1);
    for (int i = 0; i < calendars && now - calendar.minutes()[i] >= barrier; i++) {
      if (Dispersion.isSampled(Windows.CALENDAR[i], now)) {
        sample(View.CALENDAR, i, baseline, dispersions.calendar());
      }
    }
    for (int i = 0; i < cohorts && now - Windows.COHORT[i] >= barrier; i++) {
      if (Dispersion.isSampled(Windows.COHORT[i], now)) {
        sample(View.COHORT, i, baseline, dispersions.cohort());
      }
    }
  }

  private void sample(View view, int window, Baseline baseline, Dispersion into) {
    double forecast = expected(view, window);
    if (forecast >= LEAST_EXPECTED) {
      into.sample(
          window,
          observed(view, window) / forecast,
          (1 - baseline.kappa(view, window)) / forecast,
          baseline.dispersion(view, window));
    }
  }

  /**
   * The window of the largest score among those that begin after a moment, {@link Reading#NOTHING}
   * if none is eligible.
   */
  Reading best(Baseline baseline, double minDrop, long barrier) {
    double most = Double.NEGATIVE_INFINITY;
    var view = View.CALENDAR;
    int window = -1;
    for (int i = 0; i < calendars && now - calendar.minutes()[i] >= barrier; i++) {
      double score = score(View.CALENDAR, i, baseline, minDrop);
      if (score > most) {
        most = score;
        window = i;
      }
    }
    for (int i = 0; i < cohorts && now - Windows.COHORT[i] >= barrier; i++) {
      double score = score(View.COHORT, i, baseline, minDrop);
      if (score > most) {
        most = score;
        view = View.COHORT;
        window = i;
      }
    }
    return window < 0 ? Reading.NOTHING : reading(view, window, baseline, most);
  }

  private double score(View view, int window, Baseline baseline, double minDrop) {
    double forecast = expected(view, window);
    double observed = observed(view, window);
    if (forecast < LEAST_EXPECTED || observed > (1 - minDrop) * forecast) {
      return Double.NEGATIVE_INFINITY;
    }
    return Deviance.score(
        observed,
        forecast,
        minutes(view, window),
        baseline.kappa(view, window),
        baseline.dispersion(view, window));
  }

  /** What a window shows now. */
  Reading reading(View view, int window, Baseline baseline, double score) {
    int minutes = minutes(view, window);
    return new Reading(
        view,
        window,
        minutes,
        observed(view, window),
        expected(view, window),
        calendar.reached()[inCalendar(view, window)],
        baseline.kappa(view, window),
        baseline.dispersion(view, window),
        score);
  }

  /** The index of the calendar window of the same length. */
  static int inCalendar(View view, int window) {
    return view == View.CALENDAR
        ? window
        : Arrays.binarySearch(Windows.CALENDAR, Windows.COHORT[window]);
  }

  private int minutes(View view, int window) {
    return view == View.CALENDAR ? minutes(window) : Windows.COHORT[window];
  }

  /** How long a calendar window really is. */
  int minutes(int window) {
    return calendar.minutes()[window];
  }

  boolean isMeasured(View view, int window) {
    return window < (view == View.CALENDAR ? calendars : cohorts);
  }

  double observed(View view, int window) {
    return view == View.CALENDAR ? calendar.advances()[window] : advanced[window];
  }

  double expected(View view, int window) {
    return view == View.CALENDAR ? calendar.expected()[window] : expected[window];
  }

  /** People who reached the stage in a calendar window. */
  double reached(int window) {
    return calendar.reached()[window];
  }

  int calendars() {
    return calendars;
  }
}
