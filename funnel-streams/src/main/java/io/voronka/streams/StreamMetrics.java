package io.voronka.streams;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.voronka.model.identity.Refusal;
import io.voronka.streams.StreamFailure.Remedy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.apache.kafka.streams.processor.TaskId;
import org.jspecify.annotations.Nullable;

/** The meters of the stream program. Thread-safe. */
final class StreamMetrics {

  private final Counter inserted;
  private final Counter duplicate;
  private final Map<Refusal, Counter> refused = new EnumMap<>(Refusal.class);
  private final Counter malformed;
  private final Counter late;
  private final Counter forwarded;
  private final Timer published;
  private final Map<String, Holding> held = new ConcurrentHashMap<>();
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
    late =
        Counter.builder("voronka.streams.events.late")
            .description("events that came in more than a minute after they happened")
            .register(registry);
    forwarded =
        Counter.builder("voronka.streams.forwarded")
            .description("messages that rooms sent each other")
            .register(registry);
    published =
        Timer.builder("voronka.streams.publish.delay")
            .description("time from an event being received to its figures being published")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(10))
            .maximumExpectedValue(Duration.ofMinutes(1))
            .register(registry);
    gauge(
        registry,
        "voronka.streams.rooms.cached",
        "bytes of rooms in memory, of 128 MB at most",
        Holding::cachedBytes);
    gauge(registry, "voronka.streams.figures.held", "figures in memory", Holding::figures);
    gauge(
        registry,
        "voronka.streams.figures.waiting",
        "figures that wait to be published, 50 000 a partition at most",
        Holding::waiting);
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

  /**
   * What a task holds in memory.
   *
   * @param cachedBytes rooms that were handled last, about
   * @param figures decoded figures
   * @param waiting figures that changed since they were published
   */
  record Holding(long cachedBytes, long figures, long waiting) {}

  private void gauge(
      MeterRegistry registry, String name, String description, ToLongFunction<Holding> part) {
    Gauge.builder(name, held, all -> all.values().stream().mapToLong(part).sum())
        .description(description + ", over all partitions held here")
        .register(registry);
  }

  /** A task holds something in memory now; null: the task is gone. */
  void holds(TaskId task, @Nullable Holding holding) {
    if (holding == null) {
      held.remove(task.toString());
    } else {
      held.put(task.toString(), holding);
    }
  }

  void late() {
    late.increment();
  }

  void forwarded() {
    forwarded.increment();
  }

  /** Figures were published, so long after the first record came in that changed them. */
  void published(long afterMillis) {
    published.record(Math.max(0, afterMillis), TimeUnit.MILLISECONDS);
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
