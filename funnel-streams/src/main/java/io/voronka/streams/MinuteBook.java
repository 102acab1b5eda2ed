package io.voronka.streams;

import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.detection.StageSettings;
import io.voronka.model.detection.StageSteps;
import io.voronka.model.detection.StageSteps.Step;
import io.voronka.model.evaluation.Attempts;
import io.voronka.model.evaluation.Passes.Touched;
import io.voronka.model.timeline.SessionRule;
import io.voronka.wire.AlertRecord;
import io.voronka.wire.Correction.Why;
import io.voronka.wire.RoomEntry;
import io.voronka.wire.StageMinutes;
import io.voronka.wire.StageMinutes.Count;
import io.voronka.wire.StageMinutes.StageCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What became known of stages in one partition, combined until it is handed to the detector.
 *
 * <p>A step belongs to the minute of stream time in which it became known. That is the minute of
 * its own time for nearly all of them; of others it is noted beside the figures, by time and
 * person, so that an advance finds when its entry became known. What was more than ten minutes late
 * is left out, and so is what follows from it. What moves from one person to another as ids turn
 * out to be one is neither new nor late.
 *
 * <p>Values that are too long to be watched are left out.
 *
 * <p>What was not handed over is noted with each commit, so that a crash loses none of it. Bound:
 * notes as old as advances are followed; {@link #isFull} says when to hand over.
 */
final class MinuteBook {

  private static final byte[] PENDING = {Progress.MARK, 'm'};
  private static final long LATE_MILLIS = Duration.ofMinutes(10).toMillis();
  private static final long LEFT_OUT = Long.MIN_VALUE;
  private static final long FOLLOWED_MILLIS =
      Duration.ofMinutes(StageSettings.MOST_FOLLOWED_MINUTES).toMillis();
  private static final long HISTORY_MINUTES = Duration.ofDays(8 * 7 + 7).toMinutes();
  private static final int FORGETTING_EVERY = 60;
  private static final int MOST_PENDING = 10_000;

  /** Whose steps are alike. */
  private record Alike(long minute, int delay, List<@Nullable String> values) {}

  private record StageKey(FunnelVersion funnel, int stage) {}

  private final FigureStore<?> store;
  private final StreamClocks clocks;
  private final KnownMinutes known;
  private final Map<FunnelVersion, StageSteps> steps = new HashMap<>();
  private final Map<StageKey, Map<Alike, Integer>> pending = new LinkedHashMap<>();
  private int size;
  private int notedParts;
  private int handedOver;
  private boolean isForgetting; // has begun to look for what is old, and not looked at all yet
  private boolean isNoted; // as it is

  /** Makes it for a partition; finds what was not handed over before a crash. */
  MinuteBook(FigureStore<?> store, StreamClocks clocks) {
    this.store = store;
    this.clocks = clocks;
    this.known = new KnownMinutes(store);
    try (var left = store.notesWithPrefix(Bytes.wrap(PENDING))) {
      for (; left.hasNext(); notedParts++) {
        StageMinutes.decode(left.next().value).counts().forEach(this::add);
      }
    }
    isNoted = true;
    store.beforeCommit(this::note);
  }

  private void add(StageCounts stage) {
    for (var count : stage.counts()) {
      add(
          new StageKey(stage.funnel(), stage.stage()),
          new Alike(count.minute(), count.delay(), count.values()),
          count.count());
    }
  }

  private void note() {
    if (!isNoted) {
      var parts =
          StageMinutes.parts(counts()).stream()
              .map(part -> new StageMinutes(0, List.of(), part, null).encode())
              .toList();
      notedParts = store.noteParts(Bytes.wrap(PENDING), parts, notedParts);
      isNoted = true;
    }
  }

  /** Takes what a change of a person made of the attempts at a funnel. */
  void change(Funnel funnel, PersonChange change, Attempts before, Attempts after) {
    var clock = clocks.millis(funnel.key().project());
    var moved = change.why() == Why.MERGE ? times(change) : Set.<Long>of();
    stepsOf(funnel)
        .between(before, after, touched(change))
        .forEach(
            (step, count) ->
                add(
                    funnel,
                    step,
                    count,
                    new Knowing(change.home(), clock, count < 0 || moved.contains(lastOf(step)))));
  }

  /** When what moves happened. A step that ends with it was a step before, of somebody else. */
  private static Set<Long> times(PersonChange change) {
    return change.touched().stream().map(RoomEntry::timeMillis).collect(Collectors.toSet());
  }

  private static long lastOf(Step step) {
    return step.advancedMillis() == StageSteps.NONE ? step.reachedMillis() : step.advancedMillis();
  }

  private static Touched touched(PersonChange change) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (var entry : change.touched()) {
      if (!entry.isEvent()) {
        return Touched.ANYTHING; // a trait is asked for with any event
      }
      first = Math.min(first, entry.timeMillis());
      last = Math.max(last, entry.timeMillis());
    }
    return new Touched(first, last);
  }

  /** Takes what a person had done before a funnel was there: known when it happened. */
  void begin(Funnel funnel, PersonChange change, Attempts after) {
    var nothing = Attempts.none(funnel.definition());
    stepsOf(funnel)
        .between(nothing, after, Touched.ANYTHING)
        .forEach(
            (step, count) ->
                add(funnel, step, count, new Knowing(change.home(), Long.MIN_VALUE, true)));
  }

  /** Takes that a person is to be forgotten. */
  void erase(PersonChange change) {
    known.forget(change);
  }

  private StageSteps stepsOf(Funnel funnel) {
    return steps.computeIfAbsent(funnel.key(), key -> new StageSteps(funnel.definition()));
  }

  private void add(Funnel funnel, Step step, int count, Knowing knowing) {
    boolean isAdvance = step.advancedMillis() != StageSteps.NONE;
    long reached =
        isAdvance ? knowing.before(step.reachedMillis()) : knowing.now(step.reachedMillis());
    long minute = isAdvance ? knowing.now(step.advancedMillis()) : reached;
    if (reached == LEFT_OUT || minute == LEFT_OUT || isTooOld(funnel, minute)) {
      return;
    }
    long delay = isAdvance ? Math.max(0, minute - reached) : Count.REACHED;
    if (delay <= followedMinutes(funnel)) {
      add(
          new StageKey(funnel.key(), step.stage()),
          new Alike(minute, (int) delay, watchable(step.values())),
          count);
    }
  }

  private static List<@Nullable String> watchable(List<@Nullable String> values) {
    var kept = new ArrayList<@Nullable String>(values.size());
    for (var value : values) {
      kept.add(value == null || OpenMinutes.isTooLong(value) ? null : value);
    }
    return kept;
  }

  private boolean isTooOld(Funnel funnel, long minute) {
    long clock = clocks.millis(funnel.key().project());
    return minute < 0
        || clock != Long.MIN_VALUE && minute < AlertRecord.minute(clock) - HISTORY_MINUTES;
  }

  /** How long somebody who reached a stage of the funnel is waited for. */
  static int followedMinutes(Funnel funnel) {
    long window = funnel.definition().window().longestMillis(SessionRule.DEFAULT.longest());
    return (int)
        Math.max(
            1,
            Math.min(StageSettings.MOST_FOLLOWED_MINUTES, Duration.ofMillis(window).toMinutes()));
  }

  private void add(StageKey key, Alike alike, int count) {
    var ofStage = pending.computeIfAbsent(key, stage -> new LinkedHashMap<>());
    int before = ofStage.size();
    ofStage.merge(alike, count, MinuteBook::sum);
    size += ofStage.size() - before;
    isNoted = false;
  }

  private static @Nullable Integer sum(int one, int other) {
    return one + other == 0 ? null : one + other;
  }

  /** When the steps of a person become known. */
  private final class Knowing {

    private final byte[] home;
    private final long clockMillis;
    private final boolean isOld;

    /**
     * @param clockMillis stream time; {@link Long#MIN_VALUE}: all was known when it happened
     * @param isOld whether it was known before: it is taken back, or moves
     */
    Knowing(byte[] home, long clockMillis, boolean isOld) {
      this.home = home;
      this.clockMillis = clockMillis;
      this.isOld = isOld;
    }

    /** The minute of what was known before. */
    long before(long atMillis) {
      var noted = clockMillis == Long.MIN_VALUE ? null : known.get(atMillis, home);
      return noted == null ? AlertRecord.minute(atMillis) : noted;
    }

    /** The minute of what becomes known, unless it is old; {@link #LEFT_OUT}: not to be counted. */
    long now(long atMillis) {
      long own = AlertRecord.minute(atMillis);
      long now = AlertRecord.minute(clockMillis);
      if (clockMillis == Long.MIN_VALUE || own == now) {
        return own;
      }
      var noted = known.get(atMillis, home);
      if (noted != null || isOld) {
        return noted == null ? own : noted;
      }
      long late = clockMillis - atMillis;
      long minute = late > LATE_MILLIS ? LEFT_OUT : now;
      if (late <= FOLLOWED_MILLIS) {
        known.put(atMillis, home, minute);
      }
      return minute;
    }
  }

  /** Whether so much is pending that it should be handed over. */
  boolean isFull() {
    return size >= MOST_PENDING;
  }

  /** Hands over what became known since the last time. */
  List<StageCounts> take() {
    if (isForgetting || ++handedOver % FORGETTING_EVERY == 0) {
      isForgetting = known.forgetOld(clocks);
    }
    var counts = counts();
    if (!pending.isEmpty()) {
      pending.clear();
      size = 0;
      isNoted = false;
    }
    return counts;
  }

  private List<StageCounts> counts() {
    var counts = new ArrayList<StageCounts>();
    pending.forEach(
        (stage, alike) -> {
          var ofStage = new ArrayList<Count>(alike.size());
          alike.forEach(
              (one, count) -> ofStage.add(new Count(one.minute, one.delay, one.values, count)));
          if (!ofStage.isEmpty()) {
            counts.add(new StageCounts(stage.funnel, stage.stage, ofStage));
          }
        });
    return counts;
  }
}
