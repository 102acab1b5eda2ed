package io.voronka.streams;

import io.voronka.wire.FunnelsHeld;
import io.voronka.wire.FunnelsHeld.FunnelProgress;
import io.voronka.wire.StageMinutes;
import io.voronka.wire.StageMinutes.Clock;
import io.voronka.wire.StageMinutes.StageCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands what one partition of events knows of stages to the partitions of the detector: counts to
 * those that watch them, clocks and funnels to all, when they are others than before. Funnels are
 * said again now and then: a detector that has lost its state would wait for them for ever.
 */
final class MinuteSender {

  private static final long EVERY_MILLIS = 1000;
  static final long AGAIN_MILLIS = Duration.ofMinutes(10).toMillis();

  private final int partition;
  private final int targets;
  private final StreamClocks clocks;
  private final MinuteBook book;
  private long dueMillis;
  private @Nullable List<FunnelProgress> saidFunnels;
  private long saidFunnelsMillis;
  private @Nullable List<Clock> saidClocks;

  /**
   * Makes it.
   *
   * @param partition of events
   * @param targets partitions of the detector
   */
  MinuteSender(int partition, int targets, StreamClocks clocks, MinuteBook book) {
    this.partition = partition;
    this.targets = targets;
    this.clocks = clocks;
    this.book = book;
  }

  /** Whether it is time to send, as it is about once a second. */
  boolean isDue(long wallMillis) {
    return wallMillis >= dueMillis;
  }

  /**
   * Sends what there is to say.
   *
   * @param held the funnels that the partition watches, and whether it told all of their past
   * @param out takes a record and the partition that it is for
   */
  void send(List<FunnelProgress> held, long wallMillis, BiConsumer<Integer, StageMinutes> out) {
    dueMillis = wallMillis + EVERY_MILLIS;
    clocks.tick(wallMillis);
    var projects = new TreeSet<String>();
    held.forEach(progress -> projects.add(progress.funnel().project()));
    var now = clocks.all(projects, wallMillis);
    boolean isOther =
        !held.equals(saidFunnels) || Math.abs(wallMillis - saidFunnelsMillis) >= AGAIN_MILLIS;
    boolean isLater = !now.equals(saidClocks);
    var counts = byTarget(book.take());
    for (int target = 0; target < targets; target++) {
      var some = counts.getOrDefault(target, List.of());
      if (isOther || isLater || !some.isEmpty()) {
        send(target, some, now, isOther ? new FunnelsHeld(partition, target, held) : null, out);
      }
    }
    saidFunnels = held;
    saidFunnelsMillis = isOther ? wallMillis : saidFunnelsMillis;
    saidClocks = now;
  }

  private Map<Integer, List<StageCounts>> byTarget(List<StageCounts> counts) {
    var byTarget = new HashMap<Integer, List<StageCounts>>();
    for (var stage : counts) {
      byTarget
          .computeIfAbsent(
              StageMinutes.partitionOf(stage.funnel(), stage.stage(), targets),
              target -> new ArrayList<>())
          .add(stage);
    }
    return byTarget;
  }

  /**
   * Counts come before the clock that has passed them, and after the funnels that they are of; that
   * a partition has told all of the past, after the past.
   */
  private void send(
      int target,
      List<StageCounts> counts,
      List<Clock> now,
      @Nullable FunnelsHeld held,
      BiConsumer<Integer, StageMinutes> out) {
    var parts = StageMinutes.parts(counts);
    if (parts.size() <= 1) {
      out.accept(target, new StageMinutes(partition, now, counts, held));
      return;
    }
    if (held != null) {
      out.accept(target, new StageMinutes(partition, List.of(), List.of(), begun(held)));
    }
    for (var part : parts) {
      out.accept(target, new StageMinutes(partition, List.of(), part, null));
    }
    out.accept(target, new StageMinutes(partition, now, List.of(), held));
  }

  /** The same funnels, of which none is complete that was not said to be. */
  private FunnelsHeld begun(FunnelsHeld held) {
    var said = saidFunnels == null ? List.<FunnelProgress>of() : saidFunnels;
    return new FunnelsHeld(
        held.partition(),
        held.sumPartition(),
        held.funnels().stream()
            .map(
                progress ->
                    new FunnelProgress(
                        progress.funnel(), progress.complete() && said.contains(progress), 0))
            .toList());
  }
}
