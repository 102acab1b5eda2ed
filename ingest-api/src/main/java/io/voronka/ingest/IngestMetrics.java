package io.voronka.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.voronka.ingest.call.RefusalKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The meters of the ingest service. */
final class IngestMetrics {

  private final MeterRegistry registry;
  private final Counter requests;
  private final Counter unauthorized;
  private final Counter accepted;
  private final Map<RefusalKind, Counter> rejected = new EnumMap<>(RefusalKind.class);
  private final Counter unavailable;
  private final DistributionSummary bytes;
  private final Timer acknowledgement;

  IngestMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.requests =
        Counter.builder("voronka.ingest.requests")
            .description("requests to the event routes")
            .register(registry);
    this.unauthorized =
        Counter.builder("voronka.ingest.requests.unauthorized")
            .description("requests without a known write key")
            .register(registry);
    this.accepted =
        Counter.builder("voronka.ingest.events.accepted")
            .description("events that Kafka has acknowledged")
            .register(registry);
    for (var kind : RefusalKind.values()) {
      rejected.put(
          kind,
          Counter.builder("voronka.ingest.events.rejected")
              .description("calls and bodies that could not be taken, by the kind of reason")
              .tag("reason", kind.tag())
              .register(registry));
    }
    this.unavailable =
        Counter.builder("voronka.ingest.requests.unavailable")
            .description("requests refused because Kafka did not acknowledge them")
            .register(registry);
    this.bytes =
        DistributionSummary.builder("voronka.ingest.request.size")
            .description("size of a request as sent")
            .baseUnit("bytes")
            .register(registry);
    this.acknowledgement =
        Timer.builder("voronka.ingest.acknowledgement")
            .description("time from a request's events going to Kafka to the last acknowledgement")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofSeconds(15))
            .register(registry);
  }

  /** Shows how much a spool holds. */
  void watch(Spool spool) {
    Gauge.builder("voronka.ingest.spool.requests", spool, Spool::entries)
        .description("requests on disk that wait for Kafka")
        .register(registry);
    Gauge.builder("voronka.ingest.spool.size", spool, Spool::bytes)
        .description("what they brought, and those set aside")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("voronka.ingest.spool.aside", spool, Spool::asideEntries)
        .description("requests on disk of which something is too large for Kafka")
        .register(registry);
  }

  void request() {
    requests.increment();
  }

  void size(int sent) {
    bytes.record(sent);
  }

  void unauthorized() {
    unauthorized.increment();
  }

  void accepted(int events) {
    accepted.increment(events);
  }

  void rejected(RefusalKind kind) {
    java.util.Objects.requireNonNull(rejected.get(kind)).increment();
  }

  void unavailable() {
    unavailable.increment();
  }

  /** Begins to wait for an acknowledgement. */
  Timer.Sample waiting() {
    return Timer.start(registry);
  }

  void acknowledged(Timer.Sample waiting) {
    waiting.stop(acknowledgement);
  }
}
