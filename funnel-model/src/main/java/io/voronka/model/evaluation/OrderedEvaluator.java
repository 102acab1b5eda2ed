package io.voronka.model.evaluation;

import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.Stage;
import io.voronka.model.definition.Ties;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyPath;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.timeline.Timeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Finds every attempt of a timeline at an ordered funnel.
 *
 * <p>An attempt is a chain of different events matching stages 1, 2, … n, none earlier than the one
 * before (with {@link Ties#INCREASING} each later), the last at most the window after the first,
 * all with equal values of the held properties; other events are skipped. Every entry event is
 * tried.
 *
 * <p>Pure, total and thread-safe. O(events × stages) time for timelines without ties; within one
 * instant at most O(stages² × kinds of events in it) for each kind of entry. O(events × stages)
 * memory.
 */
public final class OrderedEvaluator {

  private final List<Stage> stages;
  private final long windowMillis;
  private final Ties ties;
  private final List<PropertyPath> hold;

  public OrderedEvaluator(FunnelDefinition definition) {
    this.stages = definition.stages();
    this.windowMillis = definition.window().toMillis();
    this.ties = definition.ties();
    this.hold = definition.hold().stream().map(PropertyPath::of).toList();
  }

  /** Returns whether the event could be part of a chain; one that can't never changes a result. */
  public boolean isTouchedBy(Event event) {
    return stagesOf(event) != 0;
  }

  /** Returns the deepest chain from each entry event. */
  public Attempts attempts(Timeline timeline) {
    var chains = new LinkedHashMap<List<PropertyValue>, ChainFinder>();
    for (var event : timeline.events()) {
      int matched = stagesOf(event);
      var held = matched == 0 ? null : heldBy(event);
      if (held != null) {
        chains
            .computeIfAbsent(held, key -> new ChainFinder(stages.size(), windowMillis, ties))
            .add(event, matched);
      }
    }
    if (chains.isEmpty()) {
      return Attempts.NONE;
    }
    var found = new ArrayList<Attempt>();
    chains.values().forEach(finder -> finder.findAll(found));
    if (chains.size() > 1) {
      found.sort(Comparator.comparing(Attempt::entry));
    }
    return new Attempts(found, windowMillis);
  }

  /** Bit k is set if the event matches stage k, counted from 0. */
  private int stagesOf(Event event) {
    int matched = 0;
    for (int stage = 0; stage < stages.size(); stage++) {
      if (stages.get(stage).matches(event)) {
        matched |= 1 << stage;
      }
    }
    return matched;
  }

  /** Returns the values of the held properties, or null if one is absent. */
  private @org.jspecify.annotations.Nullable List<PropertyValue> heldBy(Event event) {
    if (hold.isEmpty()) {
      return List.of();
    }
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
