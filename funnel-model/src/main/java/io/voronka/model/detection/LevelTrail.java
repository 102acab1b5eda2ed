package io.voronka.model.detection;

/**
 * The levels of the last week, each step's until it is older than the layout keeps steps, then one
 * an hour. Mutable, not thread-safe.
 */
final class LevelTrail {

  private static final int HOUR = 60;

  private final Layout layout;
  private final double[] slow;
  private final double[] fast;
  private final double[] slowHourly;
  private final double[] fastHourly;
  private long newest = -1;

  /**
   * @param steps how many levels are kept each step
   * @param longest how many minutes back levels are kept
   */
  LevelTrail(Layout layout, int steps, int longest) {
    this.layout = layout;
    slow = new double[steps];
    fast = new double[steps];
    slowHourly = new double[longest / HOUR + 3];
    fastHourly = new double[longest / HOUR + 3];
  }

  /** Notes the level as of the end of a step. */
  void put(long at, double slowThen, double fastThen) {
    int step = (int) (at / Level.STEP_MINUTES % slow.length);
    slow[step] = layout.rounded(slowThen);
    fast[step] = layout.rounded(fastThen);
    if (at % HOUR == 0) {
      slowHourly[hour(at)] = slow[step];
      fastHourly[hour(at)] = fast[step];
    }
    newest = at;
  }

  private int hour(long at) {
    return (int) (at / HOUR % slowHourly.length);
  }

  /** The time of the last level that is held and is not later; negative if there is none. */
  long before(long time) {
    if (newest < 0 || time < 0) {
      return -1;
    }
    long step = time - time % Level.STEP_MINUTES;
    boolean isKept = newest - step <= (slow.length - 1L) * Level.STEP_MINUTES;
    return isKept ? step : time - time % HOUR;
  }

  private boolean isFine(long at) {
    return newest - at <= (slow.length - 1L) * Level.STEP_MINUTES;
  }

  /** The slow part at a time that {@link #before} told. */
  double slow(long at) {
    return isFine(at) ? slow[(int) (at / Level.STEP_MINUTES % slow.length)] : slowHourly[hour(at)];
  }

  /** The fast part at a time that {@link #before} told. */
  double fast(long at) {
    return isFine(at) ? fast[(int) (at / Level.STEP_MINUTES % slow.length)] : fastHourly[hour(at)];
  }

  void write(StateOutput out) {
    out.whole(newest);
    write(out, slow);
    write(out, fast);
    write(out, slowHourly);
    write(out, fastHourly);
  }

  private void write(StateOutput out, double[] values) {
    for (double value : values) {
      layout.write(out, value);
    }
  }

  void read(StateInput in) {
    newest = in.whole();
    read(in, slow);
    read(in, fast);
    read(in, slowHourly);
    read(in, fastHourly);
  }

  private void read(StateInput in, double[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = layout.read(in);
    }
  }
}
