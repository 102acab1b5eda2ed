package io.voronka.model.explore;

import io.voronka.model.count.FigurePeople;
import io.voronka.model.count.Range;
import io.voronka.model.count.StageFigure;
import io.voronka.model.count.StageState;
import io.voronka.model.count.Standing;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.Order;
import io.voronka.model.evaluation.Attempts;
import io.voronka.model.evaluation.Chain;
import io.voronka.model.event.Event;
import io.voronka.model.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what the people at a stage did from there on: those who went on, up to the event with which
 * they reached the next stage; the others, to the end of what is seen. Immutable.
 */
public final class FunnelFlows {

  private final FigurePeople people;
  private final int stage;
  private final int next; // the required stage after it; none of the last
  private final boolean isOrdered;
  private final boolean repeats;

  /**
   * Prepares.
   *
   * @param range whose people; each once
   * @param stage counted from 0
   * @param state which of those at the stage
   * @param repeats whether an event that follows one of the same name is a step of its own
   * @throws IllegalArgumentException if the funnel has no such figure
   */
  public FunnelFlows(Funnel funnel, Range range, int stage, StageState state, boolean repeats) {
    this.people = new FigurePeople(funnel, range, new StageFigure(stage, state, List.of(), null));
    this.stage = stage;
    var stages = funnel.definition().stages();
    int after = stage + 1;
    while (after < stages.size() && stages.get(after).optional()) {
      after++;
    }
    this.next = after;
    this.isOrdered = funnel.definition().order() != Order.UNORDERED;
    this.repeats = repeats;
  }

  /**
   * Adds a person.
   *
   * @param timeline cut at the range's {@code asOf}
   * @param attempts of that timeline
   */
  public void add(Timeline timeline, Attempts attempts, Flows into) {
    for (var standing : people.of(attempts)) {
      into.addSteps(names(timeline.events(), standing));
    }
  }

  private List<String> names(List<Event> events, Standing standing) {
    var names = new ArrayList<String>();
    int first = indexOf(events, standing.chain(), stage);
    int end = end(events, standing);
    // At one moment, the event of the next stage may stand before that of the stage.
    boolean isBackwards = end <= first;
    for (int i = first; i < (isBackwards ? first + 1 : end); i++) {
      add(events.get(i), names);
    }
    if (isBackwards) {
      add(events.get(end - 1), names);
    }
    return names;
  }

  private void add(Event event, List<String> names) {
    if (repeats || names.isEmpty() || !names.get(names.size() - 1).equals(event.name())) {
      names.add(event.name());
    }
  }

  /** Where the flow ends, excluded. */
  private int end(List<Event> events, Standing standing) {
    var chain = standing.chain();
    if (standing.state() != StageState.ADVANCED) {
      return events.size();
    }
    return indexOf(events, chain, next) + 1;
  }

  /** The event of a stage, or where none is known the first of when it was reached. */
  private int indexOf(List<Event> events, Chain chain, int stage) {
    var event = isOrdered ? chain.at(stage) : null;
    int index = event == null ? -1 : events.indexOf(event);
    long reached = chain.reachedMillis(stage);
    for (int i = 0; index < 0; i++) {
      index = events.get(i).timeMillis() >= reached ? i : -1;
    }
    return index;
  }
}
