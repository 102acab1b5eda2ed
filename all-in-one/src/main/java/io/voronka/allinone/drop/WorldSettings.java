package io.voronka.allinone.drop;

import java.util.List;

/**
 * Which world.
 *
 * @param ratePerHour people who reach the stage, on average; more than 0
 * @param days how long it lasts, from a Monday 00:00; at least 1
 * @param kinds of episodes after day {@value #HISTORY_DAYS}; none: nothing ever goes wrong
 * @param hasProperties whether people have a browser, a device, a country and a source
 * @param isRough whether it is worse than the detector assumes: days on which rates move 0.6 to 2.2
 *     times as far, a delay whose median differs by hour, drops hidden in the history, a tenth
 *     fewer who advance in the end
 * @param lateShare how many events become known late even when all is well, 0 to 1
 */
public record WorldSettings(
    long seed,
    double ratePerHour,
    int days,
    List<EpisodeKind> kinds,
    boolean hasProperties,
    boolean isRough,
    double lateShare) {

  public static final int HISTORY_DAYS = 56;

  public WorldSettings {
    kinds = List.copyOf(kinds);
  }

  /** A world of counts in which nothing goes wrong. */
  public static WorldSettings calm(long seed, double ratePerHour, int days) {
    return new WorldSettings(seed, ratePerHour, days, List.of(), false, false, 0);
  }

  public WorldSettings with(List<EpisodeKind> episodes) {
    return new WorldSettings(seed, ratePerHour, days, episodes, hasProperties, isRough, lateShare);
  }

  public WorldSettings withProperties() {
    return new WorldSettings(seed, ratePerHour, days, kinds, true, isRough, lateShare);
  }

  public WorldSettings rough() {
    return new WorldSettings(seed, ratePerHour, days, kinds, hasProperties, true, lateShare);
  }

  public WorldSettings late(double share) {
    return new WorldSettings(seed, ratePerHour, days, kinds, hasProperties, isRough, share);
  }
}
