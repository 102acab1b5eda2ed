package io.voronka.model.evaluation;

import io.voronka.model.event.Event;
import java.util.Arrays;

/**
 * The deepest chain from one entry event, each stage as early as possible.
 *
 * @param entry the event at the first stage
 * @param reachedMillis when each stage was reached, first to deepest; its length is the depth
 */
public record Attempt(Event entry, long[] reachedMillis) {

  /** How many stages were reached; at least 1. */
  public int depth() {
    return reachedMillis.length;
  }

  public long startMillis() {
    return reachedMillis[0];
  }

  public long finishMillis() {
    return reachedMillis[reachedMillis.length - 1];
  }

  /** Whether this chain speaks for the person rather than one that started earlier. */
  boolean speaksBefore(Attempt earlier) {
    return depth() != earlier.depth()
        ? depth() > earlier.depth()
        : finishMillis() <= earlier.finishMillis();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Attempt that
        && entry.equals(that.entry)
        && Arrays.equals(reachedMillis, that.reachedMillis);
  }

  @Override
  public int hashCode() {
    return 31 * entry.hashCode() + Arrays.hashCode(reachedMillis);
  }

  @Override
  public String toString() {
    return entry + " " + Arrays.toString(reachedMillis);
  }
}
