package io.voronka.dashboard;

import io.voronka.model.definition.FunnelVersion;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the changes of funnels in the order in which they are noticed. Whoever was told of one
 * has been told of all before it, so a reader who comes back names the last and gets what came
 * since. Used by one thread.
 */
final class ChangeSequence {

  private static final char SEPARATOR = '-';

  private final String epoch;
  private final Map<FunnelVersion, Change> latest = new HashMap<>();
  private long last;

  private record Change(long stamp, long number) {}

  /**
   * Begins.
   *
   * @param epoch another in each process: numbers of another one say nothing here
   */
  ChangeSequence(String epoch) {
    this.epoch = epoch;
  }

  /** Returns the number of the funnel's latest change, from 1; another stamp is another change. */
  long numberOf(FunnelVersion funnel, long stamp) {
    var known = latest.get(funnel);
    if (known != null && known.stamp == stamp) {
      return known.number;
    }
    latest.put(funnel, new Change(stamp, ++last));
    latest.keySet().removeIf(key -> isEarlier(key, funnel));
    return last;
  }

  private static boolean isEarlier(FunnelVersion key, FunnelVersion than) {
    return key.version() < than.version()
        && key.funnel().equals(than.funnel())
        && key.project().equals(than.project());
  }

  /** The id of an event that tells of a change. */
  String id(long number) {
    return epoch + SEPARATOR + number;
  }

  /** The number in an id; 0, before all, if it is none of this process or none at all. */
  long numberIn(@Nullable String id) {
    if (id == null || !id.startsWith(epoch + SEPARATOR)) {
      return 0;
    }
    try {
      return Math.min(last, Long.parseLong(id.substring(epoch.length() + 1)));
    } catch (NumberFormatException foreign) {
      return 0;
    }
  }
}
