package io.voronka.allinone.drop;

import java.util.function.LongToDoubleFunction;

/**
 * The informed observer, who knows everything about the world but the moment of an episode: how
 * long the information in the data takes to make it sure. A step passes through a Kalman filter
 * that knows the two wobbles of the chance to advance; what the filter has not absorbed yet tells.
 */
final class Observer {

  private static final double YEAR_MINUTES = 525_600;
  private static final double LARGEST_STEP = 4;
  private static final double MOST_DELTA = 0.95;
  private static final double SPREAD = 0.82;
  private static final int RUN_IN_MINUTES = 2880;

  private final double[] kept = {StrictMath.exp(-1 / (4 * 1440.0)), StrictMath.exp(-1 / 60.0)};
  private final double[] variance = {0.06 * 0.06, 0.04 * 0.04};
  private final double[] own = variance.clone();
  private final double[] absorbed = new double[2];
  private double shared;

  private Observer() {}

  /**
   * Returns after how many minutes the observer is sure, infinite if not within the episode.
   *
   * @param traffic people who reach the stage in a minute, of those whom it concerns
   * @param mean their number in a minute on average
   */
  static double delay(Episode episode, LongToDoubleFunction traffic, double mean) {
    if (episode.kind().isBenign()) {
      return Double.POSITIVE_INFINITY;
    }
    if (episode.kind() == EpisodeKind.TRAFFIC_STOP) {
      return ofTrafficStop(episode, traffic, mean);
    }
    double needed = level(mean * divergence(Math.min(MOST_DELTA, episode.kind().delta()))) - 1;
    return new Observer().watch(episode, traffic, needed);
  }

  private static double ofTrafficStop(Episode episode, LongToDoubleFunction traffic, double mean) {
    double needed = level(mean) - 1;
    double nats = 0;
    for (long minute = episode.start(); minute < episode.end(); minute++) {
      nats += traffic.applyAsDouble(minute);
      if (nats >= needed) {
        return minute + 1.0 - episode.start();
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  /** KL(p ‖ p(1−δ)) of Bernoulli distributions, in nats. */
  private static double divergence(double delta) {
    double p = Season.ADVANCING;
    double q = p * (1 - delta);
    return p * StrictMath.log(p / q) + (1 - p) * StrictMath.log((1 - p) / (1 - q));
  }

  /** h′ from e^h′ − h′ − 1 = min(I₀, 1) · minutes of a year. */
  static double level(double information) {
    double target = Math.min(information, 1) * YEAR_MINUTES;
    double level = StrictMath.log(target + 2);
    for (int round = 0; round < 50; round++) {
      level = StrictMath.log(target + level + 1);
    }
    return level;
  }

  private double watch(Episode episode, LongToDoubleFunction traffic, double needed) {
    for (long minute = Math.max(0, episode.start() - RUN_IN_MINUTES);
        minute < episode.start();
        minute++) {
      take(0, SPREAD / due(episode, traffic, minute));
    }
    double nats = 0;
    for (long minute = episode.start(); minute < episode.end(); minute++) {
      double kept = Math.max(StrictMath.exp(-LARGEST_STEP), 1 - episode.delta(minute));
      double step = -StrictMath.log(kept);
      double variance =
          step < 1e-9
              ? SPREAD / due(episode, traffic, minute)
              : 1 / (due(episode, traffic, minute) * gain(kept, step));
      nats += take(step, variance);
      if (nats >= needed) {
        return minute + 1.0 - episode.start();
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  /** Λ: advances that are expected in a minute, in cohort mode only of those who came since. */
  private static double due(Episode episode, LongToDoubleFunction traffic, long minute) {
    double due = Season.ADVANCING * traffic.applyAsDouble(minute);
    boolean isOfNew = episode.isCohort() && minute >= episode.start();
    return isOfNew ? due * DelayOfWorld.within(minute + 0.5 - episode.start()) : due;
  }

  /** g: the information of a count at a drop, against that of a small change. */
  private static double gain(double kept, double step) {
    return 2 * (-step * kept + 1 - kept) / (SPREAD * step * step);
  }

  /** Passes a minute through the filter; returns its information. */
  private double take(double step, double noise) {
    for (int i = 0; i < 2; i++) {
      absorbed[i] *= kept[i];
      own[i] = own[i] * kept[i] * kept[i] + variance[i] * (1 - kept[i] * kept[i]);
    }
    shared *= kept[0] * kept[1];
    double innovation = step - absorbed[0] - absorbed[1];
    double sum = own[0] + own[1] + 2 * shared + noise;
    double slowGain = (own[0] + shared) / sum;
    double fastGain = (own[1] + shared) / sum;
    double slowSum = own[0] + shared;
    double fastSum = own[1] + shared;
    absorbed[0] += slowGain * innovation;
    absorbed[1] += fastGain * innovation;
    own[0] -= slowGain * slowSum;
    own[1] -= fastGain * fastSum;
    shared -= slowGain * fastSum;
    return innovation * innovation / (2 * sum);
  }
}
