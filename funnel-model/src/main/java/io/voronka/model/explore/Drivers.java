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
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.explore.Factor.Source;
import io.voronka.model.timeline.SessionRule;
import io.voronka.model.timeline.Timeline;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the people at a stage have or did before they reached it, so that those who went on
 * can be compared with those who dropped. Nothing that came later is looked at: it would tell how
 * long somebody stayed, not why. Immutable.
 */
public final class Drivers {

  private final FigurePeople people;
  private final int stage;
  private final boolean isOrdered;
  private final long windowMillis;
  private final Function<Event, Fields> propertiesOf;

  /**
   * Prepares.
   *
   * @param range whose people
   * @param stage counted from 0; not the last
   * @param propertiesOf reads all properties of an event
   * @throws IllegalArgumentException if nobody can go on from that stage
   */
  public Drivers(Funnel funnel, Range range, int stage, Function<Event, Fields> propertiesOf) {
    var definition = funnel.definition();
    if (stage == definition.stages().size() - 1) {
      throw new IllegalArgumentException("nobody goes on from the last stage");
    }
    this.people =
        new FigurePeople(
            funnel, range, new StageFigure(stage, StageState.REACHED, List.of(), null));
    this.stage = stage;
    this.isOrdered = definition.order() != Order.UNORDERED;
    this.windowMillis = definition.window().longestMillis(SessionRule.DEFAULT.longest());
    this.propertiesOf = propertiesOf;
  }

  /**
   * Adds a person.
   *
   * @param timeline cut at the range's {@code asOf}
   * @param attempts of that timeline
   */
  public void add(Timeline timeline, Attempts attempts, DriverCounts into) {
    for (var standing : people.of(attempts)) {
      if (standing.state() == StageState.PENDING) {
        into.addPeople(0, 0, 1);
      } else {
        into.add(standing.state() == StageState.ADVANCED, factors(timeline, standing));
      }
    }
  }

  private Set<Factor> factors(Timeline timeline, Standing standing) {
    var factors = new HashSet<Factor>();
    addProperties(Source.ENTRY, standing.entry(), factors);
    var reached = stageEvent(standing.chain());
    if (reached != null && !reached.equals(standing.entry())) {
      addProperties(Source.STAGE, reached, factors);
    }
    var chain = new HashSet<@Nullable Event>(standing.chain().events());
    for (var event : timeline.events()) {
      if (event.timeMillis() >= standing.reachedMillis() - windowMillis
          && event.timeMillis() < standing.reachedMillis()
          && !chain.contains(event)) {
        factors.add(new Factor(Source.EVENT, event.name(), null));
      }
    }
    return factors;
  }

  /** The event with which the stage was reached; null where it is implied by a later one. */
  private @Nullable Event stageEvent(Chain chain) {
    return isOrdered
        ? chain.at(stage)
        : chain.events().stream()
            .filter(Objects::nonNull)
            .sorted()
            .skip(stage)
            .findFirst()
            .orElse(null);
  }

  private void addProperties(Source source, Event event, Set<Factor> factors) {
    Leaves.visit(
        propertiesOf.apply(event),
        (name, value) -> {
          // A long text is one of too many: kept as such, so that its property is not compared.
          factors.add(new Factor(source, name, Leaves.isPlain(value) ? value : null));
        });
  }
}
