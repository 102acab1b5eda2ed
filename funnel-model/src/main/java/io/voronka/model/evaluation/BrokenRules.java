package io.voronka.model.evaluation;

import io.voronka.model.definition.Exclusion;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.Order;
import io.voronka.model.evaluation.Explanation.Obstacle;
import io.voronka.model.evaluation.Explanation.Rule;
import io.voronka.model.event.Event;
import io.voronka.model.timeline.SessionRule;
import io.voronka.model.timeline.Sessions;
import io.voronka.model.timeline.Timeline;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds at which event a chain, found without some rule of its funnel, breaks that rule. */
final class BrokenRules {

  private final FunnelDefinition definition;
  private final Plan plan;

  BrokenRules(Plan plan) {
    this.definition = plan.definition;
    this.plan = plan;
  }

  /** Where a chain that got further without the rule breaks it; empty if it doesn't. */
  List<Obstacle> by(Chain further, Rule rule, Attempt attempt, Timeline timeline) {
    var obstacle = obstacle(further, rule, attempt, timeline);
    return obstacle == null ? List.of() : List.of(obstacle);
  }

  /** After what event no other could have counted any more, though none that fits came. */
  List<Obstacle> endOfStrictness(Chain chain, Attempt attempt, Timeline timeline) {
    var obstacle = interrupting(chain, attempt, Long.MAX_VALUE, timeline);
    return obstacle == null ? List.of() : List.of(obstacle);
  }

  private @Nullable Obstacle obstacle(
      Chain further, Rule rule, Attempt attempt, Timeline timeline) {
    return switch (rule) {
      case WINDOW -> late(further, attempt, timeline);
      case WITHIN -> beyondLimit(further);
      case EXCLUSION -> excluded(attempt, further, timeline);
      case STRICT -> interrupting(further, attempt, lastMillis(further), timeline);
      case HOLD -> differing(attempt, further);
      case TIES -> simultaneous(further, attempt.entry());
    };
  }

  private long windowEnd(Attempt attempt, Timeline timeline) {
    var length = definition.window().length();
    return length != null
        ? attempt.startMillis() + length.toMillis()
        : Sessions.of(timeline, SessionRule.DEFAULT).at(attempt.startMillis()).lastMillis();
  }

  private static List<Event> inOrder(Chain chain) {
    return chain.events().stream().filter(Objects::nonNull).sorted().toList();
  }

  private @Nullable Obstacle late(Chain further, Attempt attempt, Timeline timeline) {
    long end = windowEnd(attempt, timeline);
    for (var event : inOrder(further)) {
      if (event.timeMillis() > end) {
        return new Obstacle(Rule.WINDOW, event, event.timeMillis() - lastChance(attempt, timeline));
      }
    }
    return null;
  }

  /** The last moment at which an event would have been in the window: of a session, while open. */
  private long lastChance(Attempt attempt, Timeline timeline) {
    if (!definition.window().isSession()) {
      return windowEnd(attempt, timeline);
    }
    var sessions = Sessions.of(timeline, SessionRule.DEFAULT);
    return sessions.openUntilMillis(sessions.at(attempt.startMillis()));
  }

  private @Nullable Obstacle beyondLimit(Chain further) {
    long before = further.reachedMillis(0);
    for (int stage = 1; stage < plan.stages; stage++) {
      if (further.hasReached(stage)) {
        long took = further.reachedMillis(stage) - before;
        if (plan.within[stage] != Plan.UNLIMITED && took > plan.within[stage]) {
          var event = firstFrom(further, stage);
          return new Obstacle(Rule.WITHIN, event, took - plan.within[stage]);
        }
        before = further.reachedMillis(stage);
      }
    }
    return null;
  }

  /** The event that reached the stage: its own or, where stages are implied, a later stage's. */
  private static Event firstFrom(Chain chain, int stage) {
    return chain.events().stream().skip(stage).filter(Objects::nonNull).findFirst().orElseThrow();
  }

  private @Nullable Obstacle excluded(Attempt attempt, Chain further, Timeline timeline) {
    long end = windowEnd(attempt, timeline);
    for (var event : timeline.events()) {
      for (var exclusion : definition.exclude()) {
        if (exclusion.matches(event) && isBetween(event.timeMillis(), exclusion, further, end)) {
          return new Obstacle(Rule.EXCLUSION, event, 0);
        }
      }
    }
    return null;
  }

  private boolean isBetween(long millis, Exclusion exclusion, Chain chain, long windowEnd) {
    if (definition.order() == Order.UNORDERED) {
      boolean isComplete = chain.depth() == plan.stages;
      long last = isComplete ? chain.reachedMillis(plan.stages - 1) - 1 : windowEnd;
      return millis > chain.reachedMillis(0) && millis <= last;
    }
    int after = exclusion.after() - 1;
    int before = exclusion.before() - 1;
    return chain.hasReached(after)
        && millis > chain.reachedMillis(after)
        && (chain.hasReached(before) ? millis < chain.reachedMillis(before) : millis <= windowEnd);
  }

  private static long lastMillis(Chain chain) {
    var events = inOrder(chain);
    return events.get(events.size() - 1).timeMillis();
  }

  private @Nullable Obstacle interrupting(
      Chain chain, Attempt attempt, long beforeMillis, Timeline timeline) {
    for (var event : timeline.events()) {
      if (event.timeMillis() > attempt.startMillis()
          && event.timeMillis() < beforeMillis
          && !chain.events().contains(event)
          && (!plan.onlyStagesInterrupt || plan.stagesOf(event) != 0)) {
        return new Obstacle(Rule.STRICT, event, 0);
      }
    }
    return null;
  }

  private @Nullable Obstacle differing(Attempt attempt, Chain further) {
    for (var event : inOrder(further)) {
      if (!attempt.held().equals(plan.heldBy(event))) {
        return new Obstacle(Rule.HOLD, event, 0);
      }
    }
    return null;
  }

  private @Nullable Obstacle simultaneous(Chain further, Event entry) {
    var moments = new HashSet<Long>();
    moments.add(entry.timeMillis());
    var stages = further.events().stream().filter(Objects::nonNull);
    return (definition.order() == Order.UNORDERED ? stages.sorted() : stages)
        .filter(event -> !event.equals(entry) && !moments.add(event.timeMillis()))
        .findFirst()
        .map(event -> new Obstacle(Rule.TIES, event, 0))
        .orElse(null);
  }
}
