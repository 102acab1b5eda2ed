package io.voronka.streams;

import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.detection.StageDetector;
import io.voronka.wire.AlertRecord;
import io.voronka.wire.FunnelsHeld;
import io.voronka.wire.FunnelsHeld.FunnelProgress;
import io.voronka.wire.StageMinutes;
import io.voronka.wire.StageMinutes.Clock;
import io.voronka.wire.StageMinutes.Count;
import io.voronka.wire.StageMinutes.StageCounts;
import io.voronka.wire.WatchRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.Stores;

/**
 * A partition of the detector as the service runs it, over a store in memory, with many stages that
 * have all learned the same. In this package because nobody else may take the detector apart.
 */
public final class WatchedStreams {

  private final List<Funnel> funnels;
  private final FigureStore<Bytes> store;
  private final Detector detector;
  private long number;

  /**
   * Watches funnels of two stages.
   *
   * @param learned what is known of the first stage of each
   */
  public WatchedStreams(List<Funnel> funnels, StageDetector learned) {
    this.funnels = List.copyOf(funnels);
    store = new FigureStore<>(Stores.inMemoryKeyValueStore("watches").get(), Bytes::get);
    var watches = new WatchStore(store);
    var versions = new HashMap<FunnelVersion, Funnel>();
    var progress = new ArrayList<FunnelProgress>();
    for (var funnel : funnels) {
      var stage = WatchedStage.of(funnel).get(0);
      watches.put(stage, true);
      watches.putStates(stage, learned.states(), Set.of());
      versions.put(funnel.key(), funnel);
      progress.add(new FunnelProgress(funnel.key(), true, 0));
    }
    watches.putHeld(new FunnelsHeld(0, 0, progress));
    store.flushCache();
    detector =
        new Detector(
            0,
            1,
            watches,
            new AlertSettingsView(),
            versions::get,
            Duration.ofMinutes(10),
            new FailedStages(),
            new Nobody());
  }

  /** How many streams are watched. */
  public int streams() {
    return detector.watches().stream().mapToInt(StageWatch::streams).sum();
  }

  /** Takes what became known in a minute of each stage, and that it is over. */
  public void take(long minute, List<Count> counts) {
    var projects = new HashSet<String>();
    var said = new ArrayList<StageCounts>();
    for (var funnel : funnels) {
      projects.add(funnel.key().project());
      said.add(new StageCounts(funnel.key(), 1, counts));
    }
    for (var part : StageMinutes.parts(said)) {
      detector.take(new StageMinutes(0, List.of(), part, null), number++);
    }
    var clocks = projects.stream().map(project -> new Clock(project, minute + 1, false)).toList();
    detector.take(new StageMinutes(0, clocks, List.of(), null), number++);
  }

  /** Does what the program does each tenth of a second, once. */
  public void work(long minute) {
    detector.work(AlertRecord.time(minute).toEpochMilli());
  }

  /** Whether every stage has closed the minutes before one. */
  public boolean isDone(long minute) {
    return detector.watches().stream().allMatch(watch -> watch.end() >= minute);
  }

  /** Writes what changed, as before each commit. */
  public void commit() {
    store.flushCache();
  }

  /** Is told, and does nothing. */
  private static final class Nobody implements Detector.Told {

    @Override
    public void alert(AlertRecord alert, boolean isNew) {}

    @Override
    public void watch(WatchRecord watch) {}

    @Override
    public void left(WatchRecord watch) {}
  }
}
