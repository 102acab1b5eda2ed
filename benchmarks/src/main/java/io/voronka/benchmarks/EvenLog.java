package io.voronka.benchmarks;

import java.time.Duration;
import java.util.AbstractList;
import java.util.SplittableRandom;

/**
 * A log of any number of events of any number of people, in the order of time, each made when it is
 * asked for: first one of each person, then of anybody. The same for the same numbers.
 */
final class EvenLog extends AbstractList<ShopLog.Entry> {

  private static final long SPAN_MILLIS = Duration.ofDays(60).toMillis();
  private static final int OF_NO_STAGE_PERCENT = 40;

  private final int events;
  private final int persons;
  private final long seed;
  private final long endMillis;

  /**
   * Describes it.
   *
   * @param endMillis after the last event
   */
  EvenLog(int events, int persons, long seed, long endMillis) {
    this.events = events;
    this.persons = persons;
    this.seed = seed;
    this.endMillis = endMillis;
  }

  @Override
  public ShopLog.Entry get(int number) {
    var random = new SplittableRandom(seed * 1_000_003 + number);
    int person = random.nextInt(persons);
    var name =
        random.nextInt(100) < OF_NO_STAGE_PERCENT
            ? "Page Viewed"
            : ShopLog.STAGES.get(random.nextInt(ShopLog.STAGES.size()));
    return new ShopLog.Entry(
        number,
        "user-" + (number < persons ? number : person),
        endMillis - SPAN_MILLIS + SPAN_MILLIS * number / events,
        name,
        ShopLog.CATEGORIES.get(random.nextInt(ShopLog.CATEGORIES.size())),
        100 + random.nextInt(20_000));
  }

  @Override
  public int size() {
    return events;
  }
}
