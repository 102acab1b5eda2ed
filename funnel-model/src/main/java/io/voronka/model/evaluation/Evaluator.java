package io.voronka.model.evaluation;

import io.voronka.model.definition.Condition;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.Matcher;
import io.voronka.model.definition.Order;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.session.EventsInContext;
import io.voronka.model.timeline.SessionRule;
import io.voronka.model.timeline.Timeline;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds every attempt of a timeline at a funnel: for each event that may be the first of a chain,
 * how deep the deepest clean chain gets and when. The rules stand in {@code docs/semantics.md}.
 *
 * <p>Pure, total and thread-safe. Of n events and s stages O(n × s²) time and O(n × s) memory; of
 * funnels with exclusions that stay open behind limited steps at most O(n² × s²) time.
 */
public final class Evaluator {

  private final FunnelDefinition definition;
  private final Plan plan;
  private final Asked asked;
  private final boolean everythingCounts;

  public Evaluator(FunnelDefinition definition) {
    this(definition, List.of());
  }

  /**
   * Makes an evaluator.
   *
   * @param where conditions that the events of its attempts will be asked for
   */
  public Evaluator(FunnelDefinition definition, List<Condition> where) {
    this.definition = definition;
    this.plan = new Plan(definition);
    this.asked = Asked.by(definition, where);
    // Any event can interrupt a chain, change a session, or match for a trait.
    this.everythingCounts =
        plan.strict && !plan.onlyStagesInterrupt
            || definition.window().isSession()
            || asked.sessions()
            || asked.traitsToMatch();
  }

  /** Returns whether what is said of the person can bear on the result. */
  public boolean isTouchedByStatements() {
    return asked.traits();
  }

  /** Returns the timeline with events that answer all that the definition asks for. */
  Timeline seen(Timeline timeline) {
    return asked.anything() ? EventsInContext.of(timeline, SessionRule.DEFAULT) : timeline;
  }

  /** Whether no part of a timeline can be evaluated without the others. */
  boolean needsWhole() {
    return asked.anything();
  }

  /** Returns whether the event can bear on the result; one that can't never changes it. */
  public boolean isTouchedBy(Event event) {
    return isTouchedBy(event, plan.stagesOf(event));
  }

  /** The same of an event that matches those stages. */
  boolean isTouchedBy(Event event, int stages) {
    if (everythingCounts || stages != 0) {
      return true;
    }
    for (var exclusion : definition.exclude()) {
      if (exclusion.matches(event)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the names of the events that can bear on a chain; null if those of any name can. What
   * {@link #isTouchedBy} says no to by the name alone.
   */
  public @Nullable Set<String> names() {
    return everythingCounts || definition.matchers().anyMatch(matcher -> matcher.event() == null)
        ? null
        : definition.matchers().map(Matcher::event).collect(Collectors.toSet());
  }

  /**
   * Returns the names of the events of which it is enough to know when they happened: nothing else
   * bears on a chain or is asked of it. Null if more is needed.
   */
  public @Nullable Set<String> namesAlone() {
    return asked.properties() ? null : names();
  }

  Plan plan() {
    return plan;
  }

  /** Returns the deepest chain from each entry event. */
  public Attempts attempts(Timeline timeline) {
    return attempts(timeline, new Steps());
  }

  /** The attempts of somebody to whom something happened. */
  public record Growth(Attempts before, Attempts after) {}

  /**
   * Returns what {@link #attempts(Timeline)} gives for a timeline as it was and as it is. Where
   * events came behind the others, as nearly all do, a plain funnel is gone through once.
   */
  public Growth growth(Timeline before, Timeline after) {
    if (plan.plain && plan.holdsNothing() && !needsWhole() && isBegunBy(before, after)) {
      var found = growth(after.events(), before.events().size());
      if (found != null) {
        return found;
      }
    }
    return new Growth(attempts(before), attempts(after));
  }

  /** Whether the first events of a timeline are those of another one, as objects. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isBegunBy(Timeline first, Timeline timeline) {
    var some = first.events();
    var all = timeline.events();
    boolean isBegun = some.size() <= all.size();
    for (int i = 0; isBegun && i < some.size(); i++) {
      isBegun = some.get(i) == all.get(i);
    }
    return isBegun;
  }

  /** Goes through the events once; null if several of one moment would have to be combined. */
  private @Nullable Growth growth(List<Event> events, int first) {
    var around = new Surroundings(plan, Timeline.empty(), new int[0]); // nothing bears on them
    var instants = new Instants(plan, around, new Steps(), List.of());
    var matching = new ArrayList<Event>();
    int firstMatching = 0;
    for (int i = 0; i < events.size(); i++) {
      int stages = plan.stagesOf(events.get(i));
      if (stages != 0) {
        matching.add(events.get(i));
        instants.add(events.get(i), stages);
        firstMatching += i < first ? 1 : 0;
      }
    }
    instants.complete();
    if (instants.haveTies()) {
      return null;
    }
    var before = new ArrayList<Attempt>();
    var after = new ArrayList<Attempt>();
    OrderedAttempts.findGrowth(instants, firstMatching, before, after);
    return new Growth(
        new Attempts(definition, before, matching.subList(0, firstMatching)),
        new Attempts(definition, after, matching));
  }

  Attempts attempts(Timeline plain, Steps steps) {
    var timeline = seen(plain);
    var events = timeline.events();
    var matched = new int[events.size()];
    var matching = new ArrayList<Event>();
    for (int i = 0; i < matched.length; i++) {
      matched[i] = plan.stagesOf(events.get(i));
      if (matched[i] != 0) {
        matching.add(events.get(i));
      }
    }
    if (matching.isEmpty()) {
      return Attempts.none(definition);
    }
    var around = new Surroundings(plan, timeline, matched);
    var found = new ArrayList<Attempt>();
    if (plan.holdsNothing()) {
      var all = new Instants(plan, around, steps, List.of());
      for (int i = 0; i < matched.length; i++) {
        if (matched[i] != 0) {
          all.add(events.get(i), matched[i]);
        }
      }
      find(all, found);
    } else {
      var chains = byHeld(events, matched, around, steps);
      chains.forEach(instants -> find(instants, found));
      if (chains.size() > 1) {
        found.sort(Comparator.comparing(Attempt::entry));
      }
    }
    return new Attempts(definition, found, matching);
  }

  /** The events that share the values of held properties, for each such values. */
  private Collection<Instants> byHeld(
      List<Event> events, int[] matched, Surroundings around, Steps steps) {
    var chains = new LinkedHashMap<List<PropertyValue>, Instants>();
    for (int i = 0; i < matched.length; i++) {
      var held = matched[i] == 0 ? null : plan.heldBy(events.get(i));
      if (held != null) {
        chains
            .computeIfAbsent(held, key -> new Instants(plan, around, steps, key))
            .add(events.get(i), matched[i]);
      }
    }
    return chains.values();
  }

  private void find(Instants instants, List<Attempt> into) {
    instants.complete();
    if (definition.order() == Order.UNORDERED) {
      UnorderedAttempts.find(instants, into);
    } else {
      OrderedAttempts.find(instants, into);
    }
  }
}
