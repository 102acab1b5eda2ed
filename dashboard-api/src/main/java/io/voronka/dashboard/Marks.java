package io.voronka.dashboard;

import io.voronka.model.definition.FunnelVersion;
import io.voronka.wire.FunnelsHeld;
import io.voronka.wire.FunnelsHeld.FunnelProgress;
import io.voronka.wire.Mark;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The latest marks: what each partition of events has counted, as it came through each sum. A thing
 * is known of a partition when all sums have passed it on. Not thread-safe.
 */
final class Marks {

  private final TreeMap<Integer, Map<Integer, Mark>> byPartition = new TreeMap<>();

  private final TreeMap<Integer, Map<Integer, FunnelsHeld>> heldByPartition = new TreeMap<>();

  void take(FunnelsHeld held) {
    heldByPartition
        .computeIfAbsent(held.partition(), partition -> new HashMap<>())
        .put(held.sumPartition(), held);
  }

  void clear() {
    byPartition.clear();
    heldByPartition.clear();
  }

  void take(Mark mark) {
    byPartition
        .computeIfAbsent(mark.partition(), partition -> new HashMap<>())
        .put(mark.sumPartition(), mark);
  }

  Marks copy() {
    var copy = new Marks();
    byPartition.forEach((partition, sums) -> copy.byPartition.put(partition, new HashMap<>(sums)));
    heldByPartition.forEach(
        (partition, sums) -> copy.heldByPartition.put(partition, new HashMap<>(sums)));
    return copy;
  }

  /**
   * Whether each of the partitions has marks from each sum. There are as many sums as partitions.
   */
  boolean areComplete(int partitions) {
    return byPartition.size() >= partitions
        && byPartition.values().stream().allMatch(sums -> sums.size() >= partitions);
  }

  /** The offset before which every event of the partition is in the figures. */
  long counted(int partition) {
    return of(partition).stream().mapToLong(Mark::counted).min().orElse(0);
  }

  boolean hasCounted(Map<Integer, Long> offsets) {
    return offsets.entrySet().stream()
        .allMatch(entry -> counted(entry.getKey()) >= entry.getValue());
  }

  /** Whether everything that partitions sent each other is in the figures. */
  boolean isQuiet() {
    return hasTaken(sent());
  }

  /** How many messages partitions have sent each other: by sender, by receiver. */
  Map<Integer, Map<Integer, Long>> sent() {
    var sent = new HashMap<Integer, Map<Integer, Long>>();
    byPartition.forEach(
        (partition, marks) -> {
          var most = new HashMap<Integer, Long>();
          for (var mark : marks.values()) {
            mark.traffic().sent().forEach((to, count) -> most.merge(to, count, Math::max));
          }
          sent.put(partition, most);
        });
    return sent;
  }

  /** Whether so many messages are in the figures. */
  boolean hasTaken(Map<Integer, Map<Integer, Long>> sent) {
    return sent.entrySet().stream()
        .allMatch(
            from ->
                from.getValue().entrySet().stream()
                    .allMatch(to -> taken(to.getKey(), from.getKey()) >= to.getValue()));
  }

  private long taken(int partition, int from) {
    return of(partition).stream()
        .mapToLong(mark -> mark.traffic().taken().getOrDefault(from, 0L))
        .min()
        .orElse(0);
  }

  /** The most messages that it took from an event to the last one that it caused. */
  int hops() {
    return all().mapToInt(mark -> mark.traffic().hops()).max().orElse(0);
  }

  /** How many persons have as many events as a timeline may hold. */
  long full() {
    return byPartition.keySet().stream()
        .mapToLong(partition -> of(partition).stream().mapToLong(Mark::full).max().orElse(0))
        .sum();
  }

  private Stream<Mark> all() {
    return byPartition.values().stream().flatMap(sums -> sums.values().stream());
  }

  /** When the partition's last mark was published. */
  long publishedMillis(int partition) {
    return of(partition).stream().mapToLong(Mark::publishedMillis).min().orElse(0);
  }

  /** The address of the instance that holds the partition, by its latest mark. */
  Optional<String> instance(int partition) {
    return of(partition).stream()
        .max(Comparator.comparingLong(Mark::publishedMillis))
        .map(Mark::instance);
  }

  /** The latest bound up to which any partition dropped old figures. */
  long heldMillis() {
    return all().mapToLong(Mark::heldMillis).max().orElse(0);
  }

  /** How far each partition is with the funnel; those that have not begun are missing. */
  Map<Integer, FunnelProgress> progress(FunnelVersion funnel) {
    var progress = new TreeMap<Integer, FunnelProgress>();
    heldByPartition.forEach(
        (partition, sums) ->
            sums.values().stream()
                .flatMap(held -> held.funnels().stream())
                .filter(one -> one.funnel().equals(funnel))
                .min(Comparator.comparingLong(FunnelProgress::evaluated))
                .ifPresent(one -> progress.put(partition, one)));
    return progress;
  }

  /** Share of the partitions whose figures of the funnel hold all timelines, 0 to 1. */
  double complete(FunnelVersion funnel, int partitions) {
    long complete =
        heldByPartition.values().stream()
            .filter(sums -> sums.size() >= partitions)
            .filter(sums -> sums.values().stream().allMatch(held -> isComplete(held, funnel)))
            .count();
    return (double) complete / partitions;
  }

  private static boolean isComplete(FunnelsHeld held, FunnelVersion funnel) {
    // Whoever has completed a later version has left this one as it was: it is shown until all
    // have.
    return held.funnels().stream()
        .filter(progress -> isOrSupersedes(progress.funnel(), funnel))
        .anyMatch(FunnelProgress::complete);
  }

  private static boolean isOrSupersedes(FunnelVersion later, FunnelVersion funnel) {
    return later.version() >= funnel.version()
        && later.funnel().equals(funnel.funnel())
        && later.project().equals(funnel.project());
  }

  Set<Integer> partitions() {
    return new TreeSet<>(byPartition.keySet());
  }

  private Collection<Mark> of(int partition) {
    return byPartition.getOrDefault(partition, Map.of()).values();
  }
}
