package io.voronka.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * A {@link ShopLog} as it arrives in life: of a hundred events five come late, by up to a day, as
 * phones are without a network, and two come twice, as senders try again. Seeded.
 */
final class ShopDelivery {

  private static final int LATE_PERCENT = 5;
  private static final long LATE_MILLIS = Duration.ofDays(1).toMillis();
  private static final int TWICE_PERCENT = 2;
  private static final long AGAIN_MILLIS = Duration.ofHours(1).toMillis();

  private ShopDelivery() {}

  private record Arrival(ShopLog.Entry entry, long millis) {}

  /** Returns the entries in the order in which they arrive, some of them twice. */
  static List<ShopLog.Entry> of(List<ShopLog.Entry> log, long seed) {
    var random = new Random(seed);
    var arrivals = new ArrayList<Arrival>(log.size());
    for (var entry : log) {
      boolean isLate = random.nextInt(100) < LATE_PERCENT;
      long millis = entry.millis() + (isLate ? random.nextLong(LATE_MILLIS) : 0);
      arrivals.add(new Arrival(entry, millis));
      if (random.nextInt(100) < TWICE_PERCENT) {
        arrivals.add(new Arrival(entry, millis + random.nextLong(AGAIN_MILLIS)));
      }
    }
    arrivals.sort(Comparator.comparingLong(Arrival::millis));
    return arrivals.stream().map(Arrival::entry).toList();
  }
}
