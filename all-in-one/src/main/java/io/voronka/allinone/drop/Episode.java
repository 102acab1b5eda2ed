package io.voronka.allinone.drop;

import org.jspecify.annotations.Nullable;

/**
 * A mishap, or what only looks like one.
 *
 * @param start its first minute
 * @param end the minute after its last
 * @param isCohort whether those who come meanwhile advance less; else advances that are due
 *     meanwhile fail
 * @param referenceDelayMinutes how long an observer who knows the world takes to be sure; infinite
 *     if longer than it lasts, or if there is nothing to be seen
 */
public record Episode(
    EpisodeKind kind, long start, long end, boolean isCohort, double referenceDelayMinutes) {

  private static final double GRADUAL_MINUTES = 1440;

  /** The share of the advances that fails in a minute. */
  double delta(long minute) {
    if (minute < start || minute >= end || !kind.isDrop()) {
      return 0;
    }
    return kind == EpisodeKind.GRADUAL
        ? kind.delta() * Math.min(1, (minute - start) / GRADUAL_MINUTES)
        : kind.delta();
  }

  /** How a drop harms; null if it is none. */
  public @Nullable String mode() {
    if (!kind.isDrop()) {
      return null;
    }
    return isCohort ? "cohort" : "block";
  }

  boolean holds(long minute) {
    return minute >= start && minute < end;
  }

  Episode referenced(double minutes) {
    return new Episode(kind, start, end, isCohort, minutes);
  }
}
