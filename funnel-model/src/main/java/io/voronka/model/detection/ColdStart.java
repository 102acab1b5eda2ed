package io.voronka.model.detection;

import java.util.Arrays;

/**
 * Watches a stream of which little is known: an e-detector (Shin, Ramdas and Rinaldo, arXiv
 * 2203.03532), which raises at most one false alarm a year for any noise that keeps the ratio of
 * advances to expected ones above {@code 1 − δ₀}, δ₀ = {@value #LEAST_DROP}. Mutable, not
 * thread-safe.
 */
final class ColdStart {

  /** The level at which it fires, in nats: the minutes of a year. */
  static final double LEVEL = Math.log(525_600);

  private static final double LEAST_DROP = 0.25;
  private static final double[] DROPS = {0.4, 0.6, 0.8, 0.99};
  private static final double LARGEST = 700; // nats; e^700 is still a number

  /** Of each drop the logarithm of the sum over starts, −∞ before the first minute. */
  private final double[] logSums = new double[DROPS.length];

  ColdStart() {
    reset();
  }

  void reset() {
    Arrays.fill(logSums, Double.NEGATIVE_INFINITY);
  }

  /** Takes a minute; returns the evidence in nats. */
  double next(int advances, double expected) {
    double mean = 0;
    for (int i = 0; i < DROPS.length; i++) {
      double step =
          advances * Math.log((1 - DROPS[i]) / (1 - LEAST_DROP))
              + (DROPS[i] - LEAST_DROP) * expected;
      // One more start, then the factor of this minute on all.
      logSums[i] = Math.min(LARGEST, Math.log1p(Math.exp(logSums[i])) + step);
      mean += Math.exp(logSums[i]) / DROPS.length;
    }
    return Math.log(mean);
  }

  void write(StateOutput out) {
    out.reals(logSums);
  }

  void read(StateInput in) {
    System.arraycopy(in.reals(logSums.length), 0, logSums, 0, logSums.length);
  }
}
