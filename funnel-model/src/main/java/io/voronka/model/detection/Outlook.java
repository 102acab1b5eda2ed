package io.voronka.model.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** What can be said of a stream for people to read; nothing of it decides anything. */
final class Outlook {

  private static final double SMALLEST_DROP_PRECISION = 1e-4;

  private final CountRings rings;
  private final Levels levels;
  private final Baseline known;

  Outlook(CountRings rings, Levels levels, Baseline known) {
    this.rings = rings;
    this.levels = levels;
    this.known = known;
  }

  /**
   * The smallest drop that fires within some minutes of it, half of the time, at the traffic of the
   * last week.
   *
   * @param minutes one of the calendar view's lengths
   * @param level at which a drop fires
   * @return a share, at least {@code minDrop}; empty if not even a stop does
   */
  OptionalDouble smallestDrop(int minutes, double level, double minDrop) {
    int window = Arrays.binarySearch(Windows.CALENDAR, minutes);
    double expected = rings.reachedPerHour() / 60 * known.meanRate() * minutes;
    double tooSmall = 0;
    double large = 1;
    if (expected < DropScan.LEAST_EXPECTED || score(1, expected, window) < level) {
      return OptionalDouble.empty();
    }
    while (large - tooSmall > SMALLEST_DROP_PRECISION) {
      double drop = (tooSmall + large) / 2;
      if (score(drop, expected, window) < level) {
        tooSmall = drop;
      } else {
        large = drop;
      }
    }
    return OptionalDouble.of(Math.max(minDrop, large));
  }

  private double score(double drop, double expected, int window) {
    return Deviance.score(
        (1 - drop) * expected,
        expected,
        Windows.CALENDAR[window],
        known.kappa(View.CALENDAR, window),
        known.dispersion(View.CALENDAR, window));
  }

  /**
   * Advances, or people who came, since an onset, at most a week ago, against what was expected
   * from before it.
   */
  Reading since(long onset, boolean isTraffic) {
    var its = levels.trail(isTraffic);
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
    var its = levels.trail(isTraffic);
    var points = new ArrayList<CoursePoint>();
    for (var span : rings.since(from)) {
      long at = its.before(span.minute());
      double factor = at < 0 ? 1 : Math.exp(its.slow(at) + its.fast(at));
      double usual =
          isTraffic
              ? known.arriving(span.minute(), span.minute() + span.minutes())
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
}
