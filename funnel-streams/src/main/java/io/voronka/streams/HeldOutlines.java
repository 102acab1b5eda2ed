package io.voronka.streams;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The outlines of the partitions that are processed here, for whoever asks. Thread-safe. */
final class HeldOutlines {

  private final Map<Integer, Outlines> byPartition = new ConcurrentHashMap<>();

  /** A partition is processed from now on, and its outlines are kept true. */
  void hold(int partition, Outlines outlines) {
    byPartition.put(partition, outlines);
  }

  /** Those of a partition are no longer kept true. */
  void release(int partition, Outlines outlines) {
    byPartition.remove(partition, outlines);
  }

  /** Returns those of a partition; null if it is not processed here. */
  @Nullable Outlines of(int partition) {
    return byPartition.get(partition);
  }

  /** What they take in memory, about. */
  long bytes() {
    return byPartition.values().stream().mapToLong(Outlines::bytes).sum();
  }
}
