package io.voronka.model.explore;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Correction for how many comparisons were made. */
final class FalseDiscovery {

  private FalseDiscovery() {}

  /**
   * Returns for each p-value the smallest false discovery rate at which it is still a discovery
   * (Benjamini and Hochberg 1995).
   */
  static double[] qValues(double[] pValues) {
    int count = pValues.length;
    var descending =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -pValues[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    var adjusted = new double[count];
    double least = 1;
    for (int i = 0; i < count; i++) {
      int at = descending[i];
      least = Math.min(least, pValues[at] * count / (count - i));
      adjusted[at] = least;
    }
    return adjusted;
  }
}
