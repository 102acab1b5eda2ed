package io.voronka.wire;

import io.voronka.model.definition.FunnelVersion;
import java.util.List;

/**
 * How far the figures of one partition of events are: every figure published before the mark on the
 * same partition holds all events up to it. Marks are what readiness, "settled", "after" and the
 * search for instances are read from.
 *
 * @param partition of {@link Topics#EVENTS}
 * @param sumPartition the partition of figures that it has passed
 * @param counted the offset before which every event is in the figures
 * @param publishedMillis the wall clock of the instance when it published the mark
 * @param heldMillis the bound up to which old figures were dropped
 * @param instance address of the instance that holds the partition, as {@code host:port}
 * @param funnels the funnels that the figures are kept for
 */
public record Mark(
    int partition,
    int sumPartition,
    long counted,
    long publishedMillis,
    long heldMillis,
    String instance,
    List<FunnelProgress> funnels) {

  public Mark {
    funnels = List.copyOf(funnels);
  }

  /** Returns the mark as the sum of that partition passes it on. */
  public Mark summedBy(int sumPartition) {
    return new Mark(
        partition, sumPartition, counted, publishedMillis, heldMillis, instance, funnels);
  }

  /**
   * How far a funnel was evaluated over the timelines held before it was defined.
   *
   * @param funnel which version
   * @param complete whether all of them are in the figures
   * @param evaluated timelines done so far
   */
  public record FunnelProgress(FunnelVersion funnel, boolean complete, long evaluated) {}
}
