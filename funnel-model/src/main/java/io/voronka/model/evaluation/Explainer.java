package io.voronka.model.evaluation;

import io.voronka.model.definition.ConversionWindow;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.Order;
import io.voronka.model.definition.Stage;
import io.voronka.model.definition.StrictScope;
import io.voronka.model.definition.Ties;
import io.voronka.model.evaluation.Explanation.Obstacle;
import io.voronka.model.evaluation.Explanation.Rule;
import io.voronka.model.evaluation.Explanation.State;
import io.voronka.model.event.Event;
import io.voronka.model.timeline.Timeline;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private final Evaluator evaluator;
  private final Plan plan;
  private final Map<Rule, Evaluator> without = new EnumMap<>(Rule.class);
  private final Evaluator withoutAny;
  private final BrokenRules broken;

  public Explainer(FunnelDefinition definition) {
    this.evaluator = new Evaluator(definition);
    this.plan = evaluator.plan();
    this.broken = new BrokenRules(plan);
    relax(Rule.WINDOW, definition.but().window(ConversionWindow.of(ConversionWindow.MAX)).build());
    if (definition.stages().stream().anyMatch(stage -> stage.within() != null)) {
      relax(Rule.WITHIN, withoutLimits(definition));
    }
    if (!definition.exclude().isEmpty()) {
      relax(Rule.EXCLUSION, definition.but().exclude(List.of()).build());
    }
    if (definition.order() == Order.STRICT) {
      relax(Rule.STRICT, withoutStrictness(definition));
    }
    if (!definition.hold().isEmpty()) {
      relax(Rule.HOLD, definition.but().hold(List.of()).build());
    }
    if (definition.ties() == Ties.INCREASING) {
      relax(Rule.TIES, definition.but().ties(Ties.ANY).build());
    }
    this.withoutAny = new Evaluator(withoutAny(definition));
  }

  private void relax(Rule rule, FunnelDefinition without) {
    this.without.put(rule, new Evaluator(without));
  }

  private static FunnelDefinition withoutAny(FunnelDefinition definition) {
    return withoutLimits(withoutStrictness(definition))
        .but()
        .window(ConversionWindow.of(ConversionWindow.MAX))
        .exclude(List.of())
        .hold(List.of())
        .ties(Ties.ANY)
        .build();
  }

  private static FunnelDefinition withoutStrictness(FunnelDefinition definition) {
    return definition.order() == Order.STRICT
        ? definition.but().order(Order.ORDERED).strictScope(StrictScope.ALL).build()
        : definition;
  }

  private static FunnelDefinition withoutLimits(FunnelDefinition definition) {
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
    var known = evaluator.seen(timeline.asOf(asOfMillis));
    var explained = new TreeMap<Event, Explanation>();
    var relaxed = new Relaxed(known);
    byEntry(evaluator, known)
        .forEach((entry, attempt) -> explained.put(entry, explain(attempt, relaxed, asOfMillis)));
    relaxed
        .without(Rule.HOLD)
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

  private static Map<Event, Attempt> byEntry(Evaluator funnel, Timeline timeline) {
    var attempts = new HashMap<Event, Attempt>();
    funnel.attempts(timeline).list().forEach(attempt -> attempts.put(attempt.entry(), attempt));
    return attempts;
  }

  /** The attempts of one timeline without one rule or another. */
  private final class Relaxed {
    final Timeline timeline;
    private final Map<Rule, Map<Event, Attempt>> withoutOne = new EnumMap<>(Rule.class);
    private @Nullable Map<Event, Attempt> withoutAll;

    Relaxed(Timeline timeline) {
      this.timeline = timeline;
      without.forEach((rule, funnel) -> withoutOne.put(rule, byEntry(funnel, timeline)));
    }

    Map<Event, Attempt> without(Rule rule) {
      return withoutOne.getOrDefault(rule, Map.of());
    }

    @Nullable Attempt withoutAny(Event entry) {
      if (withoutAll == null) {
        withoutAll = byEntry(withoutAny, timeline);
      }
      return withoutAll.get(entry);
    }
  }

  private Explanation explain(Attempt attempt, Relaxed relaxed, long asOfMillis) {
    var chain = attempt.depth() == 0 ? null : attempt.chain();
    if (attempt.depth() == plan.stages) {
      return new Explanation(attempt.entry(), chain, State.COMPLETE, null, List.of());
    }
    var obstacles = obstacles(attempt, relaxed);
    if (chain == null) {
      return new Explanation(attempt.entry(), null, State.VOID, null, obstacles);
    }
    long openUntil = attempt.openUntil();
    boolean isOpen = openUntil >= asOfMillis;
    if (!isOpen && obstacles.isEmpty() && plan.strict) {
      // Nothing that fits came afterwards, and nothing could have counted any more.
      obstacles = broken.endOfStrictness(chain, attempt, relaxed.timeline);
    }
    return new Explanation(
        attempt.entry(),
        chain,
        isOpen ? State.OPEN : State.LOST,
        isOpen ? openUntil : null,
        obstacles);
  }

  /** Each rule without which the attempt gets further; if it takes more than one, all of those. */
  private List<Obstacle> obstacles(Attempt attempt, Relaxed relaxed) {
    var obstacles = new ArrayList<Obstacle>();
    for (var rule : without.keySet()) {
      var further = relaxed.without(rule).get(attempt.entry());
      if (further != null && further.depth() > attempt.depth()) {
        obstacles.addAll(broken.by(further.chain(), rule, attempt, relaxed.timeline));
      }
    }
    if (!obstacles.isEmpty()) {
      return obstacles;
    }
    var further = relaxed.withoutAny(attempt.entry());
    if (further != null && further.depth() > attempt.depth()) {
      for (var rule : without.keySet()) {
        obstacles.addAll(broken.by(further.chain(), rule, attempt, relaxed.timeline));
      }
    }
    return obstacles;
  }
}
