package io.voronka.model.evaluation;

import io.voronka.model.timeline.SessionRule;
import io.voronka.model.timeline.Sessions;
import io.voronka.model.timeline.Timeline;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What of a timeline bears on chains without being part of them: excluded events, events that
 * interrupt strict chains, sessions. The same for every value of held properties.
 */
final class Surroundings {

  private static final long[] NONE = {};

  private final long windowMillis;
  private final @Nullable Sessions sessions;
  private final long[][] excluded;

  /** Moments at which something happened that interrupts, ascending, and how often. */
  private final long[] interrupting;

  private final int[] interruptingCounts;
  private int interruptingMoments;

  /**
   * Looks at the timeline.
   *
   * @param matched the stages that each of its events matches
   */
  Surroundings(Plan plan, Timeline timeline, int[] matched) {
    var window = plan.definition.window();
    this.windowMillis = window.length() == null ? 0 : window.length().toMillis();
    this.sessions = window.isSession() ? Sessions.of(timeline, SessionRule.DEFAULT) : null;
    var events = timeline.events();
    this.excluded = new long[plan.after.length][];
    for (int i = 0; i < excluded.length; i++) {
      var exclusion = plan.definition.exclude().get(i);
      excluded[i] =
          events.stream()
              .filter(exclusion::matches)
              .mapToLong(event -> event.timeMillis())
              .toArray();
    }
    this.interrupting = plan.strict ? new long[events.size()] : NONE;
    this.interruptingCounts = new int[interrupting.length];
    for (int i = 0; i < interrupting.length; i++) {
      if (matched[i] != 0 || !plan.onlyStagesInterrupt) {
        addInterrupting(events.get(i).timeMillis());
      }
    }
  }

  private void addInterrupting(long millis) {
    if (interruptingMoments == 0 || interrupting[interruptingMoments - 1] != millis) {
      interrupting[interruptingMoments++] = millis;
    }
    interruptingCounts[interruptingMoments - 1]++;
  }

  /**
   * The last moment at which an event may lie in a chain that starts at a moment of the timeline.
   */
  long windowEnd(long startMillis) {
    return sessions == null ? startMillis + windowMillis : sessions.at(startMillis).lastMillis();
  }

  /** The first moment at which a chain may start that an event at a moment lies in. */
  long firstStart(long millis) {
    return sessions == null ? millis - windowMillis : sessions.at(millis).startMillis();
  }

  /** The last moment at which an event that is not known yet could lie in such a chain. */
  long openUntil(long startMillis) {
    return sessions == null
        ? startMillis + windowMillis
        : sessions.openUntilMillis(sessions.at(startMillis));
  }

  /** The first moment after this one at which an excluded event lies, or {@link Long#MAX_VALUE}. */
  long nextExcluded(int exclusion, long millis) {
    var moments = excluded[exclusion];
    int at = firstAfter(moments, moments.length, millis);
    return at == moments.length ? Long.MAX_VALUE : moments[at];
  }

  /** The last moment up to this one at which an excluded event lies, or {@link Long#MIN_VALUE}. */
  long lastExcluded(int exclusion, long millis) {
    var moments = excluded[exclusion];
    int at = firstAfter(moments, moments.length, millis);
    return at == 0 ? Long.MIN_VALUE : moments[at - 1];
  }

  boolean isExcluded(int exclusion, long millis) {
    return Arrays.binarySearch(excluded[exclusion], millis) >= 0;
  }

  /** The number, among all that interrupt, of a moment at which something does. */
  int interruptingMoment(long millis) {
    return Arrays.binarySearch(interrupting, 0, interruptingMoments, millis);
  }

  int interruptingAt(int moment) {
    return interruptingCounts[moment];
  }

  /** Whether nothing interrupts after the moment of that number, up to a time. */
  boolean isCalmAfter(int moment, long untilMillis) {
    return moment == interruptingMoments - 1 || interrupting[moment + 1] > untilMillis;
  }

  private static int firstAfter(long[] moments, int length, long millis) {
    int low = 0;
    int high = length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (moments[middle] <= millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
