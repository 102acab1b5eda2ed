package io.voronka.testing;

import io.voronka.model.definition.BreakdownFrom;
import io.voronka.model.definition.ConversionWindow;
import io.voronka.model.definition.Exclusion;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.Matcher;
import io.voronka.model.definition.Order;
import io.voronka.model.definition.Stage;
import io.voronka.model.definition.StrictScope;
import io.voronka.model.definition.Ties;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Real;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.event.PropertyValue.Whole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;

/**
 * Small random funnels, over all that a definition can say, and timelines in which ties, repeats,
 * equal stages and times on the very edge of a limit are frequent.
 */
public final class RandomFunnels {

  private static final long START_MILLIS = Scenario.at("10:00").toEpochMilli();
  private static final String[] NAMES = {"a", "b", "c"};
  private static final int MAX_STAGES = 4;
  private static final int MOMENTS = 8;

  private final Random random;

  /** The time from one moment to the next at which events may happen. */
  private Duration unit = Duration.ofMinutes(1);

  private boolean usesProperties = true;

  public RandomFunnels(long seed) {
    this.random = new Random(seed);
  }

  /** Makes only funnels that ask for no property from now on. */
  public RandomFunnels withoutProperties() {
    usesProperties = false;
    return this;
  }

  private boolean oneIn(int chances) {
    return random.nextInt(chances) == 0;
  }

  /** Returns a funnel of 1 to 4 stages. */
  public FunnelDefinition funnel() {
    var order = oneIn(5) ? Order.UNORDERED : oneIn(4) ? Order.STRICT : Order.ORDERED;
    boolean implied = order == Order.ORDERED && oneIn(5);
    boolean inSession = oneIn(6);
    unit = inSession ? Duration.ofMinutes(oneIn(2) ? 10 : 31) : Duration.ofMinutes(1);
    var stages = stages(order, implied);
    return FunnelDefinition.of("random", stages)
        .order(order)
        .strictScope(order == Order.STRICT && oneIn(2) ? StrictScope.FUNNEL : StrictScope.ALL)
        .window(inSession ? ConversionWindow.SESSION : ConversionWindow.of(units(6)))
        .ties(oneIn(3) ? Ties.INCREASING : Ties.ANY)
        .implied(implied)
        .hold(oneIn(4) && usesProperties ? List.of("p") : List.of())
        .exclude(exclusions(stages))
        .breakdowns(usesProperties ? List.of("p") : List.of())
        .breakdownFrom(breakdownFrom(stages.size()))
        .build();
  }

  private List<Stage> stages(Order order, boolean implied) {
    var stages = new ArrayList<Stage>();
    int count = 1 + random.nextInt(MAX_STAGES);
    for (int i = 0; i < count; i++) {
      var stage = Stage.of("stage " + i, matchers());
      if (i > 0 && order != Order.UNORDERED && oneIn(4)) {
        stage = stage.within(units(3));
      }
      if (i > 0 && i < count - 1 && order != Order.UNORDERED && !implied && oneIn(3)) {
        stage = stage.asOptional();
      }
      stages.add(oneIn(3) && usesProperties ? stage.withValue("v") : stage);
    }
    return stages;
  }

  private List<Matcher> matchers() {
    var matchers = new ArrayList<Matcher>();
    matchers.add(Matcher.named(name()));
    if (oneIn(4)) {
      matchers.add(oneIn(3) ? new Matcher(null, List.of()) : Matcher.named(name()));
    }
    return matchers;
  }

  private List<Exclusion> exclusions(List<Stage> stages) {
    var exclusions = new ArrayList<Exclusion>();
    for (int tries = random.nextInt(6) - 3; tries > 0; tries--) {
      int after = 1 + random.nextInt(stages.size());
      int before = 1 + random.nextInt(stages.size());
      if (after < before
          && !stages.get(after - 1).optional()
          && !stages.get(before - 1).optional()) {
        exclusions.add(
            new Exclusion(List.of(Matcher.named(oneIn(2) ? "x" : name())), after, before));
      }
    }
    return exclusions;
  }

  private BreakdownFrom breakdownFrom(int stages) {
    return switch (random.nextInt(6)) {
      case 0 -> BreakdownFrom.LAST;
      case 1 -> BreakdownFrom.stage(1 + random.nextInt(stages));
      case 2 -> BreakdownFrom.FIRST;
      default -> BreakdownFrom.ENTRY;
    };
  }

  private Duration units(int most) {
    return unit.multipliedBy(1L + random.nextInt(most));
  }

  /** Returns 0 to {@code most} events of different ids within a few moments, in any order. */
  public List<Event> events(int most) {
    var events = new ArrayList<Event>();
    int count = random.nextInt(most + 1);
    for (int i = 0; i < count; i++) {
      var properties = new LinkedHashMap<String, PropertyValue>();
      int value = random.nextInt(4);
      if (value > 0) {
        properties.put("p", new Whole(value / 2));
      }
      if (oneIn(2)) {
        properties.put(
            "v", oneIn(4) ? new Text("much") : new Real(random.nextInt(2000) / 100.0 - 5));
      }
      events.add(new Event("m" + i, time(), oneIn(6) ? "x" : name(), new Fields(properties)));
    }
    java.util.Collections.shuffle(events, random);
    return events;
  }

  /** Returns a moment at which events are likely. */
  public long time() {
    return START_MILLIS + random.nextInt(MOMENTS) * unit.toMillis();
  }

  private String name() {
    return NAMES[random.nextInt(NAMES.length)];
  }
}
