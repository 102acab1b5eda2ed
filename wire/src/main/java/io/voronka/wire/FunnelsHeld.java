package io.voronka.wire;

import io.voronka.model.definition.FunnelVersion;
import java.util.List;

/**
 * The funnels that one partition of events keeps figures of.
 *
 * @param partition of {@link Topics#EVENTS}
 * @param sumPartition the partition of figures through which it came
 * @param funnels how far each is
 */
public record FunnelsHeld(int partition, int sumPartition, List<FunnelProgress> funnels) {

  public FunnelsHeld {
    funnels = List.copyOf(funnels);
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
