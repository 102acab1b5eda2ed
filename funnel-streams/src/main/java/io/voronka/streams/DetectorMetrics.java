package io.voronka.streams;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.voronka.model.detection.Alert;
import io.voronka.wire.AlertRecord;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The meters of the detector, over all partitions of the instance. Thread-safe. */
final class DetectorMetrics {

  /** What one partition watches. */
  private record Part(int streams, long minutesBehind, List<Row<?>> scores, List<Row<?>> alerts) {}

  private final Map<Integer, Part> parts = new ConcurrentHashMap<>();
  private final Map<Alert.Kind, Counter> fired = new EnumMap<>(Alert.Kind.class);
  private final MultiGauge scores;
  private final MultiGauge firing;
  private final Timer ticks;

  DetectorMetrics(MeterRegistry registry) {
    for (var kind : Alert.Kind.values()) {
      fired.put(
          kind,
          Counter.builder("voronka.detector.fired")
              .description("alerts that fired, by what stopped")
              .tag("kind", kind.text())
              .register(registry));
    }
    scores =
        MultiGauge.builder("voronka.detector.score")
            .description("what speaks for a drop at a stage now, in nats; at some 10.5 it fires")
            .register(registry);
    firing =
        MultiGauge.builder("voronka.detector.firing")
            .description("alerts of a stage that fire now")
            .register(registry);
    ticks =
        Timer.builder("voronka.detector.tick")
            .description("how long closing minutes took, at most a slice at a time")
            .register(registry);
    Gauge.builder("voronka.detector.streams", parts, DetectorMetrics::streams)
        .description("stages and segments that are watched")
        .register(registry);
    Gauge.builder("voronka.detector.behind", parts, DetectorMetrics::behind)
        .description("minutes that are over and not closed yet, of the stage furthest behind")
        .baseUnit("minutes")
        .register(registry);
  }

  private static double streams(Map<Integer, Part> parts) {
    return parts.values().stream().mapToInt(Part::streams).sum();
  }

  private static double behind(Map<Integer, Part> parts) {
    return (double) parts.values().stream().mapToLong(Part::minutesBehind).max().orElse(0);
  }

  Timer ticks() {
    return ticks;
  }

  void told(AlertRecord record, boolean isNew) {
    if (isNew && record.alert().resolvedAt() == null) {
      Objects.requireNonNull(fired.get(record.alert().kind())).increment();
    }
  }

  /** Shows what a partition watches now. */
  void show(int partition, Detector detector) {
    var ofScores = new ArrayList<Row<?>>();
    var ofAlerts = new ArrayList<Row<?>>();
    int streams = 0;
    for (var watch : detector.watches()) {
      var stage = watch.stage();
      var tags =
          Tags.of(
              "project",
              stage.project(),
              "funnel",
              stage.funnel(),
              "stage",
              Integer.toString(stage.stage()));
      streams += watch.streams();
      if (watch.isLive()) {
        ofScores.add(Row.of(tags, watch.score()));
        ofAlerts.add(Row.of(tags, watch.told().size()));
      }
    }
    parts.put(partition, new Part(streams, detector.minutesBehind(), ofScores, ofAlerts));
    register();
  }

  /** A partition is not this instance's any more. */
  void hide(int partition) {
    parts.remove(partition);
    register();
  }

  private synchronized void register() {
    var ofScores = new ArrayList<Row<?>>();
    var ofAlerts = new ArrayList<Row<?>>();
    for (var part : parts.values()) {
      ofScores.addAll(part.scores());
      ofAlerts.addAll(part.alerts());
    }
    scores.register(ofScores, true);
    firing.register(ofAlerts, true);
  }
}
