package io.voronka.model.detection;

/**
 * The level that is expected of a window, as it could be told at least {@value #GUARD_MINUTES}
 * minutes before the window began: the parts of the level then, each by the mean of what is left of
 * it over the window.
 */
final class Forecast {

  static final int GUARD_MINUTES = 5;

  private final Level.Motion motion;
  private final double[][] slowLeft;
  private final double[][] fastLeft;
  private final int[] lengths;

  Forecast(Level.Motion motion, int[] lengths) {
    this.motion = motion;
    this.lengths = lengths;
    slowLeft = new double[lengths.length][Level.STEP_MINUTES];
    fastLeft = new double[lengths.length][Level.STEP_MINUTES];
    for (int i = 0; i < lengths.length; i++) {
      for (int more = 0; more < Level.STEP_MINUTES; more++) {
        slowLeft[i][more] = motion.slowLeft(GUARD_MINUTES + more, lengths[i]);
        fastLeft[i][more] = motion.fastLeft(GUARD_MINUTES + more, lengths[i]);
      }
    }
  }

  /**
   * Returns the factor on what was learned to expect.
   *
   * @param now the end of the window
   * @param window its index
   * @param minutes how long it really is, at least the length of that index
   */
  double factor(LevelTrail trail, long now, int window, int minutes) {
    long begin = now - minutes;
    long at = trail.before(begin - GUARD_MINUTES);
    if (at < 0) {
      return 1;
    }
    int lag = (int) (begin - at);
    int more = lag - GUARD_MINUTES;
    boolean isTabled = more < Level.STEP_MINUTES && minutes == lengths[window];
    double slow = isTabled ? slowLeft[window][more] : motion.slowLeft(lag, minutes);
    double fast = isTabled ? fastLeft[window][more] : motion.fastLeft(lag, minutes);
    double forecast = trail.slow(at) * slow + trail.fast(at) * fast;
    return Math.exp(Math.max(-motion.bound(), Math.min(motion.bound(), forecast)));
  }
}
