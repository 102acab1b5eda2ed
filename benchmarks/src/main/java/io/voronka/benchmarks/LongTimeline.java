package io.voronka.benchmarks;

import io.voronka.model.definition.ConversionWindow;
import io.voronka.model.definition.Exclusion;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.Matcher;
import io.voronka.model.definition.Order;
import io.voronka.model.definition.Stage;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.timeline.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Somebody who goes through a funnel over and over, and the funnel.
 *
 * <p>An event every ten minutes on average, so that a day's window holds some 140. Three of four
 * take the next stage, from the last again the first; most others repeat any stage, some match
 * none, one in fifty is the one that an exclusion names. Seeded: the same for the same numbers.
 */
final class LongTimeline {

  private static final long SEED = 20260301;
  private static final int MOST_MINUTES_APART = 20;
  private static final String OTHER = "other";
  private static final String EXCLUDED = "excluded";

  private LongTimeline() {}

  static Timeline of(int events, int stages) {
    var random = new Random(SEED);
    var list = new ArrayList<Event>(events);
    long time = 0;
    int next = 0;
    for (int i = 0; i < events; i++) {
      time += Duration.ofMinutes(1 + random.nextInt(MOST_MINUTES_APART - 1)).toMillis();
      int chance = random.nextInt(100);
      String name;
      if (chance < 75) {
        name = stage(next);
        next = (next + 1) % stages;
      } else if (chance < 95) {
        name = stage(random.nextInt(stages));
      } else {
        name = chance < 98 ? OTHER : EXCLUDED;
      }
      list.add(new Event("m" + i, time, name, new Fields(Map.of())));
    }
    return Timeline.of(list);
  }

  private static String stage(int number) {
    return "stage " + number;
  }

  /** A funnel of that order, a day's window and no other rule. */
  static FunnelDefinition funnel(Order order, int stages) {
    return FunnelDefinition.of(
            "Long",
            IntStream.range(0, stages).mapToObj(i -> Stage.named(stage(i), stage(i))).toList())
        .order(order)
        .window(ConversionWindow.of(Duration.ofDays(1)))
        .build();
  }

  /** An ordered funnel with an exclusion from its first to its last stage. */
  static FunnelDefinition funnelWithExclusion(int stages) {
    var excluded = new Exclusion(List.of(Matcher.named(EXCLUDED)), 1, stages);
    return funnel(Order.ORDERED, stages).but().exclude(List.of(excluded)).build();
  }
}
