package io.voronka.model.evaluation;

import io.voronka.model.definition.ConversionWindow;
import io.voronka.model.definition.Exclusion;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.Order;
import io.voronka.model.definition.Stage;
import io.voronka.model.definition.StrictScope;
import io.voronka.model.definition.Ties;
import io.voronka.model.evaluation.Explanation.Obstacle;
import io.voronka.model.evaluation.Explanation.Rule;
import io.voronka.model.evaluation.Explanation.State;
import io.voronka.model.event.Event;
import io.voronka.model.timeline.SessionRule;
import io.voronka.model.timeline.Sessions;
import io.voronka.model.timeline.Timeline;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says what stopped each attempt of a person. A rule stopped it if the same entry would get further
 * without that one rule, all others kept: so the explanation can't differ from the evaluation.
 *
 * <p>Thread-safe. Costs one evaluation for each rule that the definition uses, and O(events in the
 * window × stages) for each attempt.
 */
public final class Explainer {

  private final FunnelDefinition definition;
  private final Plan plan;
  private final Map<Rule, FunnelDefinition> without = new EnumMap<>(Rule.class);

  public Explainer(FunnelDefinition definition) {
    this.definition = definition;
    this.plan = new Plan(definition);
    without.put(
        Rule.WINDOW, definition.but().window(ConversionWindow.of(ConversionWindow.MAX)).build());
    if (definition.stages().stream().anyMatch(stage -> stage.within() != null)) {
      without.put(Rule.WITHIN, withoutLimits());
    }
    if (!definition.exclude().isEmpty()) {
      without.put(Rule.EXCLUSION, definition.but().exclude(List.of()).build());
    }
    if (definition.order() == Order.STRICT) {
      without.put(
          Rule.STRICT, definition.but().order(Order.ORDERED).strictScope(StrictScope.ALL).build());
    }
    if (!definition.hold().isEmpty()) {
      without.put(Rule.HOLD, definition.but().hold(List.of()).build());
    }
    if (definition.ties() == Ties.INCREASING) {
      without.put(Rule.TIES, definition.but().ties(Ties.ANY).build());
    }
  }

  private FunnelDefinition withoutLimits() {
    var builder =
        FunnelDefinition.of(
            definition.name(),
            definition.stages().stream()
                .map(
                    one ->
                        new Stage(
                            one.name(),
                            one.anyOf(),
                            null,
                            one.optional(),
                            one.value(),
                            one.target()))
                .toList());
    return builder
        .order(definition.order())
        .strictScope(definition.strictScope())
        .window(definition.window())
        .ties(definition.ties())
        .implied(definition.implied())
        .hold(definition.hold())
        .exclude(definition.exclude())
        .build();
  }

  /**
   * Explains every attempt, in the order of their entries; also events that could be entries but
   * lack a held property.
   *
   * @param asOfMillis the moment at which attempts are open or lost
   */
  public List<Explanation> explain(Timeline timeline, long asOfMillis) {
    var known = timeline.asOf(asOfMillis);
    var relaxed = new EnumMap<Rule, Map<Event, Attempt>>(Rule.class);
    without.forEach((rule, funnel) -> relaxed.put(rule, byEntry(funnel, known)));
    var explained = new TreeMap<Event, Explanation>();
    byEntry(definition, known)
        .forEach(
            (entry, attempt) -> explained.put(entry, explain(attempt, known, relaxed, asOfMillis)));
    relaxed
        .getOrDefault(Rule.HOLD, Map.of())
        .keySet()
        .forEach(
            entry ->
                explained.computeIfAbsent(
                    entry,
                    lacking ->
                        new Explanation(
                            lacking,
                            null,
                            State.VOID,
                            null,
                            List.of(new Obstacle(Rule.HOLD, lacking, 0)))));
    return List.copyOf(explained.values());
  }

  private static Map<Event, Attempt> byEntry(FunnelDefinition funnel, Timeline timeline) {
    var attempts = new HashMap<Event, Attempt>();
    new Evaluator(funnel)
        .attempts(timeline)
        .list()
        .forEach(attempt -> attempts.put(attempt.entry(), attempt));
    return attempts;
  }

  private Explanation explain(
      Attempt attempt, Timeline timeline, Map<Rule, Map<Event, Attempt>> relaxed, long asOfMillis) {
    var chain = attempt.depth() == 0 ? null : attempt.chain();
    if (attempt.depth() == definition.stages().size()) {
      return new Explanation(attempt.entry(), chain, State.COMPLETE, null, List.of());
    }
    var obstacles = new ArrayList<Obstacle>();
    relaxed.forEach(
        (rule, attempts) -> {
          var further = attempts.get(attempt.entry());
          if (further != null && further.depth() > attempt.depth()) {
            var obstacle = obstacle(rule, attempt, further.chain(), timeline);
            if (obstacle != null) {
              obstacles.add(obstacle);
            }
          }
        });
    if (chain == null) {
      return new Explanation(attempt.entry(), null, State.VOID, null, obstacles);
    }
    long openUntil = attempt.openUntil();
    boolean isOpen = openUntil >= asOfMillis;
    return new Explanation(
        attempt.entry(),
        chain,
        isOpen ? State.OPEN : State.LOST,
        isOpen ? openUntil : null,
        obstacles);
  }

  /** Where the chain that got further without the rule breaks it. */
  private @Nullable Obstacle obstacle(
      Rule rule, Attempt attempt, Chain further, Timeline timeline) {
    return switch (rule) {
      case WINDOW -> late(further, windowEnd(attempt, timeline));
      case WITHIN -> beyondLimit(further);
      case EXCLUSION -> excluded(attempt, further, timeline);
      case STRICT -> interrupting(further, timeline);
      case HOLD -> differing(attempt, further);
      case TIES -> simultaneous(further);
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

  private static @Nullable Obstacle late(Chain further, long windowEnd) {
    for (var event : inOrder(further)) {
      if (event.timeMillis() > windowEnd) {
        return new Obstacle(Rule.WINDOW, event, event.timeMillis() - windowEnd);
      }
    }
    return null;
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

  private @Nullable Obstacle interrupting(Chain further, Timeline timeline) {
    var chain = inOrder(further);
    long first = chain.get(0).timeMillis();
    long last = chain.get(chain.size() - 1).timeMillis();
    for (var event : timeline.events()) {
      if (event.timeMillis() > first
          && event.timeMillis() < last
          && !chain.contains(event)
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

  private static @Nullable Obstacle simultaneous(Chain further) {
    var chain = inOrder(further);
    for (int i = 1; i < chain.size(); i++) {
      if (chain.get(i).timeMillis() == chain.get(i - 1).timeMillis()) {
        return new Obstacle(Rule.TIES, chain.get(i), 0);
      }
    }
    return null;
  }
}
