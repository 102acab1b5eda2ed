package io.voronka.streams;

import io.voronka.model.definition.FunnelVersion;
import io.voronka.wire.FunnelsHeld;
import io.voronka.wire.FunnelsHeld.FunnelProgress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which partitions of events keep figures of which funnels, as they said last. */
final class HeldFunnels {

  private final int partitions;
  private final Map<Integer, Map<FunnelVersion, Boolean>> byPartition = new HashMap<>();
  private Set<FunnelVersion> all = Set.of();

  /** Makes it for so many partitions of events. */
  HeldFunnels(int partitions) {
    this.partitions = partitions;
  }

  void clear() {
    byPartition.clear();
    all = Set.of();
  }

  /** Whether no partition has said anything yet. */
  boolean isEmpty() {
    return byPartition.isEmpty();
  }

  /** Takes what a partition says; returns the versions that no partition keeps any more. */
  Set<FunnelVersion> take(FunnelsHeld held) {
    var now =
        held.funnels().stream()
            .collect(Collectors.toMap(FunnelProgress::funnel, FunnelProgress::complete));
    var before = byPartition.put(held.partition(), now);
    all =
        byPartition.values().stream()
            .map(Map::keySet)
            .flatMap(Collection::stream)
            .collect(Collectors.toSet());
    if (before == null) {
      return Set.of();
    }
    var ended = new HashSet<>(before.keySet());
    ended.removeAll(all);
    return ended;
  }

  /** All versions of which some partition keeps figures. */
  Set<FunnelVersion> all() {
    return all;
  }

  /** Whether every partition has evaluated the version over all that it holds. */
  boolean isComplete(FunnelVersion funnel) {
    return byPartition.size() == partitions
        && byPartition.values().stream().allMatch(held -> held.getOrDefault(funnel, false));
  }
}
