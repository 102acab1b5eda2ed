package io.voronka.streams;

import io.voronka.kit.LogKeys;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.wire.AlertRecord;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.StageMinutes;
import io.voronka.wire.Topics;
import io.voronka.wire.WatchRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the stages of funnels.
 *
 * <p>In: what partitions of events learned of stages ({@link StageMinutes}). Out: alerts as they
 * stand and how stages are watched, to {@link FunnelTopology#ALERTS_OUT}; what can't be handled is
 * rejected. State: {@link Stores#WATCHES}, see {@link WatchStore}. Time: that of the events; the
 * wall clock only says when it is too late to tell anybody.
 */
final class DetectorProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  private static final Logger LOG = LoggerFactory.getLogger(DetectorProcessor.class);
  private static final Duration SLICE = Duration.ofMillis(100);
  private static final Duration SHOW = Duration.ofSeconds(10);

  private final int partitions;
  private final AlertSettingsView settings;
  private final Function<FunnelVersion, @Nullable Funnel> funnels;
  private final Duration mostLag;
  private final StreamMetrics metrics;
  private final DetectorMetrics detectorMetrics;
  private final Guards guards;
  private ProcessorContext<byte[], byte[]> context;
  private Detector detector;
  private Uncommitted uncommitted;
  private List<Cancellable> clocks = List.of();

  /**
   * Makes a processor for one task.
   *
   * @param partitions of events, and of the detector
   * @param funnels gives the funnel of a version; null if that is not its latest
   * @param mostLag how far the wall clock may be ahead for somebody to be told
   */
  DetectorProcessor(
      int partitions,
      AlertSettingsView settings,
      Function<FunnelVersion, @Nullable Funnel> funnels,
      Duration mostLag,
      StreamMetrics metrics,
      DetectorMetrics detectorMetrics,
      Guards guards) {
    this.partitions = partitions;
    this.settings = settings;
    this.funnels = funnels;
    this.mostLag = mostLag;
    this.metrics = metrics;
    this.detectorMetrics = detectorMetrics;
    this.guards = guards;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    FigureStore<Bytes> store = context.getStateStore(Stores.WATCHES);
    var watches = new WatchStore(store);
    warnIfLost(watches);
    detector =
        new Detector(
            context.taskId().partition(),
            partitions,
            watches,
            settings,
            funnels,
            mostLag,
            guards.stages(),
            new Out());
    uncommitted = new Uncommitted(context, store, guards.pace());
    clocks =
        List.of(
            context.schedule(
                Instant.EPOCH, // at the same moments as all others, to be committed together
                SLICE,
                PunctuationType.WALL_CLOCK_TIME,
                this::work),
            context.schedule(
                SHOW,
                PunctuationType.WALL_CLOCK_TIME,
                now -> detectorMetrics.show(context.taskId().partition(), detector)));
  }

  private void work(long wallMillis) {
    detectorMetrics.ticks().record(() -> detector.work(wallMillis));
    uncommitted.request(wallMillis);
  }

  /** Figures are right without it, so that is no reason to stop. */
  private void warnIfLost(WatchStore watches) {
    int partition = context.taskId().partition();
    if (watches.isEmpty() && guards.committed().of(Topics.MINUTES, partition) > 0) {
      LOG.atWarn()
          .addKeyValue(LogKeys.PARTITION, partition)
          .log("what the detector had learned is lost; it learns anew");
    }
  }

  @Override
  public void close() {
    clocks.forEach(Cancellable::cancel); // they would outlive a task that is opened again
    if (uncommitted != null) {
      uncommitted.stop();
    }
    detectorMetrics.hide(context.taskId().partition());
  }

  /** What is told becomes records. */
  private final class Out implements Detector.Told {

    @Override
    public void alert(AlertRecord alert, boolean isNew) {
      detectorMetrics.told(alert, isNew);
      forward(alert.key(), alert.encode());
    }

    @Override
    public void watch(WatchRecord watch) {
      forward(watch.key(), watch.encode());
    }

    @Override
    public void left(WatchRecord watch) {
      forward(watch.key(), null);
    }

    private void forward(byte[] key, byte @Nullable [] value) {
      uncommitted.add();
      context.forward(
          new Record<>(key, value, context.currentSystemTimeMs()), FunnelTopology.ALERTS_OUT);
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    var from = context.recordMetadata().orElseThrow();
    guards
        .failed()
        .handle(
            from,
            () -> take(record.value(), from.offset()),
            why -> reject(record, from.topic(), why));
    uncommitted.add();
  }

  private void take(byte @Nullable [] value, long offset) {
    if (value == null) {
      throw new MalformedRecord("a record without value");
    }
    detector.take(StageMinutes.decode(value), offset);
  }

  private void reject(Record<byte[], byte[]> record, String topic, String why) {
    metrics.malformed();
    context.forward(
        RejectedRecord.ofNobody(record, topic, why), FunnelTopology.MINUTES_REJECTED_OUT);
  }
}
