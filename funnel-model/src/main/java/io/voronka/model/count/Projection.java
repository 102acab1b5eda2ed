package io.voronka.model.count;

/**
 * The share of the people at a stage who will have gone on once all windows have closed.
 *
 * <p>The Kaplan–Meier estimate (1958) over the time to go on, people who are still in time censored
 * at how long they have waited; those who are lost never go on and stay at risk. With nobody in
 * time it is the plain share. The interval is Greenwood's on the log-log scale (Kalbfleisch and
 * Prentice 2002, section 1.4); where that has no value, since nobody or everybody went on, the
 * exact binomial one (Clopper and Pearson 1934).
 *
 * @param estimate 0 to 1
 * @param low lower end of the {@value #CONFIDENCE} interval
 * @param high its upper end
 */
public record Projection(double estimate, double low, double high) {

  public static final double CONFIDENCE = 0.95;

  private static final double QUANTILE = 1.959963984540054; // of the normal distribution at 0.975

  /**
   * Estimates. O((advances + waits) · log advances).
   *
   * @param people at the stage; at least one
   * @param advances how long those took who went on
   * @param waits how long those have waited who are still in time
   */
  static Projection of(long people, TimeBins advances, Waits waits) {
    var censoredBefore = waits.shorterThan(advances.millis());
    var estimate =
        new Object() {
          double remaining = 1;
          double variance;
          long advanced;
          int at;
        };
    advances.forEach(
        (millis, count) -> {
          double atRisk = people - estimate.advanced - censoredBefore[estimate.at++];
          estimate.remaining *= (atRisk - count) / atRisk;
          estimate.variance += count / (atRisk * (atRisk - count));
          estimate.advanced += count;
        });
    if (estimate.advanced == 0) {
      return new Projection(0, 0, 1 - Math.pow((1 - CONFIDENCE) / 2, 1.0 / people));
    }
    if (estimate.remaining <= 0) {
      return new Projection(1, Math.pow((1 - CONFIDENCE) / 2, 1.0 / people), 1);
    }
    double width = QUANTILE * Math.sqrt(estimate.variance) / Math.abs(Math.log(estimate.remaining));
    return new Projection(
        1 - estimate.remaining,
        1 - Math.pow(estimate.remaining, Math.exp(-width)),
        1 - Math.pow(estimate.remaining, Math.exp(width)));
  }
}
