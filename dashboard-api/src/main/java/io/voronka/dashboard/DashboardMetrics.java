package io.voronka.dashboard;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/** The meters of the figures that are shown. */
final class DashboardMetrics {

  private DashboardMetrics() {}

  /** Adds them. */
  static void register(MeterRegistry registry, CountsView counts, InstantSource clock) {
    Gauge.builder("voronka.dashboard.figures.age", counts, view -> ageSeconds(view, clock))
        .baseUnit("seconds")
        .description("how long ago the partition that was silent longest has published")
        .register(registry);
    Gauge.builder("voronka.dashboard.figures", counts, CountsView::size)
        .description("figures that are held in memory")
        .register(registry);
  }

  private static double ageSeconds(CountsView view, InstantSource clock) {
    var marks = view.marks();
    long oldest =
        marks.partitions().stream().mapToLong(marks::publishedMillis).min().orElse(Long.MAX_VALUE);
    return Math.max(0, clock.millis() - oldest) / 1000.0;
  }
}
