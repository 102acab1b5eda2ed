package io.voronka.streams;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.voronka.model.identity.Refusal;
import io.voronka.streams.StreamFailure.Remedy;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The meters of the stream program. Thread-safe. */
final class StreamMetrics {

  private final Counter inserted;
  private final Counter duplicate;
  private final Map<Refusal, Counter> refused = new EnumMap<>(Refusal.class);
  private final Counter malformed;
  private final Map<Remedy, Counter> failures = new EnumMap<>(Remedy.class);

  StreamMetrics(MeterRegistry registry) {
    inserted =
        Counter.builder("voronka.streams.events.inserted")
            .description("events put into a timeline")
            .register(registry);
    duplicate =
        Counter.builder("voronka.streams.events.duplicate")
            .description("events whose message id the timeline held already")
            .register(registry);
    for (var why : Refusal.values()) {
      refused.put(
          why,
          Counter.builder("voronka.streams.refused")
              .description("what was said of persons and is not followed, by the bound it meets")
              .tag("why", why.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    for (var remedy : Remedy.values()) {
      failures.put(
          remedy,
          Counter.builder("voronka.streams.failures")
              .description("failures of the stream program, by what is done about them")
              .tag("remedy", remedy.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    malformed =
        Counter.builder("voronka.streams.events.malformed")
            .description("records that are no events, moved to the rejected topic")
            .register(registry);
  }

  void failed(Remedy remedy) {
    Objects.requireNonNull(failures.get(remedy)).increment();
  }

  void inserted() {
    inserted.increment();
  }

  void duplicate() {
    duplicate.increment();
  }

  void refused(Refusal why) {
    Objects.requireNonNull(refused.get(why)).increment();
  }

  void malformed() {
    malformed.increment();
  }
}
