package io.voronka.streams;

import io.voronka.kit.LogKeys;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.detection.Alert;
import io.voronka.model.detection.StageDetector;
import io.voronka.model.detection.StageDetector.StreamState;
import io.voronka.streams.AlertSettingsView.Wanted;
import io.voronka.wire.AlertRecord;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.StageMinutes.Count;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stage that is watched. At first it collects what the timelines know of the past; when every
 * partition has told all, it learns from that day by day; then it is live. Mutable, not
 * thread-safe; what changed is kept with each commit.
 */
final class StageWatch {

  private static final Logger LOG = LoggerFactory.getLogger(StageWatch.class);
  private static final int DAY = 1440;
  private static final long MOST_DAYS = 8 * 7;
  private static final int TOLD_EVERY_MINUTES = 5;

  private final WatchedStage stage;
  private final WatchStore store;
  private final OpenMinutes open = new OpenMinutes();
  private final Map<String, AlertRecord> told = new LinkedHashMap<>();
  private Set<Bytes> stateKeys = new HashSet<>();
  private @Nullable StageDetector detector;
  private Wanted wanted;
  private long loaded = Long.MIN_VALUE; // the last day whose past was taken
  private int openParts;
  private boolean isLive;
  private boolean isChanged;
  private boolean hasMore; // in open minutes, since they were kept

  private StageWatch(WatchedStage stage, WatchStore store, Wanted wanted) {
    this.stage = stage;
    this.store = store;
    this.wanted = wanted;
  }

  /** Begins to watch. */
  static StageWatch begin(WatchedStage stage, WatchStore store, Wanted wanted) {
    store.put(stage, false);
    return new StageWatch(stage, store, wanted);
  }

  /** Goes on where it stood when it was committed last. */
  static StageWatch resume(WatchedStage stage, boolean isLive, WatchStore store, Wanted wanted) {
    var watch = new StageWatch(stage, store, wanted);
    var states = store.states(stage, watch.stateKeys);
    if (!states.isEmpty()) {
      var kept = watch.watched(states);
      var detector = StageDetector.of(stage.settings(wanted.sensitivity()), kept);
      watch.detector = detector;
      watch.loaded = Math.floorDiv(detector.end() - 1, DAY);
      watch.isChanged = kept.size() < states.size();
    }
    watch.openParts = store.takeOpen(stage, watch.open::add);
    for (var record : store.alerts(stage)) {
      var alert = AlertRecord.decode(record);
      watch.told.put(alert.alert().id(), alert);
    }
    watch.isLive = isLive;
    return watch;
  }

  WatchedStage stage() {
    return stage;
  }

  boolean isLive() {
    return isLive;
  }

  /** The minute that comes next; {@link ProjectClocks#UNKNOWN} before it has begun to learn. */
  long end() {
    return detector == null ? ProjectClocks.UNKNOWN : detector.end();
  }

  int streams() {
    return detector == null ? 0 : detector.streams();
  }

  double score() {
    return detector == null ? 0 : detector.score();
  }

  boolean isLearning() {
    return detector == null || detector.isLearning();
  }

  /** Takes what became known; of the past it is kept until it is its turn. */
  void take(List<Count> counts, long number) {
    var past = new ArrayList<Count>();
    for (var count : counts) {
      if (isLive || Math.floorDiv(count.minute(), DAY) <= loaded) {
        open.add(count);
        hasMore = true;
      } else {
        past.add(count);
      }
    }
    keepPast(store, stage.key(), stage.stage(), past, number);
  }

  /** Keeps what is known of the past of a stage, day by day. */
  static void keepPast(
      WatchStore store, FunnelVersion funnel, int stage, List<Count> counts, long number) {
    var byDay = new TreeMap<Long, List<Count>>();
    for (var count : counts) {
      byDay
          .computeIfAbsent(Math.floorDiv(count.minute(), DAY), day -> new ArrayList<>())
          .add(count);
    }
    byDay.forEach((day, some) -> store.putPast(funnel, stage, day, number, some));
  }

  /**
   * Begins to learn, once all of the past has been told.
   *
   * @param now the minute that the project is in
   */
  void learn(long now) {
    var first = store.firstPast(stage);
    long earliest = Math.max(0, Math.floorDiv(now, DAY) - MOST_DAYS) * DAY; // days are taken whole
    long start = first == null ? now : Math.max(earliest, Math.min(now, first * DAY));
    detector = new StageDetector(stage.settings(wanted.sensitivity()), start);
    for (var day = first; day != null && day < Math.floorDiv(start, DAY); ) {
      store.takePast(stage, day, count -> {}); // too old to learn from
      day = store.firstPast(stage);
    }
    isChanged = true;
  }

  /**
   * Closes the next minute.
   *
   * @param now the minute that the project is in, later than the one that is closed
   * @param isSuppressed whether nobody is to be told
   * @return what is to be told
   */
  List<AlertRecord> close(long now, boolean isSuppressed) {
    var its = begun();
    long day = Math.floorDiv(its.end(), DAY);
    if (!isLive && day > loaded) {
      store.takePast(stage, day, open::add);
      loaded = day;
    }
    var minute = open.close(its, stage.breakdowns(), wanted.breakdowns(), isSuppressed || !isLive);
    var news = new LinkedHashMap<String, Alert>();
    for (var alert : its.next(minute)) {
      news.put(alert.id(), alert);
    }
    isChanged = true;
    if (!isLive) {
      goLive(now);
      return List.of();
    }
    if (its.end() % TOLD_EVERY_MINUTES == 0) {
      its.firing(isSuppressed).forEach(alert -> news.putIfAbsent(alert.id(), alert));
    }
    return news.values().stream().map(this::tell).toList();
  }

  private StageDetector begun() {
    if (detector == null) {
      throw new IllegalStateException("it has not begun to learn");
    }
    return detector;
  }

  private void goLive(long now) {
    if (begun().end() >= now) {
      for (var day = store.firstPast(stage); day != null; day = store.firstPast(stage)) {
        store.takePast(stage, day, open::add);
      }
      isLive = true;
      store.put(stage, true);
    }
  }

  private AlertRecord tell(Alert alert) {
    var record = new AlertRecord(stage.subject(), alert, begun().course(alert));
    if (alert.resolvedAt() == null) {
      told.put(alert.id(), record);
      store.putAlert(stage, alert.id(), record.encode());
    } else {
      told.remove(alert.id());
      store.putAlert(stage, alert.id(), null);
    }
    return record;
  }

  /** The ids of the alerts that were told and are not over. */
  List<String> told() {
    return List.copyOf(told.keySet());
  }

  /** Takes what the last day showed for normal, as somebody said of an alert that was told. */
  List<AlertRecord> accept(String alert) {
    var news = detector == null ? List.<Alert>of() : detector.accept(alert);
    isChanged |= !news.isEmpty();
    return news.stream().map(this::tell).toList();
  }

  /** Ends what was told and is not over, since the stage is not watched any more. */
  List<AlertRecord> leave() {
    return told.values().stream().map(record -> over(record, end())).toList();
  }

  /** Ends what was told of values that are not watched any more: nobody would ever end it. */
  List<AlertRecord> endUnwatched() {
    var ended = new ArrayList<AlertRecord>();
    for (var record : List.copyOf(told.values())) {
      var segment = record.alert().segment();
      if (segment != null && !wanted.breakdowns().contains(segment.breakdown())) {
        told.remove(record.alert().id());
        store.putAlert(stage, record.alert().id(), null);
        ended.add(over(record, end()));
      }
    }
    return ended;
  }

  /** Ends what was told of a stage that can't be gone on with. */
  static List<AlertRecord> endTold(WatchedStage stage, WatchStore store) {
    var ended = new ArrayList<AlertRecord>();
    for (var told : store.alerts(stage)) {
      try {
        ended.add(over(AlertRecord.decode(told), Long.MIN_VALUE));
      } catch (MalformedRecord notUnderstood) {
        LOG.atError()
            .addKeyValue(LogKeys.REASON, notUnderstood.getMessage())
            .log("an alert that was told can't be read and is not ended");
      }
    }
    return ended;
  }

  /** An alert that is ended because nobody watches on. */
  private static AlertRecord over(AlertRecord record, long minute) {
    return new AlertRecord(
        record.subject(),
        record.alert().over(Math.max(record.alert().updatedAt(), minute)),
        record.course());
  }

  /** Watches as the rules want it from now on. */
  void want(Wanted now) {
    if (now.equals(wanted)) {
      return;
    }
    var before = wanted;
    wanted = now;
    var its = detector;
    boolean isOther =
        !now.sensitivity().equals(before.sensitivity())
            || !now.breakdowns().equals(before.breakdowns());
    if (its != null && isOther) {
      detector = StageDetector.of(stage.settings(now.sensitivity()), watched(its.states()));
      isChanged = true;
    }
  }

  private List<StreamState> watched(List<StreamState> states) {
    return states.stream()
        .filter(
            state -> {
              var value = state.value();
              return value == null || wanted.breakdowns().contains(value.breakdown());
            })
        .toList();
  }

  boolean isTold() {
    return wanted.isTold();
  }

  @Nullable StageDetector detector() {
    return detector;
  }

  /** Keeps what changed; to be called before each commit. */
  void keep() {
    if (isChanged || hasMore) {
      openParts = store.putOpen(stage, open.all(), openParts);
      hasMore = false;
    }
    if (isChanged) {
      isChanged = false;
      if (detector != null) {
        stateKeys = store.putStates(stage, detector.states(), stateKeys);
      }
    }
  }
}
