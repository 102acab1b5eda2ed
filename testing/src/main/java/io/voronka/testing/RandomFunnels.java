package io.voronka.testing;

import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.Matcher;
import io.voronka.model.definition.Stage;
import io.voronka.model.definition.Ties;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Whole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;

/**
 * Small random funnels and timelines in which ties, repeats, equal stages and times on the very
 * edge of the window are frequent.
 */
public final class RandomFunnels {

  private static final String[] NAMES = {"a", "b", "c"};
  private static final int MAX_STAGES = 4;
  private static final int MINUTE = 60_000;

  private final Random random;

  public RandomFunnels(long seed) {
    this.random = new Random(seed);
  }

  /** Returns a funnel of 1 to 4 stages with a window of 1 to 6 minutes. */
  public FunnelDefinition funnel() {
    var stages = new ArrayList<Stage>();
    int count = 1 + random.nextInt(MAX_STAGES);
    for (int i = 0; i < count; i++) {
      var matchers = new ArrayList<Matcher>();
      matchers.add(Matcher.named(name()));
      if (random.nextInt(4) == 0) {
        matchers.add(random.nextInt(3) == 0 ? new Matcher(null, List.of()) : Matcher.named(name()));
      }
      stages.add(new Stage("stage " + i, matchers));
    }
    return new FunnelDefinition(
        "random",
        stages,
        Duration.ofMinutes(1 + random.nextInt(6)),
        random.nextInt(3) == 0 ? Ties.INCREASING : Ties.ANY,
        random.nextInt(4) == 0 ? List.of("p") : List.of(),
        List.of("p"));
  }

  /** Returns 0 to {@code most} events of different ids within a few minutes, in any order. */
  public List<Event> events(int most) {
    var events = new ArrayList<Event>();
    int count = random.nextInt(most + 1);
    for (int i = 0; i < count; i++) {
      var properties = new LinkedHashMap<String, PropertyValue>();
      int value = random.nextInt(4);
      if (value > 0) {
        properties.put("p", new Whole(value / 2));
      }
      events.add(new Event("m" + i, time(), name(), new Fields(properties)));
    }
    java.util.Collections.shuffle(events, random);
    return events;
  }

  /** Returns a moment at which events are likely. */
  public long time() {
    return Scenario.at("10:00").toEpochMilli() + (long) random.nextInt(8) * MINUTE;
  }

  private String name() {
    return NAMES[random.nextInt(NAMES.length)];
  }
}
