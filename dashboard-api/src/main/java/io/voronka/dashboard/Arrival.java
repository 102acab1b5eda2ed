package io.voronka.dashboard;

import io.voronka.wire.Position;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Watches until everything up to a position is in the figures. Of what its events made rooms tell
 * each other, one hop is in the figures when all that partitions had sent by the time the hop
 * before was in has been taken; there are no more hops than partitions have ever made. Not
 * thread-safe.
 */
final class Arrival {

  private final Position position;
  private @Nullable Map<Integer, Map<Integer, Long>> awaited; // null: the events themselves
  private int hops;
  private boolean isComplete;

  Arrival(Position position) {
    this.position = position;
  }

  /** Takes the next marks; returns whether everything is in. */
  boolean isBy(Marks marks) {
    while (!isComplete && isHopIn(marks)) {
      isComplete = hops >= marks.hops() || marks.isQuiet();
      awaited = marks.sent();
      hops++;
    }
    return isComplete;
  }

  private boolean isHopIn(Marks marks) {
    return awaited == null ? marks.hasCounted(position.offsets()) : marks.hasTaken(awaited);
  }

  boolean isComplete() {
    return isComplete;
  }
}
