package io.voronka.model.count;

import io.voronka.model.definition.BreakdownFrom;
import io.voronka.model.definition.BreakdownFrom.Source;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.definition.Order;
import io.voronka.model.evaluation.Attempts;
import io.voronka.model.evaluation.Chain;
import io.voronka.model.evaluation.Outcome;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyPath;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Items;
import io.voronka.model.event.PropertyValue.Real;
import io.voronka.model.event.PropertyValue.Whole;
import io.voronka.model.timeline.SessionRule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one outcome adds to the figures that are kept in full: all but series. */
final class OutcomeFigures {

  /** Larger values count as no numbers: their sums could not be kept exactly. */
  private static final BigDecimal MAX_VALUE = new BigDecimal("1e15");

  private static final BigDecimal NANOS = new BigDecimal("1e9");

  private final FunnelVersion funnel;
  private final TallyKey countsOfEverybody;
  private final FunnelDefinition definition;
  private final int stages;
  private final long windowMillis;
  private final List<PropertyPath> breakdowns;
  private final List<@Nullable PropertyPath> values;

  OutcomeFigures(Funnel funnel) {
    this.funnel = funnel.key();
    this.countsOfEverybody = key(Segment.EVERYBODY, Page.COUNTS);
    this.definition = funnel.definition();
    this.stages = definition.stages().size();
    this.windowMillis = definition.window().longestMillis(SessionRule.DEFAULT.longest());
    this.breakdowns = definition.breakdownPaths();
    this.values = new ArrayList<>();
    for (var stage : definition.stages()) {
      var value = stage.value();
      values.add(value == null ? null : PropertyPath.of(value));
    }
  }

  /** Whether two outcomes surely add the same, whatever their segments. */
  @SuppressWarnings("ReferenceEquality") // two versions of one message are equal
  boolean isSame(Outcome one, Outcome other) {
    if (one.isComplete() != other.isComplete()
        || !one.isComplete() && one.deadlineMillis() != other.deadlineMillis()
        || !one.chain().reachedMillis().equals(other.chain().reachedMillis())) {
      return false;
    }
    for (int stage = 0; stage < stages; stage++) {
      if (one.chain().at(stage) != other.chain().at(stage)) {
        return false;
      }
    }
    return true;
  }

  /** Adds stages, times, values and the segment, but not who is still in time. */
  void add(Outcome outcome, Segment segment, FigureChanges into) {
    addCounts(outcome, segment, 1, into);
    addTimes(null, outcome, into);
  }

  /** Adds what that makes of a person who had an outcome before, or none. */
  void change(
      @Nullable Outcome was,
      Segment segmentBefore,
      @Nullable Outcome is,
      Segment segmentAfter,
      FigureChanges into) {
    addCounts(was, segmentBefore, -1, into);
    addCounts(is, segmentAfter, 1, into);
    addTimes(was, is, into);
  }

  private void addCounts(@Nullable Outcome outcome, Segment segment, int sign, FigureChanges into) {
    if (outcome != null) {
      var chain = outcome.chain();
      var counts = into.at(countsOfEverybody);
      addReached(chain, sign, counts);
      if (!breakdowns.isEmpty()) {
        addReached(chain, sign, into.at(key(segment, Page.COUNTS)));
      }
      addValues(chain, sign, counts);
    }
  }

  private void addReached(Chain chain, int sign, Counters counts) {
    for (int stage = 0; stage < stages; stage++) {
      if (chain.hasReached(stage)) {
        counts.add(Cells.reached(stage), sign);
        if (definition.stages().get(stage).optional() && StageState.hasAdvanced(chain, stage)) {
          counts.add(Cells.advanced(stage), sign);
        }
      }
    }
  }

  /** Most stages were reached when they were: only the others are looked up. */
  private void addTimes(@Nullable Outcome was, @Nullable Outcome is, FigureChanges into) {
    var before = times(was);
    var after = times(is);
    for (int i = 2; i < before.length; i++) {
      if (before[i] != after[i]) {
        addTime(i / 2, i % 2 == 1, before[i], -1, into);
        addTime(i / 2, i % 2 == 1, after[i], 1, into);
      }
    }
  }

  /** By stage, the time from the stage before and that from the first; not reached: no number. */
  private long[] times(@Nullable Outcome outcome) {
    var times = new long[2 * stages];
    Arrays.fill(times, Chain.NOT_REACHED);
    if (outcome == null) {
      return times;
    }
    var chain = outcome.chain();
    long previous = chain.reachedMillis(0);
    for (int stage = 1; stage < stages; stage++) {
      if (chain.hasReached(stage)) {
        long reached = chain.reachedMillis(stage);
        times[2 * stage] = reached - previous;
        times[2 * stage + 1] = reached - chain.reachedMillis(0);
        previous = definition.stages().get(stage).optional() ? previous : reached;
      }
    }
    return times;
  }

  private void addTime(int stage, boolean fromFirst, long millis, int sign, FigureChanges into) {
    if (millis == Chain.NOT_REACHED) {
      return;
    }
    int cell = fromFirst ? Cells.millisFromFirst(stage) : Cells.millisFromPrevious(stage);
    into.at(countsOfEverybody).add(cell, sign * millis);
    int bin = TimeBins.binOf(millis);
    var page = Cells.timesPage(stage, fromFirst, bin);
    into.at(key(Segment.EVERYBODY, page)).add(Cells.timesCell(bin), sign);
  }

  private void addValues(Chain chain, int sign, Counters counts) {
    for (int stage = 0; stage < stages; stage++) {
      var path = values.get(stage);
      var event = chain.at(stage);
      var value = path == null || event == null ? null : path.in(event.properties());
      if (value != null) {
        var number = number(value);
        if (number == null) {
          counts.add(Cells.valuesUnread(stage), sign);
        } else {
          long units = number.setScale(0, RoundingMode.FLOOR).longValueExact();
          var rest = number.subtract(BigDecimal.valueOf(units)).multiply(NANOS);
          counts.add(Cells.valueUnits(stage), sign * units);
          long nanos = rest.setScale(0, RoundingMode.HALF_EVEN).longValueExact();
          counts.add(Cells.valueNanos(stage), sign * nanos);
        }
      }
    }
  }

  private static @Nullable BigDecimal number(PropertyValue value) {
    var number =
        value instanceof Whole whole
            ? BigDecimal.valueOf(whole.value())
            : value instanceof Real real ? BigDecimal.valueOf(real.value()) : null;
    return number == null || number.abs().compareTo(MAX_VALUE) > 0 ? null : number;
  }

  /** Adds the person to those who wait at a stage, by their deadline, on pages of that kind. */
  void addWaiting(
      Outcome outcome, long deadlineMillis, Page.Kind kind, int sign, FigureChanges into) {
    var chain = outcome.chain();
    var page = into.at(key(Segment.EVERYBODY, new Page(kind, Cells.deadlineHour(deadlineMillis))));
    for (int stage = 0; stage < stages; stage++) {
      if (chain.hasReached(stage) && !StageState.hasAdvanced(chain, stage)) {
        int since = WaitingTime.numberOf(deadlineMillis - chain.reachedMillis(stage), windowMillis);
        page.add(Cells.deadlineCell(stage, deadlineMillis, since), sign);
      }
    }
  }

  /**
   * Returns the segment that the person belongs to.
   *
   * @param range where {@link Source#FIRST} looks
   */
  Segment segmentOf(Attempts attempts, Outcome outcome, Range range) {
    if (breakdowns.isEmpty()) {
      return Segment.EVERYBODY;
    }
    var event = sourceOf(attempts, outcome, range);
    var found = new ArrayList<@Nullable PropertyValue>(breakdowns.size());
    for (var path : breakdowns) {
      var value = event == null ? null : path.in(event.properties());
      // Lists and objects are no groups: equal ones can be written in many ways.
      found.add(value instanceof Items || value instanceof Fields ? null : value);
    }
    return new Segment(found);
  }

  private @Nullable Event sourceOf(Attempts attempts, Outcome outcome, Range range) {
    BreakdownFrom from = definition.breakdownFrom();
    return switch (from.source()) {
      case ENTRY, PERSON -> outcome.speaking().entry();
      case LAST -> lastOf(outcome.chain());
      case STAGE -> outcome.chain().at(from.stage() - 1);
      case FIRST ->
          attempts.matching().stream()
              .filter(event -> range.holds(event.timeMillis()) && hasValue(event))
              .findFirst()
              .orElse(null);
    };
  }

  /** The event of the furthest stage; of an unordered chain the latest. */
  private @Nullable Event lastOf(Chain chain) {
    var filled = chain.events().stream().filter(Objects::nonNull);
    return definition.order() == Order.UNORDERED
        ? filled.max(Comparator.naturalOrder()).orElse(null)
        : filled.reduce((before, last) -> last).orElse(null);
  }

  private boolean hasValue(Event event) {
    return breakdowns.stream().anyMatch(path -> path.in(event.properties()) != null);
  }

  private TallyKey key(Segment segment, Page page) {
    return new TallyKey(funnel, Bucket.ALL, segment, page);
  }
}
