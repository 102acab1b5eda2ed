package io.voronka.model.detection;

import java.util.Arrays;

/**
 * Learns V, the relative variance of N/E beyond binomial, of the windows of one view: what the
 * forecasts of the last weeks missed by. Samples of the last one to two days are held back, so that
 * an alert can take back those since its onset; older ones fade by an eighth a week, which weighs
 * like eight weeks. Mutable, not thread-safe.
 */
final class Dispersion {

  private static final double CUT_SIGMAS = 3.5;
  private static final double KEPT_A_WEEK = 7 / 8.0;
  private static final double PRIOR_WINDOWS = 10;
  private static final double FEW_WINDOWS = 30;
  private static final double LARGEST = 4;
  private static final double DAY = 1440;

  private final int[] lengths;
  private final double[] prior;
  private final float[] excess;
  private final float[] weight;
  private final float[][] heldExcess;
  private final float[][] heldWeight;
  private final float[] heldMinutes = new float[2];
  private float minutes;
  private long newestDay = -1;

  Dispersion(int[] lengths, Level.Motion motion) {
    this.lengths = lengths;
    prior = Arrays.stream(lengths).mapToDouble(motion::prior).toArray();
    excess = new float[lengths.length];
    weight = new float[lengths.length];
    heldExcess = new float[2][lengths.length];
    heldWeight = new float[2][lengths.length];
  }

  double[] prior() {
    return prior.clone();
  }

  /** Whether a window of this length is looked at in this minute: eight times a length. */
  static boolean isSampled(int length, long minute) {
    return length < 16 || minute % (length / 8) == 0;
  }

  /** Begins a minute whose samples follow. */
  void begin(long minute) {
    long day = minute / (long) DAY;
    if (day != newestDay) {
      newestDay = day;
      commit();
    }
    heldMinutes[1]++;
  }

  private void commit() {
    for (int i = 0; i < lengths.length; i++) {
      excess[i] += heldExcess[0][i];
      weight[i] += heldWeight[0][i];
      heldExcess[0][i] = heldExcess[1][i];
      heldWeight[0][i] = heldWeight[1][i];
      heldExcess[1][i] = 0;
      heldWeight[1][i] = 0;
    }
    minutes += heldMinutes[0];
    heldMinutes[0] = heldMinutes[1];
    heldMinutes[1] = 0;
  }

  /**
   * Takes a window.
   *
   * @param ratio N/E
   * @param binomial (1−κ)/E
   * @param dispersion V as it is now
   */
  void sample(int window, double ratio, double binomial, double dispersion) {
    double cut = CUT_SIGMAS * Math.sqrt(binomial + dispersion);
    double miss = Math.max(-cut, Math.min(cut, ratio - 1));
    double sigma = binomial + prior[window];
    double weighs = 1 / (sigma * sigma);
    heldExcess[1][window] += (float) (weighs * (miss * miss - binomial));
    heldWeight[1][window] += (float) weighs;
  }

  /** Forgets the samples of the day of an onset and of later days, as far as they are held back. */
  void forgetSince(long onset) {
    long day = onset / (long) DAY;
    forget(1);
    if (day < newestDay) {
      forget(0);
    }
  }

  private void forget(int held) {
    Arrays.fill(heldExcess[held], 0);
    Arrays.fill(heldWeight[held], 0);
    heldMinutes[held] = 0;
  }

  /**
   * What has been learned: V by window, shrunk to what is expected of it (prior, or that of the
   * whole stage), by the number of independent windows; with few of them at least half of that.
   */
  float[] learned(double[] expected) {
    var learned = new float[lengths.length];
    for (int i = 0; i < lengths.length; i++) {
      double days = Math.min(1, lengths[i] / DAY);
      double windows = weight[i] == 0 ? 0 : minutes / (lengths[i] + 3 * DAY * days);
      double own = weight[i] == 0 ? 0 : Math.max(0, Math.min(LARGEST, excess[i] / weight[i]));
      double value = (windows * own + PRIOR_WINDOWS * expected[i]) / (windows + PRIOR_WINDOWS);
      learned[i] = (float) (windows < FEW_WINDOWS ? Math.max(value, expected[i] / 2) : value);
    }
    return learned;
  }

  /** Lets a week's worth fade. */
  void fade() {
    for (int i = 0; i < lengths.length; i++) {
      excess[i] *= (float) KEPT_A_WEEK;
      weight[i] *= (float) KEPT_A_WEEK;
    }
    minutes *= (float) KEPT_A_WEEK;
  }

  void write(StateOutput out) {
    out.singles(excess).singles(weight).singles(heldExcess[0]).singles(heldExcess[1]);
    out.singles(heldWeight[0]).singles(heldWeight[1]).singles(heldMinutes);
    out.single(minutes).whole(newestDay);
  }

  void read(StateInput in) {
    in.singles(excess);
    in.singles(weight);
    in.singles(heldExcess[0]);
    in.singles(heldExcess[1]);
    in.singles(heldWeight[0]);
    in.singles(heldWeight[1]);
    in.singles(heldMinutes);
    minutes = in.single();
    newestDay = in.whole();
  }
}
