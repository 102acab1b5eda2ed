package io.voronka.streams;

import io.voronka.model.definition.FunnelVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stages that one partition of the detector watches. Mutable, not thread-safe. */
final class Watches {

  private record Place(FunnelVersion funnel, int stage) {}

  private final List<StageWatch> inTurn = new ArrayList<>();
  private final Map<Place, StageWatch> byPlace = new HashMap<>();

  void add(StageWatch watch) {
    inTurn.add(watch);
    byPlace.put(place(watch), watch);
  }

  void remove(StageWatch watch) {
    inTurn.remove(watch);
    byPlace.remove(place(watch));
  }

  private static Place place(StageWatch watch) {
    return new Place(watch.stage().key(), watch.stage().stage());
  }

  /** The one of a stage; null if it is not watched. */
  @Nullable StageWatch of(FunnelVersion funnel, int stage) {
    return byPlace.get(new Place(funnel, stage));
  }

  /** All of a version. */
  List<StageWatch> of(FunnelVersion funnel) {
    return inTurn.stream().filter(watch -> watch.stage().key().equals(funnel)).toList();
  }

  /** Whether a stage is watched, of whatever version of its funnel. */
  boolean hasAny(WatchedStage stage) {
    return inTurn.stream()
        .anyMatch(
            watch ->
                watch.stage().project().equals(stage.project())
                    && watch.stage().funnel().equals(stage.funnel())
                    && watch.stage().stage() == stage.stage());
  }

  /** All of them, in the order in which they came; not to be changed. */
  List<StageWatch> all() {
    return inTurn;
  }
}
