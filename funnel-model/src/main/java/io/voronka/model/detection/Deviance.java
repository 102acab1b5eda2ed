package io.voronka.model.detection;

/**
 * How much the counts of a window speak for a drop, in nats: one-sided generalised log-likelihood
 * ratios, tempered by what the rate of such a window really varies, with a multi-scale penalty that
 * gives every length of window the same share of false alarms (Dümbgen and Spokoiny 2001).
 */
final class Deviance {

  private static final double DAY_MINUTES = 1440;
  private static final double SMALLEST_KAPPA = 1e-9;

  private Deviance() {}

  /**
   * The score of a window.
   *
   * @param observed N, 0 to {@code expected}
   * @param expected E, more than 0
   * @param minutes w, the length of the window
   * @param kappa the binomial correction, 0 to below 1; 0: Poisson
   * @param dispersion V, the relative variance of N/E beyond binomial
   */
  static double score(
      double observed, double expected, int minutes, double kappa, double dispersion) {
    double tempered = ratio(observed, expected, kappa) / (1 + dispersion * expected / (1 - kappa));
    return tempered - Math.log(DAY_MINUTES / minutes);
  }

  /** N·ln(N/E) + (m−N)·ln((m−N)/(m−E)) with m = E/κ, in the limit E − N for the second part. */
  private static double ratio(double observed, double expected, double kappa) {
    double first = observed <= 0 ? 0 : observed * Math.log(observed / expected);
    double missing = expected - observed;
    if (kappa < SMALLEST_KAPPA) {
      return first + missing;
    }
    double most = expected / kappa;
    return first + (most - observed) * Math.log1p(missing / (most - expected));
  }
}
