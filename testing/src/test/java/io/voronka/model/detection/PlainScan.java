package io.voronka.model.detection;

import java.util.ArrayList;
import java.util.List;

/**
 * The statistic written word by word from its page, over everything that ever came, for clarity
 * alone: no rings, no running sums, no tables. What was learned is handed in; the rest is worked
 * out here.
 */
final class PlainScan {

  private static final double HALF_HOUR_AND_AN_HOUR = 90;
  private static final double THREE_DAYS = 3 * 1440;
  private static final double SIX_HOURS = 360;

  private final List<MinuteCounts> minutes = new ArrayList<>();
  private final List<Double> dueOf = new ArrayList<>();
  private final List<Double> expectedAt = new ArrayList<>();
  private final List<double[]> levels = new ArrayList<>();
  private final List<double[]> trafficLevels = new ArrayList<>();
  private final PlainLevel level = new PlainLevel(0.05, THREE_DAYS, HALF_HOUR_AND_AN_HOUR);
  private final PlainLevel traffic = new PlainLevel(0.15, THREE_DAYS, SIX_HOURS);
  private Baseline baseline;

  /** A window's score, and what it was made of. */
  record Score(View view, int minutes, double observed, double expected, double nats) {}

  PlainScan(Baseline baseline) {
    this.baseline = baseline;
  }

  /** What is expected from now on. */
  void learned(Baseline newer) {
    baseline = newer;
  }

  /**
   * Takes a minute.
   *
   * @param isFrozen whether an alert fires since the minute before
   * @param isTrafficFrozen the same of traffic
   */
  void next(MinuteCounts counts, boolean isKnown, boolean isFrozen, boolean isTrafficFrozen) {
    minutes.add(counts);
    dueOf.add(isKnown ? counts.reached() * baseline.advancing(counts.minute()) : 0);
    int t = minutes.size() - 1;
    double expected = 0;
    for (int j = 0; isKnown && j <= Math.min(t, baseline.law().longest()); j++) {
      expected += dueOf.get(t - j) * baseline.law().shares()[j];
    }
    expectedAt.add(expected * baseline.openIn(counts.minute()));
    if (minutes.size() % 5 == 0) {
      if (isKnown) {
        step(isFrozen, isTrafficFrozen);
      }
      levels.add(level.state());
      trafficLevels.add(traffic.state());
    }
  }

  private void step(boolean isFrozen, boolean isTrafficFrozen) {
    int end = minutes.size();
    double advances = 0;
    double expected = 0;
    double came = 0;
    double coming = 0;
    for (int u = end - 5; u < end; u++) {
      advances += advances(u);
      expected += expectedAt.get(u);
      came += minutes.get(u).reached();
      coming += baseline.arriving(u, u + 1);
    }
    level.step(isFrozen ? Double.NaN : advances, expected, 1 - baseline.meanRate());
    traffic.step(isTrafficFrozen ? Double.NaN : came, coming, 1);
  }

  /** An alert fired: the level is what it was before the onset, predicted on from there. */
  void freezeSince(long onset) {
    freeze(onset, level, levels);
  }

  /** The same of traffic. */
  void freezeTrafficSince(long onset) {
    freeze(onset, traffic, trafficLevels);
  }

  private static void freeze(long onset, PlainLevel its, List<double[]> states) {
    int last = (int) ((onset - 5) / 5) - 1;
    if (last < 0) {
      return;
    }
    its.returnTo(states.get(last));
    for (int i = last + 1; i < states.size(); i++) {
      its.step(Double.NaN, 0, 0);
      states.set(i, its.state());
    }
  }

  private double advances(int u) {
    double sum = 0;
    for (int count : minutes.get(u).counts()) {
      sum += count;
    }
    return sum;
  }

  /** N of a window that ends now. */
  double observed(View view, int w) {
    int t = minutes.size() - 1;
    double sum = 0;
    for (int u = t - w + 1; u <= t; u++) {
      if (view == View.CALENDAR) {
        sum += advances(u);
      }
    }
    for (int u = t - w + 1; view == View.COHORT && u <= t; u++) {
      for (int i = 0; i < minutes.get(u).delays().length; i++) {
        boolean isOfCohort = u - minutes.get(u).delays()[i] > t - w;
        sum += isOfCohort ? minutes.get(u).counts()[i] : 0;
      }
    }
    return sum;
  }

  /** E of a window that ends now. */
  double expected(View view, int w) {
    int t = minutes.size() - 1;
    double sum = 0;
    double open = 0;
    for (int s = t - w + 1; s <= t; s++) {
      sum +=
          view == View.CALENDAR ? expectedAt.get(s) : dueOf.get(s) * baseline.law().within(t - s);
      open += baseline.openIn(minutes.get(s).minute()) / w;
    }
    return sum * (view == View.CALENDAR ? 1 : open) * forecast(levels, w, HALF_HOUR_AND_AN_HOUR);
  }

  /** People who came in a window that ends now. */
  double came(int w) {
    double sum = 0;
    for (var minute : minutes.subList(minutes.size() - w, minutes.size())) {
      sum += minute.reached();
    }
    return sum;
  }

  /** People who were expected in a window that ends now. */
  double coming(int w) {
    double sum = 0;
    for (int u = minutes.size() - w; u < minutes.size(); u++) {
      sum += baseline.arriving(u, u + 1);
    }
    double factor = forecast(trafficLevels, w, SIX_HOURS);
    return sum * Math.max(Math.exp(-0.4), Math.min(Math.exp(0.4), factor));
  }

  /** The level from at least five minutes before the window, each part by its mean over it. */
  private double forecast(List<double[]> states, int w, double fastMinutes) {
    int begin = minutes.size() - w;
    int step = (begin - 5) / 5; // how many steps had ended by then
    if (begin < 5 || step == 0) {
      return 1;
    }
    var then = states.get(step - 1);
    int lag = begin - step * 5;
    return Math.exp(
        then[0] * meanLeft(THREE_DAYS, lag, w) + then[1] * meanLeft(fastMinutes, lag, w));
  }

  private static double meanLeft(double tau, int lag, int w) {
    return tau * (Math.exp(-lag / tau) - Math.exp(-(lag + w) / tau)) / w;
  }

  /** D of all windows of both views that are not 0 by rule. */
  List<Score> scores(double minDrop, long barrier) {
    var scores = new ArrayList<Score>();
    for (var view : View.values()) {
      int[] lengths = view == View.CALENDAR ? Windows.CALENDAR : Windows.COHORT;
      for (int i = 0; i < lengths.length; i++) {
        int w = lengths[i];
        if (minutes.size() - w >= barrier) {
          double n = observed(view, w);
          double e = expected(view, w);
          if (e >= 3 && n <= (1 - minDrop) * e) {
            double kappa = baseline.kappa(view, i);
            double dispersion = baseline.dispersion(view, i);
            scores.add(new Score(view, w, n, e, nats(n, e, w, kappa, dispersion)));
          }
        }
      }
    }
    return scores;
  }

  /** The same of traffic: Poisson, and at least half of the people missing. */
  List<Score> trafficScores(long barrier) {
    var scores = new ArrayList<Score>();
    for (int i = 0; i < Windows.TRAFFIC.length; i++) {
      int w = Windows.TRAFFIC[i];
      if (minutes.size() - w >= barrier) {
        double n = came(w);
        double e = coming(w);
        if (e >= 3 && n <= 0.5 * e) {
          double deviance = (n > 0 ? n * Math.log(n / e) : 0) - n + e;
          double nats = deviance / (1 + baseline.trafficDispersion(i) * e) - Math.log(1440.0 / w);
          scores.add(new Score(View.CALENDAR, w, n, e, nats));
        }
      }
    }
    return scores;
  }

  /** D of the window that a reading is about. */
  double score(Reading reading) {
    return nats(
        observed(reading.view(), reading.minutes()),
        expected(reading.view(), reading.minutes()),
        reading.minutes(),
        reading.kappa(),
        reading.dispersion());
  }

  /** D of one window. */
  static double nats(double n, double e, int w, double kappa, double dispersion) {
    double m = e / kappa;
    double first = n > 0 ? n * Math.log(n / e) : 0;
    double ratio = first + (m - n) * Math.log((m - n) / (m - e));
    return ratio / (1 + dispersion * e / (1 - kappa)) - Math.log(1440.0 / w);
  }
}
