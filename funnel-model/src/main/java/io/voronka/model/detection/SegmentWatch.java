package io.voronka.model.detection;

import org.jspecify.annotations.Nullable;

/** A segment of a stage. Mutable, not thread-safe. */
final class SegmentWatch {

  final StreamDetector detector;

  /** Whether enough people come for it to be watched. */
  boolean isWatched;

  @Nullable OpenAlert open;

  SegmentWatch(StreamDetector detector) {
    this.detector = detector;
  }
}
