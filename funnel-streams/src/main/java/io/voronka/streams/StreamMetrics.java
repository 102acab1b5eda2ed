package io.voronka.streams;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.voronka.model.timeline.Timeline;

/** The meters of the stream program. Thread-safe. */
final class StreamMetrics {

  private final Counter inserted;
  private final Counter duplicate;
  private final Counter full;
  private final Counter malformed;

  StreamMetrics(MeterRegistry registry) {
    inserted =
        Counter.builder("voronka.streams.events.inserted")
            .description("events put into a timeline")
            .register(registry);
    duplicate =
        Counter.builder("voronka.streams.events.duplicate")
            .description("events whose message id the timeline held already")
            .register(registry);
    full =
        Counter.builder("voronka.streams.events.beyond.bound")
            .description("events of senders whose timeline is full")
            .register(registry);
    malformed =
        Counter.builder("voronka.streams.events.malformed")
            .description("records that are no events, moved to the rejected topic")
            .register(registry);
  }

  void inserted() {
    inserted.increment();
  }

  /** An event changed nothing in a timeline. */
  void notInserted(Timeline timeline) {
    (timeline.events().size() == Timeline.MAX_EVENTS ? full : duplicate).increment();
  }

  void malformed() {
    malformed.increment();
  }
}
