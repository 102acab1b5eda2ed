package io.voronka.model.detection;

/**
 * What is known of the level of a rate: its logarithm against what was learned, as a slow and a
 * fast part that both fall back to 0 (Ornstein-Uhlenbeck), followed by a Kalman filter in steps of
 * {@value #STEP_MINUTES} minutes. Mutable, not thread-safe.
 */
final class Level {

  static final int STEP_MINUTES = 5;

  private static final double CUT_SIGMAS = 3;

  /**
   * How a level moves.
   *
   * @param deviation standard deviation of each part
   * @param slowMinutes time constant of the slow part
   * @param fastMinutes time constant of the fast part
   * @param bound how far from 0 a forecast goes; of traffic it has an end, so that the end of a
   *     rush is not taken for a lack
   */
  record Motion(double deviation, double slowMinutes, double fastMinutes, double bound) {

    static final Motion OF_ADVANCING = new Motion(0.05, 3 * 1440, 90, Double.POSITIVE_INFINITY);
    static final Motion OF_TRAFFIC = new Motion(0.15, 3 * 1440, 360, 0.4);

    private static final double LEAST_VARIANCE = 0.02 * 0.02;

    double variance() {
      return deviation * deviation;
    }

    /** V⁰: the variance of the mean of a window that was forecast from before it. */
    double prior(int minutes) {
      double x = minutes / fastMinutes;
      return variance() * (1 - Math.exp(-minutes / slowMinutes))
          + variance() * 2 * (x - 1 + Math.exp(-x)) / (x * x)
          + LEAST_VARIANCE;
    }

    /** The mean of what is left of the slow part over a window that begins after the lag. */
    double slowLeft(int lag, int minutes) {
      return left(slowMinutes, lag, minutes);
    }

    /** The mean of what is left of the fast part over a window that begins after the lag. */
    double fastLeft(int lag, int minutes) {
      return left(fastMinutes, lag, minutes);
    }

    private static double left(double tau, int lag, int minutes) {
      return tau / minutes * (Math.exp(-lag / tau) - Math.exp(-(lag + minutes) / tau));
    }
  }

  private final Motion motion;
  private final double slowStep;
  private final double fastStep;
  private double slow;
  private double fast;
  private double slowVariance;
  private double fastVariance;
  private double covariance;

  Level(Motion motion) {
    this.motion = motion;
    this.slowStep = Math.exp(-STEP_MINUTES / motion.slowMinutes());
    this.fastStep = Math.exp(-STEP_MINUTES / motion.fastMinutes());
    this.slowVariance = motion.variance();
    this.fastVariance = motion.variance();
  }

  double slow() {
    return slow;
  }

  double fast() {
    return fast;
  }

  /** Puts the parts back to what they were; how sure they are is not put back. */
  void returnTo(double formerSlow, double formerFast) {
    slow = formerSlow;
    fast = formerFast;
  }

  /** One step without an observation. */
  void predict() {
    slow *= slowStep;
    fast *= fastStep;
    slowVariance =
        slowVariance * slowStep * slowStep + motion.variance() * (1 - slowStep * slowStep);
    fastVariance =
        fastVariance * fastStep * fastStep + motion.variance() * (1 - fastStep * fastStep);
    covariance *= slowStep * fastStep;
  }

  /**
   * One step with what was counted in it. The innovation is n/Ê − 1, which is that of the logarithm
   * to first order and exists for n = 0 too.
   *
   * @param expected what was learned to expect in the step, the level left out
   * @param binomial 1 − p̄, the variance of the count as a share of its mean
   */
  void observe(double observed, double expected, double binomial) {
    predict();
    double forecast = expected * Math.exp(slow + fast);
    if (forecast <= 0) {
      return;
    }
    double variance = slowVariance + fastVariance + 2 * covariance + binomial / forecast;
    double sigma = Math.sqrt(variance);
    double innovation =
        Math.max(-CUT_SIGMAS * sigma, Math.min(CUT_SIGMAS * sigma, observed / forecast - 1));
    double slowGain = (slowVariance + covariance) / variance;
    double fastGain = (fastVariance + covariance) / variance;
    slow += slowGain * innovation;
    fast += fastGain * innovation;
    double slowSum = slowVariance + covariance;
    double fastSum = fastVariance + covariance;
    slowVariance -= slowGain * slowSum;
    fastVariance -= fastGain * fastSum;
    covariance -= slowGain * fastSum;
  }

  void write(StateOutput out) {
    out.real(slow).real(fast).real(slowVariance).real(fastVariance).real(covariance);
  }

  void read(StateInput in) {
    slow = in.real();
    fast = in.real();
    slowVariance = in.real();
    fastVariance = in.real();
    covariance = in.real();
  }
}
