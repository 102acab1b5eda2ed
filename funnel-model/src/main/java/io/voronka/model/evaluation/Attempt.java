package io.voronka.model.evaluation;

import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue;
import java.util.List;

/**
 * What came of one entry: the deepest clean chain that begins with an event.
 *
 * <p>Attempts are equal when their entry, depth and finish are; how a chain passes its other stages
 * is worked out when it is asked for.
 */
public final class Attempt {

  /** Works out the details of one attempt. */
  interface Details {

    /** The chain that speaks, of those with this start, depth and finish. */
    Chain chain();

    /** Last moment at which a chain of this start and depth could still advance. */
    long openUntil();

    /** A moment that {@link #openUntil} does not exceed, found at once. */
    long openUntilAtMost();

    /** The values of held properties that its events share. */
    List<PropertyValue> held();
  }

  private final Event entry;
  private final int depth;
  private final long finishMillis;
  private final Details details;

  Attempt(Event entry, int depth, long finishMillis, Details details) {
    this.entry = entry;
    this.depth = depth;
    this.finishMillis = finishMillis;
    this.details = details;
  }

  /** The first event of the chain. */
  public Event entry() {
    return entry;
  }

  public long startMillis() {
    return entry.timeMillis();
  }

  /**
   * How far it got: the number of the last required stage reached, of an unordered funnel how many
   * stages are filled; 0 if every chain that begins with the event is void.
   */
  public int depth() {
    return depth;
  }

  /** When that depth was reached. */
  public long finishMillis() {
    return finishMillis;
  }

  /**
   * Returns the chain, each stage as early as possible. O(events in the window × stages).
   *
   * @throws IllegalStateException if the attempt is void
   */
  public Chain chain() {
    if (depth == 0) {
      throw new IllegalStateException("a void attempt has no chain");
    }
    return details.chain();
  }

  Details details() {
    return details;
  }

  long openUntil() {
    return details.openUntil();
  }

  long openUntilAtMost() {
    return details.openUntilAtMost();
  }

  /** The values of held properties that its events share, in the order of the definition. */
  public List<PropertyValue> held() {
    return details.held();
  }

  @Override
  public boolean equals(Object other) {
    return other == this
        || other instanceof Attempt that
            && entry.equals(that.entry)
            && depth == that.depth
            && finishMillis == that.finishMillis;
  }

  @Override
  public int hashCode() {
    return (entry.hashCode() * 31 + depth) * 31 + Long.hashCode(finishMillis);
  }

  @Override
  public String toString() {
    return entry + " to stage " + depth + " at " + finishMillis;
  }
}
