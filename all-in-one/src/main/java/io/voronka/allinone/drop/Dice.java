package io.voronka.allinone.drop;

import java.util.SplittableRandom;

/**
 * Random numbers that are the same everywhere for the same seed: strict functions and algorithms of
 * its own on top of {@link SplittableRandom}, whose sequence is specified. Not thread-safe.
 */
final class Dice {

  private static final double POISSON_CHUNK = 25;

  private final SplittableRandom random;
  private double spare = Double.NaN;

  Dice(long seed) {
    this(new SplittableRandom(seed));
  }

  private Dice(SplittableRandom random) {
    this.random = random;
  }

  /** Another source, independent of what is drawn from this one later. */
  Dice split() {
    return new Dice(random.split());
  }

  /** Even in 0 to below 1. */
  double even() {
    return random.nextDouble();
  }

  double between(double least, double most) {
    return least + (most - least) * even();
  }

  int below(int bound) {
    return (int) (even() * bound);
  }

  boolean happens(double chance) {
    return even() < chance;
  }

  /** Standard normal (Marsaglia's polar method). */
  double normal() {
    if (!Double.isNaN(spare)) {
      double kept = spare;
      spare = Double.NaN;
      return kept;
    }
    while (true) {
      double x = 2 * even() - 1;
      double y = 2 * even() - 1;
      double square = x * x + y * y;
      if (square > 0 && square < 1) {
        double factor = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
        spare = y * factor;
        return x * factor;
      }
    }
  }

  /** Exponential with that mean. */
  double exponential(double mean) {
    return -mean * StrictMath.log(1 - even());
  }

  /** Poisson (Knuth's product, a large mean in parts). */
  int poisson(double mean) {
    int count = 0;
    for (double left = mean; left > 0; left -= POISSON_CHUNK) {
      double limit = StrictMath.exp(-Math.min(left, POISSON_CHUNK));
      for (double product = even(); product > limit; product *= even()) {
        count++;
      }
    }
    return count;
  }
}
