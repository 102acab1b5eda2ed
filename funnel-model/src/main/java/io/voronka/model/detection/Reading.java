package io.voronka.model.detection;

/**
 * What a window shows.
 *
 * @param view which people it is about
 * @param index of its length in the view's grid
 * @param minutes w, its length
 * @param observed N, the advances in it
 * @param expected E, with the level as it was before the window
 * @param reached people who reached the stage in it
 * @param kappa the binomial correction
 * @param dispersion V
 * @param score D in nats
 */
record Reading(
    View view,
    int index,
    int minutes,
    double observed,
    double expected,
    double reached,
    double kappa,
    double dispersion,
    double score) {

  static final Reading NOTHING =
      new Reading(View.CALENDAR, 0, 1, 0, 0, 0, 0, 0, Double.NEGATIVE_INFINITY);

  private static final double NORMAL_95 = 1.96;
  private static final double LEAST_COUNT = 0.5;

  double ratio() {
    return observed / expected;
  }

  /** 1 − N/E. */
  double drop() {
    return 1 - ratio();
  }

  /** The lower end of the 95 % interval of the drop. */
  double low() {
    return 1 - ratio() * Math.exp(margin());
  }

  /** The upper end of the 95 % interval of the drop. */
  double high() {
    return 1 - ratio() * Math.exp(-margin());
  }

  private double margin() {
    return NORMAL_95 * Math.sqrt((1 - kappa) / Math.max(observed, LEAST_COUNT) + dispersion);
  }
}
