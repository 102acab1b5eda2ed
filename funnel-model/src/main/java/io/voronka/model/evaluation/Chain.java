package io.voronka.model.evaluation;

import io.voronka.model.event.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events that fill the stages of a funnel. Stages are counted from 0.
 *
 * @param events by stage, the event that fills it; null if none does: it is skipped, implied or not
 *     reached
 * @param reachedMillis by stage, when it was reached; {@link #NOT_REACHED} if it was not. In an
 *     unordered funnel at k when k + 1 stages were filled
 * @param depth how many stages count as reached: of the last required one, its number from 1
 */
public record Chain(List<@Nullable Event> events, List<Long> reachedMillis, int depth) {

  public static final long NOT_REACHED = Long.MIN_VALUE;

  public boolean hasReached(int stage) {
    return reachedMillis.get(stage) != NOT_REACHED;
  }

  public long reachedMillis(int stage) {
    return reachedMillis.get(stage);
  }

  /** The event that fills the stage, or null. */
  public @Nullable Event at(int stage) {
    return events.get(stage);
  }
}
