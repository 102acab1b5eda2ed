package io.voronka.streams;

/** Knows how far the program's input was processed, by what was committed with its state. */
@FunctionalInterface
interface CommittedOffsets {

  /** Knows of nothing. */
  CommittedOffsets NONE = (topic, partition) -> 0;

  /**
   * Returns the offset before which everything was processed; 0 if nothing was, or nothing of what
   * was is left in the log.
   */
  long of(String topic, int partition);
}
