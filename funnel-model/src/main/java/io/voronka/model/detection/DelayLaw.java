package io.voronka.model.detection;

import java.util.ArrayList;
import java.util.Arrays;

/**
 * When those advance who do: the share that takes each number of minutes, exact to {@value
 * #EXACT_MINUTES} minutes, then even within about {@value #LONG_BINS} log-spaced bins. Immutable;
 * the arrays are not to be changed.
 */
final class DelayLaw {

  static final int EXACT_MINUTES = 60;
  static final int LONG_BINS = 40;

  private final double[] weights;
  private final double[] shares;
  private final double[] within;

  /**
   * The bins of delays up to a longest one.
   *
   * @param firsts the first delay of each bin and, last, the one after all
   */
  record Bins(int[] firsts, short[] ofDelay) {

    static Bins upTo(int longest) {
      int exact = Math.min(EXACT_MINUTES, longest);
      var firsts = new ArrayList<Integer>();
      for (int delay = 0; delay <= exact; delay++) {
        firsts.add(delay);
      }
      double step = Math.pow((longest + 1.0) / (exact + 1), 1.0 / LONG_BINS);
      for (int bin = 0; longest > exact && bin < LONG_BINS; bin++) {
        int first = (int) Math.round((exact + 1) * Math.pow(step, bin));
        if (first > firsts.get(firsts.size() - 1) && first <= longest) {
          firsts.add(first);
        }
      }
      firsts.add(longest + 1);
      var ofDelay = new short[longest + 1];
      for (int bin = 0; bin + 1 < firsts.size(); bin++) {
        Arrays.fill(ofDelay, firsts.get(bin), firsts.get(bin + 1), (short) bin);
      }
      return new Bins(firsts.stream().mapToInt(Integer::intValue).toArray(), ofDelay);
    }

    int count() {
      return firsts.length - 1;
    }

    int longest() {
      return ofDelay.length - 1;
    }
  }

  /**
   * Makes the law of what was counted.
   *
   * @param weights people by bin; all 0: everybody advances at once
   */
  DelayLaw(Bins bins, double[] weights) {
    this.weights = weights.clone();
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    int longest = bins.longest();
    shares = new double[longest + 1];
    within = new double[longest + 1];
    if (total == 0) {
      shares[0] = 1;
    }
    double sum = 0;
    for (int delay = 0; delay <= longest; delay++) {
      if (total > 0) {
        int bin = bins.ofDelay()[delay];
        int width = bins.firsts()[bin + 1] - bins.firsts()[bin];
        shares[delay] = weights[bin] / width / total;
      }
      sum += shares[delay];
      within[delay] = sum;
    }
  }

  int longest() {
    return shares.length - 1;
  }

  /** f: the share that takes so many minutes, by minutes. */
  double[] shares() {
    return shares;
  }

  /** F: the share that takes at most so many minutes; 0 below 0, 1 beyond the longest. */
  double within(int minutes) {
    if (minutes < 0) {
      return 0;
    }
    return minutes < within.length ? within[minutes] : 1;
  }

  double[] weights() {
    return weights;
  }
}
