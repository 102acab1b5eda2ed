package io.voronka.model.detection;

/**
 * Whether one thing that is watched, advances or traffic, is as it should be. Mutable, not
 * thread-safe.
 */
final class Watch {

  static final int LONGEST_FIRING_MINUTES = 7 * 1440;

  private static final double RESOLVING_NATS = 9.2;
  private static final double LEAST_RATIO = 0.02;
  private static final int LEAST_RESOLVING_MINUTES = 10;
  private static final double WEIGHT_OF_NOW = 0.45;

  /** What became of it in the last minute. */
  enum Change {
    NONE,
    FIRED,
    RESOLVED,
    REBASELINED
  }

  private boolean isFiring;
  private long barrier;
  private long onset;
  private long firedAt;
  private double firstRatio;
  private double ratio;
  private Change change = Change.NONE;

  boolean isFiring() {
    return isFiring;
  }

  /** No window may begin before this minute. */
  long barrier() {
    return barrier;
  }

  void raiseBarrier(long minute) {
    barrier = Math.max(barrier, minute);
  }

  /** The first minute of the window that fired. */
  long onset() {
    return onset;
  }

  /** The minute after which it fired. */
  long firedAt() {
    return firedAt;
  }

  Change change() {
    return change;
  }

  void nothingChanges() {
    change = Change.NONE;
  }

  void fire(long minute, Reading reading) {
    isFiring = true;
    change = Change.FIRED;
    firedAt = minute;
    onset = minute + 1 - reading.minutes();
    firstRatio = clipped(reading.ratio());
    ratio = firstRatio;
  }

  private static double clipped(double ratio) {
    return Math.max(LEAST_RATIO, Math.min(1, ratio));
  }

  /**
   * Takes how large the drop is by what is known now. The first impression is larger than the
   * truth, since only what looks large fires, and would end the alert too easily; with the truth
   * alone the end would take longer than it has to. So it is a mean of both, calibrated on the
   * bench.
   */
  void update(Reading reading) {
    double now = clipped(reading.ratio());
    ratio = Math.pow(firstRatio, 1 - WEIGHT_OF_NOW) * Math.pow(now, WEIGHT_OF_NOW);
  }

  /** Whether a window inside the alert shows that all is well again, against what fired. */
  boolean isOver(Reading reading, long now, double minDrop) {
    return isInside(reading, now) && isWell(reading, ratio, minDrop, RESOLVING_NATS);
  }

  private boolean isInside(Reading reading, long now) {
    return reading.minutes() >= LEAST_RESOLVING_MINUTES && now - reading.minutes() > firedAt;
  }

  /**
   * Whether a window inside the alert of the stage shows that all is well again with the segment
   * that explains it. Half the evidence will do, since the stage needs all of it besides.
   *
   * @param ofSegment N/E of the segment as it was found
   */
  boolean isOverIn(Reading segment, double ofSegment, long now, double minDrop) {
    return isInside(segment, now)
        && isWell(segment, clipped(ofSegment), minDrop, RESOLVING_NATS / 2);
  }

  private static boolean isWell(Reading reading, double ratio, double minDrop, double needed) {
    if (reading.observed() < (1 - minDrop / 2) * reading.expected()) {
      return false;
    }
    double nats = reading.observed() * Math.log(1 / ratio) - (1 - ratio) * reading.expected();
    double noise = 1 - reading.kappa() + reading.dispersion() * reading.expected();
    return nats / noise >= needed;
  }

  void end(long now, Change how) {
    isFiring = false;
    change = how;
    barrier = now;
  }

  void write(StateOutput out) {
    out.flag(isFiring).whole(barrier).whole(onset).whole(firedAt).real(firstRatio).real(ratio);
  }

  void read(StateInput in) {
    isFiring = in.flag();
    barrier = in.whole();
    onset = in.whole();
    firedAt = in.whole();
    firstRatio = in.real();
    ratio = in.real();
    change = Change.NONE;
  }
}
