package io.voronka.dashboard.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.voronka.wire.AlertRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The meters of deliveries. Thread-safe. */
final class DeliveryMetrics {

  private static final List<String> TYPES =
      List.of("webhook", "slack", "pagerduty", "alertmanager", "email");
  private static final List<String> OUTCOMES = List.of("sent", "failed", "refused");

  private final Map<String, Counter> attempts = new HashMap<>();
  private final Timer delay;

  DeliveryMetrics(MeterRegistry registry) {
    for (var type : TYPES) {
      for (var outcome : OUTCOMES) {
        attempts.put(
            type + outcome,
            Counter.builder("voronka.alerts.deliveries")
                .description("attempts to tell receivers of alerts, by what came of them")
                .tag("type", type)
                .tag("outcome", outcome)
                .register(registry));
      }
    }
    delay =
        Timer.builder("voronka.alerts.delay")
            .description("from the end of the minute that an alert tells of until it was sent")
            .publishPercentiles(0.5, 0.99)
            .register(registry);
  }

  void attempted(Delivery delivery, Sending sending, long nowMillis) {
    var outcome =
        sending instanceof Sending.Done
            ? "sent"
            : sending instanceof Sending.Refused ? "refused" : "failed";
    Objects.requireNonNull(attempts.get(delivery.type() + outcome)).increment();
    if (sending instanceof Sending.Done && !delivery.isTest()) {
      long end = AlertRecord.time(delivery.alert().alert().updatedAt()).toEpochMilli();
      delay.record(Duration.ofMillis(Math.max(0, nowMillis - end)));
    }
  }
}
