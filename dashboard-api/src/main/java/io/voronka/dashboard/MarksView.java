package io.voronka.dashboard;

import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.wire.Position;
import java.time.Duration;
import java.util.function.Predicate;

/** Knows the latest marks. Thread-safe. */
interface MarksView {

  /** The longest time that an answer waits for a position. */
  Duration AFTER_WAIT = Duration.ofSeconds(10);

  /** What the marks say now; a copy. */
  Marks marks();

  /** Waits until the marks are so, or for the time, and returns what they say then; a copy. */
  Marks await(Predicate<Marks> until, Duration atMost);

  /**
   * Waits until every event up to the position is in the figures, with all that rooms told each
   * other because of it. Who names no position is not kept waiting: figures that are behind are
   * better than none.
   *
   * @throws ServiceException ({@link ProblemType#UNAVAILABLE}) if that takes longer than {@link
   *     #AFTER_WAIT}
   */
  default void await(Position position) {
    if (position.equals(Position.NONE)) {
      return;
    }
    var arrival = new Arrival(position);
    await(arrival::isBy, AFTER_WAIT);
    if (!arrival.isComplete()) {
      throw new ServiceException(
          ProblemType.UNAVAILABLE,
          "The figures did not reach that position within " + AFTER_WAIT.toSeconds() + " s.");
    }
  }
}
