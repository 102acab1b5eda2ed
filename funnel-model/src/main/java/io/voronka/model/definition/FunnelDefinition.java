package io.voronka.model.definition;

import io.voronka.model.event.PropertyPath;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a funnel measures: the stages a person passes within a conversion window. What each part
 * means exactly stands in {@code docs/semantics.md}.
 *
 * @param name shown to people, 1 to {@value DefinitionRules#MAX_NAME} characters
 * @param stages 1 to {@value #MAX_STAGES}, distinct names; the first is the entry
 * @param order in which they are passed
 * @param strictScope what interrupts a chain; {@link StrictScope#ALL} unless the order is strict
 * @param window how far the events of a chain may lie apart
 * @param ties how events of one instant count
 * @param implied whether reaching a stage counts as reaching all before it
 * @param hold properties whose values all events of a chain share
 * @param exclude events that void an attempt
 * @param breakdowns properties by whose values figures are split
 * @param breakdownFrom where those values are taken from
 */
public record FunnelDefinition(
    String name,
    List<Stage> stages,
    Order order,
    StrictScope strictScope,
    ConversionWindow window,
    Ties ties,
    boolean implied,
    List<String> hold,
    List<Exclusion> exclude,
    List<String> breakdowns,
    BreakdownFrom breakdownFrom) {

  public static final int MAX_STAGES = 30; // bounds the work and the state one event can cause

  /**
   * Checks itself.
   *
   * @throws InvalidDefinition naming every broken rule
   */
  public FunnelDefinition {
    stages = List.copyOf(stages);
    hold = List.copyOf(hold);
    exclude = List.copyOf(exclude);
    breakdowns = List.copyOf(breakdowns);
    new DefinitionRules(stages, order)
        .name(name)
        .stages(implied)
        .order(strictScope, implied)
        .window(window)
        .exclusions(exclude)
        .properties("hold", hold)
        .properties("breakdowns", breakdowns)
        .breakdownFrom(breakdownFrom, breakdowns)
        .orThrow();
  }

  /** Begins a definition of which everything but name and stages has its default. */
  public static Builder of(String name, List<Stage> stages) {
    return new Builder(name, stages);
  }

  /** Everything that decides which events count: the matchers of stages and exclusions. */
  public Stream<Matcher> matchers() {
    return Stream.concat(
        stages.stream().flatMap(stage -> stage.anyOf().stream()),
        exclude.stream().flatMap(exclusion -> exclusion.anyOf().stream()));
  }

  /** Where the values of the breakdowns lie; of the person's they are traits, however named. */
  public List<PropertyPath> breakdownPaths() {
    boolean areTraits = breakdownFrom.source() == BreakdownFrom.Source.PERSON;
    return breakdowns.stream()
        .map(name -> areTraits ? PropertyPath.ofTrait(name) : PropertyPath.of(name))
        .toList();
  }

  /** Begins a definition with all that this one says. */
  public Builder but() {
    var builder = new Builder(name, stages);
    builder.order = order;
    builder.strictScope = strictScope;
    builder.window = window;
    builder.ties = ties;
    builder.implied = implied;
    builder.hold = hold;
    builder.exclude = exclude;
    builder.breakdowns = breakdowns;
    builder.breakdownFrom = breakdownFrom;
    return builder;
  }

  /** Collects the parts of a definition. Not thread-safe. */
  public static final class Builder {

    private final String name;
    private final List<Stage> stages;
    private Order order = Order.ORDERED;
    private StrictScope strictScope = StrictScope.ALL;
    private ConversionWindow window = ConversionWindow.DEFAULT;
    private Ties ties = Ties.ANY;
    private boolean implied;
    private List<String> hold = List.of();
    private List<Exclusion> exclude = List.of();
    private List<String> breakdowns = List.of();
    private BreakdownFrom breakdownFrom = BreakdownFrom.ENTRY;

    private Builder(String name, List<Stage> stages) {
      this.name = name;
      this.stages = stages;
    }

    public Builder order(Order value) {
      order = value;
      return this;
    }

    public Builder strictScope(StrictScope value) {
      strictScope = value;
      return this;
    }

    public Builder window(ConversionWindow value) {
      window = value;
      return this;
    }

    public Builder ties(Ties value) {
      ties = value;
      return this;
    }

    public Builder implied(boolean value) {
      implied = value;
      return this;
    }

    public Builder hold(List<String> values) {
      hold = values;
      return this;
    }

    public Builder exclude(List<Exclusion> values) {
      exclude = values;
      return this;
    }

    public Builder breakdowns(List<String> values) {
      breakdowns = values;
      return this;
    }

    public Builder breakdownFrom(BreakdownFrom value) {
      breakdownFrom = value;
      return this;
    }

    /**
     * Makes the definition.
     *
     * @throws InvalidDefinition naming every broken rule
     */
    public FunnelDefinition build() {
      return new FunnelDefinition(
          name,
          stages,
          order,
          strictScope,
          window,
          ties,
          implied,
          hold,
          exclude,
          breakdowns,
          breakdownFrom);
    }
  }
}
