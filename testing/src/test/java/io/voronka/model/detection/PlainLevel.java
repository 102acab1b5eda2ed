package io.voronka.model.detection;

/** The level's Kalman filter, written with matrices. */
final class PlainLevel {

  private final double[] kept;
  private final double variance;
  private double[] mean = new double[2];
  private double[][] covariance;

  PlainLevel(double deviation, double slowMinutes, double fastMinutes) {
    kept = new double[] {Math.exp(-5 / slowMinutes), Math.exp(-5 / fastMinutes)};
    variance = deviation * deviation;
    covariance = new double[][] {{variance, 0}, {0, variance}};
  }

  /** A step of five minutes; an observation that is no number is none. */
  void step(double observed, double expected, double binomial) {
    var predicted = new double[2][2];
    for (int i = 0; i < 2; i++) {
      mean[i] *= kept[i];
      for (int j = 0; j < 2; j++) {
        predicted[i][j] = kept[i] * covariance[i][j] * kept[j];
      }
      predicted[i][i] += variance * (1 - kept[i] * kept[i]);
    }
    covariance = predicted;
    double forecast = expected * Math.exp(mean[0] + mean[1]);
    if (Double.isNaN(observed) || forecast <= 0) {
      return;
    }
    double[] towards = {predicted[0][0] + predicted[0][1], predicted[1][0] + predicted[1][1]};
    double total = towards[0] + towards[1] + binomial / forecast;
    double innovation = observed / forecast - 1;
    double cut = 3 * Math.sqrt(total);
    innovation = Math.max(-cut, Math.min(cut, innovation));
    covariance = new double[2][2];
    for (int i = 0; i < 2; i++) {
      mean[i] += towards[i] / total * innovation;
      for (int j = 0; j < 2; j++) {
        covariance[i][j] = predicted[i][j] - towards[i] * towards[j] / total;
      }
    }
  }

  double[] state() {
    return mean.clone();
  }

  void returnTo(double[] state) {
    mean = state.clone();
  }
}
