package io.voronka.allinone.drop;

import java.util.ArrayList;
import java.util.List;

/** When which episode happens. */
final class EpisodePlan {

  private static final double MINUTES_BY_RATE = 8000 * 60.0;
  private static final double SHORTEST = 6 * 60;
  private static final double LONGEST = 4 * 1440;
  private static final double COHORT_CHANCE = 0.25;
  private static final int HIDDEN_DROPS = 6;
  private static final int HIDDEN_MINUTES = 720;

  private EpisodePlan() {}

  /** The episodes of a world, in order, without their references. */
  static List<Episode> of(WorldSettings settings, Dice dice) {
    var episodes = new ArrayList<Episode>();
    if (settings.isRough()) {
      hide(episodes, dice);
    }
    if (settings.kinds().isEmpty()) {
      return episodes;
    }
    double length = Math.max(SHORTEST, Math.min(LONGEST, MINUTES_BY_RATE / settings.ratePerHour()));
    long minute = WorldSettings.HISTORY_DAYS * 1440L;
    var next = new ArrayList<EpisodeKind>();
    while (true) {
      minute += Math.round(length * dice.between(1, 2));
      long end = minute + Math.round(length);
      if (end + length > settings.days() * 1440L) {
        return episodes;
      }
      if (next.isEmpty()) {
        next.addAll(shuffled(settings.kinds(), dice));
      }
      var kind = next.remove(next.size() - 1);
      boolean isCohort = kind.isDrop() && dice.happens(COHORT_CHANCE);
      episodes.add(new Episode(kind, minute, end, isCohort, Double.POSITIVE_INFINITY));
      minute = end + Math.round(length);
    }
  }

  private static List<EpisodeKind> shuffled(List<EpisodeKind> kinds, Dice dice) {
    var left = new ArrayList<>(kinds);
    var order = new ArrayList<EpisodeKind>();
    while (!left.isEmpty()) {
      order.add(left.remove(dice.below(left.size())));
    }
    return order;
  }

  /** Drops in the time that is learned from. */
  private static void hide(List<Episode> episodes, Dice dice) {
    long span = WorldSettings.HISTORY_DAYS * 1440L / HIDDEN_DROPS;
    for (int i = 0; i < HIDDEN_DROPS; i++) {
      long start = i * span + (long) dice.between(0, (double) (span - HIDDEN_MINUTES));
      episodes.add(
          new Episode(
              EpisodeKind.DROP_50, start, start + HIDDEN_MINUTES, false, Double.POSITIVE_INFINITY));
    }
  }
}
