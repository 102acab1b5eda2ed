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
    ratio = Math.max(LEAST_RATIO, Math.min(1, reading.ratio()));
  }

  /** Takes how large the drop is by what is known now. */
  void update(Reading reading) {
    ratio = Math.max(LEAST_RATIO, Math.min(1, reading.ratio()));
  }

  /** Whether a window inside the alert shows that all is well again, against what fired. */
  boolean isOver(Reading reading, long now, double minDrop) {
    return isInside(reading, now)
        && isWell(reading, Math.max(LEAST_RATIO, ratio), minDrop, RESOLVING_NATS);
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
    double ratio = Math.max(LEAST_RATIO, Math.min(1, ofSegment));
    return isInside(segment, now) && isWell(segment, ratio, minDrop, RESOLVING_NATS / 2);
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
    out.flag(isFiring).whole(barrier).whole(onset).whole(firedAt).real(ratio);
  }

  void read(StateInput in) {
    isFiring = in.flag();
    barrier = in.whole();
    onset = in.whole();
    firedAt = in.whole();
    ratio = in.real();
    change = Change.NONE;
  }
}
