package io.voronka.model.explore;

/**
 * Fisher's exact test of a table of two by two (Fisher 1935), two-sided: of all tables with the
 * same sums of rows and columns, the probability of those that are no more likely than this one.
 * Tables count as equally likely within a ten-millionth, as in R, so that rounding decides nothing.
 *
 * <p>Each table's probability follows from its neighbour's, from the likeliest outwards, until
 * nothing is left of it; so it costs some forty standard deviations of steps, whatever the sums.
 */
final class FisherTest {

  private static final double TOLERANCE = 1 + 1e-7;

  private final double row;
  private final double column;
  private final double rest;
  private final long lowest;
  private final long highest;
  private final long likeliest;

  private FisherTest(long row, long column, long all) {
    this.row = row;
    this.column = column;
    this.rest = (double) all - row - column;
    this.lowest = Math.max(0, row + column - all);
    this.highest = Math.min(row, column);
    long mode = (long) ((row + 1.0) * (column + 1.0) / (all + 2.0));
    this.likeliest = Math.max(lowest, Math.min(highest, mode));
  }

  /**
   * Returns the p-value, 0 to 1; below 1e-300 it may be 0.
   *
   * @param observed the number in the first row and column
   * @param row sum of the first row
   * @param column sum of the first column
   * @param all sum of the table
   */
  static double pValue(long observed, long row, long column, long all) {
    return new FisherTest(row, column, all).pValue(observed);
  }

  private double pValue(long observed) {
    double limit = weight(observed) * TOLERANCE;
    if (limit == 0) {
      return 0;
    }
    double all = 1;
    double unlikely = limit >= 1 ? 1 : 0;
    double weight = 1;
    for (long k = likeliest; k < highest && weight > 0; k++) {
      weight *= up(k);
      all += weight;
      unlikely += weight <= limit ? weight : 0;
    }
    weight = 1;
    for (long k = likeliest; k > lowest && weight > 0; k--) {
      weight *= down(k);
      all += weight;
      unlikely += weight <= limit ? weight : 0;
    }
    return Math.min(1, unlikely / all);
  }

  /** How likely a table is in proportion to the likeliest. */
  private double weight(long observed) {
    double weight = 1;
    for (long k = likeliest; k < observed && weight > 0; k++) {
      weight *= up(k);
    }
    for (long k = likeliest; k > observed && weight > 0; k--) {
      weight *= down(k);
    }
    return weight;
  }

  private double up(long k) {
    return (row - k) / (k + 1.0) * ((column - k) / (rest + k + 1));
  }

  private double down(long k) {
    return k / (row - k + 1) * ((rest + k) / (column - k + 1));
  }
}
