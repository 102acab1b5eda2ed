package io.voronka.model.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * A random stage, minute by minute: some rate of people by hour, some chance to advance that
 * wanders, some delays, and now and then a time in which advances fail or nobody comes. The same
 * for the same seed.
 */
final class RandomStage {

  private final Random random;
  private final int followed;
  private final double perMinute;
  private final double chance;
  private final double meanDelay;
  private final TreeMap<Long, List<Integer>> due = new TreeMap<>();
  private double level;
  private long minute;
  private long mishapStart = Long.MAX_VALUE;
  private long mishapEnd = Long.MAX_VALUE;
  private double failing;
  private boolean isEmpty;
  private boolean isClosedAtNight;

  RandomStage(long seed, int followed) {
    this.random = new Random(seed);
    this.followed = followed;
    this.perMinute = Math.exp(random.nextDouble() * 4 - 1.5);
    this.chance = 0.1 + 0.6 * random.nextDouble();
    this.meanDelay = followed * (0.05 + 0.2 * random.nextDouble());
  }

  /**
   * A stage of a known kind.
   *
   * @param perMinute people who come, on average
   * @param chance to advance
   */
  RandomStage(long seed, int followed, double perMinute, double chance) {
    this.random = new Random(seed);
    this.followed = followed;
    this.perMinute = perMinute;
    this.chance = chance;
    this.meanDelay = followed * 0.1;
  }

  /** From one minute to another this share of the advances fails. */
  RandomStage failing(double share, long from, long to) {
    failing = share;
    mishapStart = from;
    mishapEnd = to;
    return this;
  }

  /** From one minute to another nothing is heard. */
  RandomStage silent(long from, long to) {
    isEmpty = true;
    return failing(1, from, to);
  }

  /** From 20:00 to 6:00 nobody advances: they do in the first two hours after it. */
  RandomStage closedAtNight() {
    isClosedAtNight = true;
    return this;
  }

  private long opening(long at) {
    long hour = at / 60 % 24;
    boolean isClosed = hour < 6 || hour >= 20;
    return isClosed ? (at + 4 * 60) / 1440 * 1440 + 6 * 60 + random.nextInt(120) : at;
  }

  MinuteCounts next() {
    double hour = minute / 60.0 % 24;
    boolean isMishap = minute >= mishapStart && minute < mishapEnd;
    level = 0.999 * level + 0.003 * random.nextGaussian();
    double mean = perMinute * (1 + 0.6 * Math.sin(hour / 24 * 2 * Math.PI));
    int reached = isMishap && isEmpty ? 0 : poisson(mean);
    for (int i = 0; i < reached; i++) {
      int delay = (int) (-meanDelay * Math.log(1 - random.nextDouble()));
      if (random.nextDouble() < chance * Math.exp(level) && delay <= followed) {
        long when = isClosedAtNight ? opening(minute + delay) : minute + delay;
        if (when - minute <= followed) {
          due.computeIfAbsent(when, at -> new ArrayList<>()).add((int) (when - minute));
        }
      }
    }
    var delays = due.containsKey(minute) ? due.remove(minute) : List.<Integer>of();
    var grouped = new TreeMap<Integer, Integer>();
    for (int delay : delays) {
      if (!(isMishap && random.nextDouble() < failing)) {
        grouped.merge(delay, 1, Integer::sum);
      }
    }
    return new MinuteCounts(
        minute++,
        reached,
        grouped.keySet().stream().mapToInt(Integer::intValue).toArray(),
        grouped.values().stream().mapToInt(Integer::intValue).toArray());
  }

  private int poisson(double mean) {
    double limit = Math.exp(-mean);
    int count = -1;
    for (double product = 1; product > limit; product *= random.nextDouble()) {
      count++;
    }
    return Math.max(0, count);
  }
}
