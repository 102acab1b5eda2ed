package io.voronka.allinone.drop;

/** How long those who advance take: log-normal, none longer than a day. */
final class DelayOfWorld {

  static final int LONGEST_MINUTES = 1440;

  private static final double MEDIAN_MINUTES = 8;
  private static final double SIGMA = 1.6;

  private DelayOfWorld() {}

  /**
   * Draws a delay in minutes; one of more than a day means that nobody advances.
   *
   * @param stretch a factor on the median
   */
  static double draw(Dice dice, double stretch) {
    return MEDIAN_MINUTES * stretch * StrictMath.exp(SIGMA * dice.normal());
  }

  /** The share that takes at most so many minutes. */
  static double within(double minutes) {
    return minutes <= 0 ? 0 : normal(StrictMath.log(minutes / MEDIAN_MINUTES) / SIGMA);
  }

  /** Φ by the complementary error function of Abramowitz and Stegun 7.1.26, to 1e-7. */
  private static double normal(double z) {
    double x = Math.abs(z) / StrictMath.sqrt(2);
    double t = 1 / (1 + 0.3275911 * x);
    double polynomial =
        t
            * (0.254829592
                + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    double tail = polynomial * StrictMath.exp(-x * x) / 2;
    return z > 0 ? 1 - tail : tail;
  }
}
