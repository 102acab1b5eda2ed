package io.voronka.model.detection;

/**
 * The scan of people who come, over the calendar windows up to two days, as of one minute; and what
 * tells the scan of advances that people come at all. What it fills holds until the next minute;
 * nothing of it is state. Not thread-safe.
 */
final class TrafficScan {

  /** The smallest drop of traffic that is looked for. */
  static final double MIN_DROP = 0.5;

  private static final double LEAST_SHARE_OF_ENTRANTS = 0.5;
  private static final Forecast FORECAST = new Forecast(Level.Motion.OF_TRAFFIC, Windows.TRAFFIC);

  private final double[] expected = new double[Windows.TRAFFIC.length];
  private DropScan counts = new DropScan();
  private int known;
  private long now;

  /**
   * Forecasts the windows that end now.
   *
   * @param measured holds who came in them
   */
  void measure(DropScan measured, long end, Baseline baseline, LevelTrail trail) {
    counts = measured;
    now = end;
    known = Math.min(measured.calendars(), Windows.TRAFFIC.length);
    for (int i = 0; i < known; i++) {
      int minutes = counts.minutes(i);
      expected[i] = baseline.arriving(now - minutes, now) * FORECAST.factor(trail, now, i, minutes);
    }
  }

  /** Takes the windows that begin after a moment as samples of how far forecasts miss. */
  void sample(Baseline baseline, Dispersion into, long barrier) {
    into.begin(now - 1);
    for (int i = 0; i < known && now - counts.minutes(i) >= barrier; i++) {
      if (expected[i] >= DropScan.LEAST_EXPECTED && Dispersion.isSampled(Windows.TRAFFIC[i], now)) {
        into.sample(
            i, counts.reached(i) / expected[i], 1 / expected[i], baseline.trafficDispersion(i));
      }
    }
  }

  /** The window of the largest score among those that begin after a moment. */
  Reading best(Baseline baseline, long barrier) {
    var best = Reading.NOTHING;
    for (int i = 0; i < known && now - counts.minutes(i) >= barrier; i++) {
      double observed = counts.reached(i);
      if (expected[i] >= DropScan.LEAST_EXPECTED && observed <= (1 - MIN_DROP) * expected[i]) {
        double score =
            Deviance.score(
                observed, expected[i], counts.minutes(i), 0, baseline.trafficDispersion(i));
        if (score > best.score()) {
          best = reading(i, baseline, score);
        }
      }
    }
    return best;
  }

  Reading reading(int window, Baseline baseline, double score) {
    double observed = counts.reached(window);
    return new Reading(
        View.CALENDAR,
        window,
        counts.minutes(window),
        observed,
        expected[window],
        observed,
        0,
        baseline.trafficDispersion(window),
        score);
  }

  int known() {
    return known;
  }

  /**
   * Whether at least half of the expected people came in a window; if not, a lack of advances is a
   * matter of traffic. Of windows longer than those of traffic, the longest of those is asked.
   */
  boolean peopleCome(Reading reading) {
    int window = Math.min(known - 1, DropScan.inCalendar(reading.view(), reading.index()));
    return window < 0 || counts.reached(window) >= LEAST_SHARE_OF_ENTRANTS * expected[window];
  }
}
