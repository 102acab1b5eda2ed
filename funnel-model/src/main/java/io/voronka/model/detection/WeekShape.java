package io.voronka.model.detection;

import java.util.Arrays;

/**
 * Learns how a rate goes with the hour of the week from some weeks of cells.
 *
 * <p>Weeks are detrended by their own rates. Each weekly cell is winsorised around the ratio of all
 * weeks' cells of its hour. Hours are shrunk to their hour of day on working days or at weekends,
 * those to the expected shape, by c → (c + k·target)/(e + k) with k = 1 / (variance between cells
 * beyond that of counting).
 */
final class WeekShape {

  static final int HOURS = 168;

  private static final int DAY_HOURS = 24;
  private static final int WEEKEND_HOUR = 5 * DAY_HOURS;
  private static final int ROUNDS = 3;
  private static final double BAND_SIGMAS = 3;
  private static final double BAND = 0.15;

  private final double[][] counts;
  private final double[][] exposures;
  private final double noise;
  private final double[] weekRates;
  private double[] shape;

  private WeekShape(double[][] counts, double[][] exposures, double noise, double[] expected) {
    this.counts = counts;
    this.exposures = exposures;
    this.noise = noise;
    this.weekRates = new double[counts.length];
    this.shape = expected;
  }

  /**
   * Returns the shape: by hour of the week the ratio to the mean rate, 1 on average over the
   * exposures.
   *
   * @param counts by week and hour of week
   * @param exposures of what the counts are a share, alike; 0: the cell is not known
   * @param noise variance of a count as a share of its mean: 1 − p of a binomial, 1 of Poisson
   * @param expected the shape where nothing is known
   */
  static double[] learn(double[][] counts, double[][] exposures, double noise, double[] expected) {
    var learning = new WeekShape(counts, exposures, noise, expected.clone());
    for (int round = 0; round < ROUNDS; round++) {
      learning.detrend();
      learning.reshape(expected);
    }
    return learning.shape;
  }

  private void detrend() {
    for (int week = 0; week < counts.length; week++) {
      double count = 0;
      double exposure = 0;
      for (int hour = 0; hour < HOURS; hour++) {
        if (exposures[week][hour] > 0) {
          count += counts[week][hour];
          exposure += exposures[week][hour] * shape[hour];
        }
      }
      weekRates[week] = exposure > 0 ? count / exposure : 0;
    }
  }

  private void reshape(double[] expected) {
    var count = new double[HOURS];
    var expectation = new double[HOURS];
    for (int hour = 0; hour < HOURS; hour++) {
      addCells(hour, expected[hour], count, expectation);
    }
    var groupCount = new double[2 * DAY_HOURS];
    var groupExpectation = new double[2 * DAY_HOURS];
    for (int hour = 0; hour < HOURS; hour++) {
      groupCount[group(hour)] += count[hour];
      groupExpectation[group(hour)] += expectation[hour];
    }
    var flat = new double[2 * DAY_HOURS];
    Arrays.fill(flat, 1);
    var groups = shrunk(groupCount, groupExpectation, flat);
    var targets = new double[HOURS];
    Arrays.setAll(targets, hour -> groups[group(hour)]);
    var ratios = shrunk(count, expectation, targets);
    double weighted = 0;
    double weight = 0;
    for (int hour = 0; hour < HOURS; hour++) {
      shape[hour] = ratios[hour] * expected[hour];
      weighted += expectation[hour] * ratios[hour];
      weight += expectation[hour];
    }
    for (int hour = 0; hour < HOURS && weighted > 0; hour++) {
      shape[hour] *= weight / weighted;
    }
  }

  private static int group(int hour) {
    return hour % DAY_HOURS + (hour >= WEEKEND_HOUR ? DAY_HOURS : 0);
  }

  /**
   * Adds up an hour's cells of all weeks, each kept within a band around what they are together.
   */
  private void addCells(int hour, double expected, double[] count, double[] expectation) {
    double counted = 0;
    double sum = 0;
    for (int week = 0; week < counts.length; week++) {
      if (exposures[week][hour] > 0) {
        counted += counts[week][hour];
        sum += exposures[week][hour] * weekRates[week] * expected;
      }
    }
    double pooled = sum > 0 ? counted / sum : 0;
    for (int week = 0; week < counts.length; week++) {
      double cell = exposures[week][hour] * weekRates[week] * expected;
      if (cell > 0) {
        double centre = cell * pooled;
        double band = centre > 0 ? centre * (BAND_SIGMAS / Math.sqrt(centre) + BAND) : 0;
        count[hour] += Math.max(centre - band, Math.min(centre + band, counts[week][hour]));
        expectation[hour] += cell;
      }
    }
  }

  private double[] shrunk(double[] count, double[] expectation, double[] targets) {
    double excess = 0;
    double weight = 0;
    for (int i = 0; i < count.length; i++) {
      double mean = expectation[i] * targets[i];
      excess += (count[i] - mean) * (count[i] - mean) - noise * mean;
      weight += mean * mean;
    }
    double variance = weight > 0 ? excess / weight : 0;
    var ratios = targets.clone();
    for (int i = 0; i < count.length && variance > 0; i++) {
      double k = 1 / variance;
      ratios[i] = (count[i] + k * targets[i]) / (expectation[i] + k);
    }
    return ratios;
  }
}
