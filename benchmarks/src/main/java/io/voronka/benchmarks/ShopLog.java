package io.voronka.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * A log of what people did in a shop, in the order of time. Seeded: the same for the same numbers.
 *
 * <p>Twenty events a person on average, in visits that lie half a day to five days apart. Two of
 * five events are of no stage; people begin again and again, so that which start a chain takes
 * decides whether it keeps its window.
 */
final class ShopLog {

  static final List<String> STAGES =
      List.of("Product Viewed", "Product Added", "Checkout Started", "Order Completed");

  static final List<String> CATEGORIES = List.of("shoes", "bags", "hats", "coats", "belts");
  private static final int MOST_EVENTS = 39;
  private static final long SPAN_MILLIS = Duration.ofDays(60).toMillis();
  private static final long VISIT_MILLIS = Duration.ofDays(5).toMillis();
  private static final long STEP_MILLIS = Duration.ofMinutes(5).toMillis();

  /**
   * One event.
   *
   * @param number from 0; names the event
   */
  record Entry(
      int number, String person, long millis, String name, String category, int priceCents) {

    /** The same in another shop, whose events have names of their own. */
    Entry in(String shop) {
      return new Entry(number, person, millis, name + shop, category, priceCents);
    }
  }

  /** The order of time. */
  static final Comparator<Entry> IN_ORDER =
      Comparator.comparingLong(Entry::millis).thenComparingInt(Entry::number);

  private final Random random;
  private final long endMillis;
  private final List<Entry> entries;

  private ShopLog(int events, long seed, long endMillis) {
    this.random = new Random(seed);
    this.endMillis = endMillis;
    this.entries = new ArrayList<>(events);
  }

  /**
   * Writes a log.
   *
   * @param endMillis after the last event
   */
  static List<Entry> of(int events, long seed, long endMillis) {
    var log = new ShopLog(events, seed, endMillis);
    for (int person = 0; log.entries.size() < events; person++) {
      log.person("user-" + person, Math.min(MOST_EVENTS, events - log.entries.size()));
    }
    log.entries.sort(IN_ORDER);
    return log.entries;
  }

  /** Returns the definition of a funnel of all {@link #STAGES}. */
  static ObjectNode funnel(String name, String window) {
    return funnel(name, window, "");
  }

  /** The same of another shop, whose events have names of their own: these with its name behind. */
  static ObjectNode funnel(String name, String window, String shop) {
    var definition = JsonNodeFactory.instance.objectNode().put("name", name).put("window", window);
    var stages = definition.putArray("stages");
    for (var stage : STAGES) {
      stages
          .addObject()
          .put("name", stage)
          .putArray("anyOf")
          .addObject()
          .put("event", stage + shop);
    }
    return definition;
  }

  private void person(String person, int most) {
    long millis = endMillis - SPAN_MILLIS + random.nextLong(SPAN_MILLIS);
    int stage = 0;
    for (int left = 1 + random.nextInt(most); left > 0 && millis < endMillis; left--) {
      int chance = random.nextInt(100);
      var name = "Page Viewed";
      if (chance >= 40) {
        stage = chance < 70 ? stage % STAGES.size() : 0;
        name = STAGES.get(stage++);
      }
      var category = CATEGORIES.get(random.nextInt(CATEGORIES.size()));
      int price = 100 + random.nextInt(20_000);
      entries.add(new Entry(entries.size(), person, millis, name, category, price));
      boolean isLastOfVisit = random.nextInt(4) == 0;
      millis +=
          isLastOfVisit
              ? VISIT_MILLIS / 10 + random.nextLong(VISIT_MILLIS)
              : 1_000 + random.nextLong(STEP_MILLIS);
    }
  }
}
