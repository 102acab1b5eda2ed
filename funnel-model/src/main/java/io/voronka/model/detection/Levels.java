package io.voronka.model.detection;

/**
 * How far a stream is from what was learned, in advances and in people who come: the levels, and
 * how they went. Mutable, not thread-safe.
 */
final class Levels {

  private final LevelTrail trail;
  private final LevelTrail trafficTrail;
  private final Level level = new Level(Level.Motion.OF_ADVANCING);
  private final Level traffic = new Level(Level.Motion.OF_TRAFFIC);

  Levels(Layout layout) {
    trail = new LevelTrail(layout, layout.levelSteps(), Windows.LONGEST);
    int longest = Windows.TRAFFIC[Windows.TRAFFIC.length - 1];
    trafficTrail =
        new LevelTrail(layout, Math.min(layout.levelSteps(), layout.minuteSpan() / 5 + 4), longest);
  }

  /**
   * Takes the last step.
   *
   * @param isHeldBack whether the level of advances is only predicted
   * @param isTrafficFiring whether that of people who come is
   */
  void step(CountRings rings, Baseline known, boolean isHeldBack, boolean isTrafficFiring) {
    var sums = rings.lastStep();
    if (isHeldBack) {
      level.predict();
    } else {
      level.observe(sums[0], sums[1], 1 - known.meanRate());
    }
    trail.put(rings.end(), level.slow(), level.fast());
    if (isTrafficFiring) {
      traffic.predict();
    } else {
      long from = rings.end() - Level.STEP_MINUTES;
      traffic.observe(sums[2], known.arriving(from, rings.end()), 1);
    }
    trafficTrail.put(rings.end(), traffic.slow(), traffic.fast());
  }

  /** Puts the level of advances back to what it was before an onset, and predicts on from there. */
  void freeze(long onset, long now) {
    freeze(level, trail, onset, now);
  }

  /** The same of people who come. */
  void freezeTraffic(long onset, long now) {
    freeze(traffic, trafficTrail, onset, now);
  }

  private static void freeze(Level of, LevelTrail its, long onset, long now) {
    long at = its.before(onset - Forecast.GUARD_MINUTES);
    if (at < 0) {
      return;
    }
    of.returnTo(its.slow(at), its.fast(at));
    for (long step = at + Level.STEP_MINUTES; step <= now; step += Level.STEP_MINUTES) {
      of.predict();
      its.put(step, of.slow(), of.fast());
    }
  }

  /** How a level went. */
  LevelTrail trail(boolean isTraffic) {
    return isTraffic ? trafficTrail : trail;
  }

  /** The level of advances as a logarithm. */
  double logLevel() {
    return level.slow() + level.fast();
  }

  void write(StateOutput out) {
    trail.write(out);
    trafficTrail.write(out);
    level.write(out);
    traffic.write(out);
  }

  void read(StateInput in) {
    trail.read(in);
    trafficTrail.read(in);
    level.read(in);
    traffic.read(in);
  }
}
