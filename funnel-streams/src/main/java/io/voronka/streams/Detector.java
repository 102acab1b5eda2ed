package io.voronka.streams;

import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.wire.AlertRecord;
import io.voronka.wire.FunnelsHeld;
import io.voronka.wire.StageMinutes;
import io.voronka.wire.WatchRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * The stages that one partition of the detector watches. A minute is closed once every partition of
 * events has passed it; what closing costs is done in slices. Mutable, not thread-safe.
 */
final class Detector {

  private static final int HOUR = 60;

  /** How many minutes of how many streams are closed at a time: some 30 ms of work. */
  private static final int SLICE = 3000;

  private final int partition;
  private final int partitions;
  private final WatchStore store;
  private final HeldFunnels held;
  private final ProjectClocks clocks;
  private final AlertSettingsView settings;
  private final Function<FunnelVersion, @Nullable Funnel> funnels;
  private final Duration mostLag;
  private final FailedStages failed;
  private final Told told;
  private final Watches watches = new Watches();
  private final Set<FunnelVersion> begun = new HashSet<>();
  private final List<AlertRecord> ended = new ArrayList<>(); // and not told yet
  private @Nullable Object wanted; // the settings that were looked at
  private int turn;

  /** Is told what there is to tell. */
  interface Told {

    /**
     * An alert as it stands.
     *
     * @param isNew whether it was not told before
     */
    void alert(AlertRecord alert, boolean isNew);

    void watch(WatchRecord watch);

    /** A stage is not watched any more. */
    void left(WatchRecord watch);
  }

  /**
   * Goes on where it stood when it was committed last.
   *
   * @param partition its own
   * @param partitions of events, and of the detector
   * @param funnels gives the funnel of a version; null if that is not its latest
   * @param mostLag how far the wall clock may be ahead for somebody to be told
   * @param failed the stages that the program failed at
   */
  Detector(
      int partition,
      int partitions,
      WatchStore store,
      AlertSettingsView settings,
      Function<FunnelVersion, @Nullable Funnel> funnels,
      Duration mostLag,
      FailedStages failed,
      Told told) {
    this.partition = partition;
    this.partitions = partitions;
    this.store = store;
    this.held = new HeldFunnels(partitions);
    this.clocks = new ProjectClocks(partitions);
    this.settings = settings;
    this.funnels = funnels;
    this.mostLag = mostLag;
    this.failed = failed;
    this.told = told;
    store.forEachHeld(held::take);
    store.forEachClocks(clocks::take);
    store.forEachStage(this::resume);
    store.beforeCommit(() -> watches.all().forEach(StageWatch::keep));
  }

  private void resume(WatchedStage stage, boolean isLive) {
    if (!failed.takeFailure(stage)) {
      try {
        watches.add(StageWatch.resume(stage, isLive, store, settings.wanted(stage)));
        return;
      } catch (KafkaException ofKafka) {
        throw ofKafka; // not the stage's fault
      } catch (RuntimeException unforeseen) {
        failed.note(stage, unforeseen);
      }
    }
    ended.addAll(StageWatch.endTold(stage, store));
    store.forget(stage);
  }

  /**
   * Takes what a partition of events says.
   *
   * @param number distinct among all that it takes
   */
  void take(StageMinutes said, long number) {
    if (said.held() != null) {
      take(said.held());
    }
    if (!said.clocks().isEmpty()) {
      store.putClocks(said.partition(), said.clocks());
      clocks.take(said.partition(), said.clocks());
    }
    for (var counts : said.counts()) {
      var watch = watches.of(counts.funnel(), counts.stage());
      if (watch != null) {
        watch.take(counts.counts(), number);
      } else if (held.all().contains(counts.funnel()) && !begun.contains(counts.funnel())) {
        StageWatch.keepPast(store, counts.funnel(), counts.stage(), counts.counts(), number);
      }
    }
  }

  private void take(FunnelsHeld said) {
    store.putHeld(said);
    for (var version : held.take(said)) {
      watches.of(version).forEach(this::leave);
      begun.remove(version);
      store.forget(version);
    }
  }

  private void leave(StageWatch watch) {
    watches.remove(watch);
    watch.leave().forEach(alert -> told.alert(alert, false));
    if (!watches.hasAny(watch.stage())) {
      told.left(record(watch));
    }
  }

  /** Does the next slice of what there is to do. */
  void work(long wallMillis) {
    ended.forEach(alert -> told.alert(alert, false));
    ended.clear();
    follow();
    int count = watches.all().size();
    for (int i = 0, left = SLICE; i < count && left > 0; i++) {
      turn = (turn + 1) % count;
      left = guarded(watches.all().get(turn), left, wallMillis);
    }
  }

  private int guarded(StageWatch watch, int most, long wallMillis) {
    try {
      return close(watch, most, wallMillis);
    } catch (KafkaException ofKafka) {
      throw ofKafka; // not the stage's fault
    } catch (RuntimeException unforeseen) {
      failed.note(watch.stage(), unforeseen);
      throw unforeseen; // which undoes what it had changed; then the stage begins anew
    }
  }

  /** Begins to watch what is new, and watches as the rules want it. */
  private void follow() {
    held.all().stream().filter(version -> !begun.contains(version)).forEach(this::begin);
    var now = settings.current();
    if (now != wanted) {
      wanted = now;
      watches.all().forEach(this::follow);
    }
  }

  private void begin(FunnelVersion version) {
    var funnel = funnels.apply(version);
    if (funnel == null) {
      return;
    }
    begun.add(version);
    for (var stage : WatchedStage.of(funnel)) {
      if (StageMinutes.partitionOf(version, stage.stage(), partitions) == partition
          && watches.of(version, stage.stage()) == null
          && !failed.isGivenUp(stage)) {
        watches.add(StageWatch.begin(stage, store, settings.wanted(stage)));
      }
    }
  }

  private void follow(StageWatch watch) {
    watch.want(settings.wanted(watch.stage()));
    watch.endUnwatched().forEach(news -> told.alert(news, false));
    for (var alert : watch.told()) {
      if (settings.isNewNormal(watch.stage().project(), alert)) {
        watch.accept(alert).forEach(news -> told.alert(news, false));
      }
    }
  }

  private int close(StageWatch watch, int most, long wallMillis) {
    long now = clocks.minute(watch.stage().project());
    if (now == ProjectClocks.UNKNOWN || now < 0) {
      return most;
    }
    // A version that some partition has left already would seem to lose people.
    if (!held.isComplete(watch.stage().key())) {
      return most;
    }
    if (watch.end() == ProjectClocks.UNKNOWN) {
      watch.learn(now);
    }
    int left = most;
    while (watch.end() < now && left > 0) {
      boolean wasLive = watch.isLive();
      var known = watch.told();
      watch
          .close(now, isSuppressed(watch, wallMillis))
          .forEach(alert -> told.alert(alert, !known.contains(alert.alert().id())));
      left -= watch.streams();
      if (watch.isLive() && (watch.end() % HOUR == 0 || !wasLive)) {
        told.watch(record(watch));
      }
    }
    return left;
  }

  /** Nobody is to be told of what is long past, what was planned, and what no rule asks for. */
  private boolean isSuppressed(StageWatch watch, long wallMillis) {
    var end = AlertRecord.time(watch.end() + 1);
    return Duration.between(end, Instant.ofEpochMilli(wallMillis)).compareTo(mostLag) > 0
        || !watch.isTold()
        || settings.isPaused(
            watch.stage().project(), watch.stage().funnel(), AlertRecord.time(watch.end()));
  }

  private static WatchRecord record(StageWatch watch) {
    var stage = watch.stage();
    var detector = watch.detector();
    var none = OptionalDouble.empty();
    return new WatchRecord(
        stage.project(),
        stage.funnel(),
        stage.version(),
        stage.stage(),
        watch.end(),
        watch.isLearning(),
        watch.streams(),
        orNull(detector == null ? none : detector.smallestDropWithinAnHour()),
        orNull(detector == null ? none : detector.smallestDropWithinADay()));
  }

  private static @Nullable Double orNull(OptionalDouble drop) {
    return drop.isPresent() ? drop.getAsDouble() : null;
  }

  /** The stages that are watched here. */
  List<StageWatch> watches() {
    return List.copyOf(watches.all());
  }

  /** How many minutes the stage that is furthest behind has still to close. */
  long minutesBehind() {
    return watches.all().stream()
        .filter(watch -> watch.end() != ProjectClocks.UNKNOWN)
        .mapToLong(watch -> clocks.minute(watch.stage().project()) - watch.end())
        .max()
        .orElse(0);
  }
}
