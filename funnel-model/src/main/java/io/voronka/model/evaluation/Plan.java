package io.voronka.model.evaluation;

import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.Order;
import io.voronka.model.definition.StrictScope;
import io.voronka.model.definition.Ties;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyPath;
import io.voronka.model.event.PropertyValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A definition made ready for evaluation. Stages are counted from 0 here, and sets of stages are
 * bits of an int: bit k stands for stage k. Immutable.
 */
final class Plan {

  /** No limit of time. */
  static final long UNLIMITED = Long.MAX_VALUE;

  final FunnelDefinition definition;
  final int stages;
  final boolean strict;
  final boolean onlyStagesInterrupt;
  final boolean implied;
  final boolean increasing;

  /**
   * Whether an ordered funnel has no rule but its window: its starts need no look at later ones.
   */
  final boolean plain;

  /** Longest time from the stage before, by stage. */
  final long[] within;

  /**
   * Longest time from a stage to the next required one, by stage, with as many of the optional
   * stages between them as make it long; {@link #UNLIMITED} after the last.
   */
  final long[] untilNextRequired;

  /** First stage after which an exclusion counts, by exclusion. */
  final int[] after;

  /** Stage up to which it counts. */
  final int[] before;

  /** The stages that may match events of a name, by the names that the definition speaks of. */
  private final Map<String, Integer> stagesByName;

  /** Whether no matcher has further conditions. */
  private final boolean namesDecide;

  /** The stages that may match events of any other name. */
  private final int stagesOfAnyName;

  private final List<PropertyPath> hold;

  Plan(FunnelDefinition definition) {
    this.definition = definition;
    this.stages = definition.stages().size();
    this.strict = definition.order() == Order.STRICT;
    this.onlyStagesInterrupt = definition.strictScope() == StrictScope.FUNNEL;
    this.implied = definition.implied();
    this.increasing = definition.ties() == Ties.INCREASING;
    this.plain = isPlain(definition);
    this.hold = definition.hold().stream().map(PropertyPath::of).toList();
    this.namesDecide = definition.matchers().allMatch(matcher -> matcher.where().isEmpty());
    this.stagesOfAnyName = stagesNaming(null);
    this.stagesByName = stagesByName();
    this.within = new long[stages];
    for (int stage = 0; stage < stages; stage++) {
      var limit = definition.stages().get(stage).within();
      within[stage] = limit == null ? UNLIMITED : limit.toMillis();
    }
    this.untilNextRequired = untilNextRequired();
    this.after = definition.exclude().stream().mapToInt(one -> one.after() - 1).toArray();
    this.before = definition.exclude().stream().mapToInt(one -> one.before() - 1).toArray();
  }

  private static boolean isPlain(FunnelDefinition definition) {
    return definition.order() == Order.ORDERED
        && !definition.implied()
        && !definition.window().isSession()
        && definition.exclude().isEmpty()
        && definition.stages().stream()
            .noneMatch(stage -> stage.optional() || stage.within() != null);
  }

  private Map<String, Integer> stagesByName() {
    var byName = new HashMap<String, Integer>();
    for (var stage : definition.stages()) {
      for (var matcher : stage.anyOf()) {
        if (matcher.event() != null) {
          byName.put(matcher.event(), stagesNaming(matcher.event()) | stagesOfAnyName);
        }
      }
    }
    return byName;
  }

  /** The stages with a matcher of that name; null: of any. */
  private int stagesNaming(@Nullable String name) {
    int found = 0;
    for (int stage = 0; stage < stages; stage++) {
      for (var matcher : definition.stages().get(stage).anyOf()) {
        found |= Objects.equals(matcher.event(), name) ? 1 << stage : 0;
      }
    }
    return found;
  }

  private long[] untilNextRequired() {
    var longest = new long[stages];
    longest[stages - 1] = UNLIMITED;
    for (int stage = stages - 2; stage >= 0; stage--) {
      int required = requiredAfter(stage);
      longest[stage] = within[required];
      for (int optional = stage + 1; optional < required; optional++) {
        longest[stage] = Math.max(longest[stage], sum(within[optional], longest[optional]));
      }
    }
    return longest;
  }

  private static long sum(long left, long right) {
    return left == UNLIMITED || right == UNLIMITED ? UNLIMITED : left + right;
  }

  boolean isOptional(int stage) {
    return definition.stages().get(stage).optional();
  }

  /** The last required stage up to this one; optional ones are never the first. */
  int requiredUpTo(int stage) {
    int required = stage;
    while (isOptional(required)) {
      required--;
    }
    return required;
  }

  /** The first required stage after this one, which is not the last; optional ones never are. */
  int requiredAfter(int stage) {
    int required = stage + 1;
    while (isOptional(required)) {
      required++;
    }
    return required;
  }

  /** Whether the exclusion counts while a chain goes from the stage before into the stage. */
  boolean isExcludedInto(int exclusion, int stage) {
    return after[exclusion] < stage && stage <= before[exclusion];
  }

  /** Whether the exclusion counts to the end of the window for chains that end at the stage. */
  boolean isExcludedFrom(int exclusion, int stage) {
    return after[exclusion] <= stage && stage < before[exclusion];
  }

  /** The stages that the event matches. */
  int stagesOf(Event event) {
    int candidates = stagesByName.getOrDefault(event.name(), stagesOfAnyName);
    if (namesDecide) {
      return candidates;
    }
    int matched = 0;
    for (int rest = candidates; rest != 0; rest &= rest - 1) {
      int stage = Integer.numberOfTrailingZeros(rest);
      matched |= definition.stages().get(stage).matches(event) ? 1 << stage : 0;
    }
    return matched;
  }

  boolean holdsNothing() {
    return hold.isEmpty();
  }

  /** Returns the values of the held properties, or null if one is absent. */
  @Nullable List<PropertyValue> heldBy(Event event) {
    var values = new ArrayList<PropertyValue>(hold.size());
    for (var path : hold) {
      var value = path.in(event.properties());
      if (value == null) {
        return null;
      }
      values.add(value);
    }
    return values;
  }
}
