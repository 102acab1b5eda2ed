package io.voronka.model.detection;

import java.util.Map;
import java.util.TreeMap;

/**
 * Who came, against who usually comes: with more people of a weak source fewer advance, and that is
 * no drop. The breakdown whose watched values differ most in their rates is asked.
 */
final class Mix {

  private Mix() {}

  /**
   * Returns the factor on the share of those who come in a minute that is expected to advance.
   *
   * @param segments the watched ones, with what came in the minute
   */
  static double factor(
      Map<BreakdownValue, SegmentWatch> segments,
      Map<BreakdownValue, MinuteCounts> counts,
      long minute) {
    var byBreakdown = new TreeMap<String, Sums>();
    segments.forEach(
        (value, segment) -> {
          var baseline = segment.detector.baseline();
          if (segment.isWatched && baseline != null) {
            var here = counts.get(value);
            byBreakdown
                .computeIfAbsent(value.breakdown(), name -> new Sums())
                .add(
                    here == null ? 0 : here.reached(),
                    baseline.arriving(minute, minute + 1),
                    baseline.advancing(minute));
          }
        });
    double factor = 1;
    double most = 0;
    for (var sums : byBreakdown.values()) {
      if (sums.spread() > most) {
        most = sums.spread();
        factor = sums.factor();
      }
    }
    return factor;
  }

  private static final class Sums {

    private double came;
    private double cameDue;
    private double usual;
    private double usualDue;
    private double usualSquare;

    void add(double reached, double arriving, double advancing) {
      came += reached;
      cameDue += reached * advancing;
      usual += arriving;
      usualDue += arriving * advancing;
      usualSquare += arriving * advancing * advancing;
    }

    /** The variance of the rates, relative to their mean. */
    double spread() {
      return usualDue > 0 ? usualSquare * usual / (usualDue * usualDue) - 1 : 0;
    }

    double factor() {
      return came > 0 && usualDue > 0 ? cameDue / came / (usualDue / usual) : 1;
    }
  }
}
