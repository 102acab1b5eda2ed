package io.voronka.model.detection;

import io.voronka.model.definition.BreakdownFrom;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.evaluation.Attempts;
import io.voronka.model.evaluation.Chain;
import io.voronka.model.evaluation.Passes;
import io.voronka.model.evaluation.Passes.Pass;
import io.voronka.model.evaluation.Passes.Touched;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyPath;
import io.voronka.model.event.PropertyValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the passes of a person through a funnel ({@link Passes}) say of its stages: that the person
 * reached one, and that the person advanced from it to the next required one. Pure and thread-safe.
 */
public final class StageSteps {

  /** Stands for no advance. */
  public static final long NONE = Long.MIN_VALUE;

  private final List<Integer> watchable;
  private final List<PropertyPath> breakdowns;
  private final BreakdownFrom from;
  private final int[] nextRequired;

  /** Makes those of a funnel. */
  public StageSteps(FunnelDefinition definition) {
    this.watchable = AlertRule.watchable(definition);
    this.breakdowns = definition.breakdownPaths();
    this.from = definition.breakdownFrom();
    this.nextRequired = new int[definition.stages().size()];
    int next = -1;
    for (int stage = nextRequired.length - 1; stage >= 0; stage--) {
      nextRequired[stage] = next;
      next = definition.stages().get(stage).optional() ? next : stage;
    }
  }

  /**
   * One step.
   *
   * @param stage counted from 1
   * @param reachedMillis when the person reached it
   * @param advancedMillis when the person advanced from it; {@link #NONE}: this says only that it
   *     was reached
   * @param values of the funnel's breakdowns, in their order, as text; null where one is absent
   */
  public record Step(
      int stage, long reachedMillis, long advancedMillis, List<@Nullable String> values) {}

  /**
   * What changed when a person's attempts went from before to after: steps, and how often each came
   * (positive) or went (negative). Those that stay are not in it.
   *
   * @param touched when events of the person came or went
   */
  public Map<Step, Integer> between(Attempts before, Attempts after, Touched touched) {
    var changed = Passes.changed(before, after, touched);
    var steps = new LinkedHashMap<Step, Integer>();
    changed.before().forEach(pass -> add(pass, -1, steps));
    changed.after().forEach(pass -> add(pass, 1, steps));
    steps.values().removeIf(count -> count == 0);
    return steps;
  }

  private void add(Pass pass, int count, Map<Step, Integer> into) {
    for (int number : watchable) {
      int stage = number - 1;
      long reached = pass.reachedMillis().get(stage);
      if (reached != Chain.NOT_REACHED) {
        var values = values(pass, stage);
        into.merge(new Step(number, reached, NONE, values), count, Integer::sum);
        long advanced = pass.reachedMillis().get(nextRequired[stage]);
        if (advanced != Chain.NOT_REACHED) {
          into.merge(new Step(number, reached, advanced, values), count, Integer::sum);
        }
      }
    }
  }

  /** The values as they were known when the stage was reached, so that an advance has the same. */
  private List<@Nullable String> values(Pass pass, int stage) {
    var values = new ArrayList<@Nullable String>(breakdowns.size());
    var event = source(pass, stage);
    for (var path : breakdowns) {
      values.add(event == null ? null : text(path.in(event.properties())));
    }
    return values;
  }

  private @Nullable Event source(Pass pass, int stage) {
    return switch (from.source()) {
      case ENTRY, PERSON, FIRST -> pass.entry();
      case LAST -> pass.events().get(stage);
      case STAGE -> from.stage() - 1 <= stage ? pass.events().get(from.stage() - 1) : null;
    };
  }

  /** Lists and objects are no groups. */
  private static @Nullable String text(@Nullable PropertyValue value) {
    if (value instanceof PropertyValue.Text text) {
      return text.value();
    }
    if (value instanceof PropertyValue.Whole whole) {
      return Long.toString(whole.value());
    }
    if (value instanceof PropertyValue.Real real) {
      return Double.toString(real.value());
    }
    return value instanceof PropertyValue.Flag flag ? Boolean.toString(flag.value()) : null;
  }
}
