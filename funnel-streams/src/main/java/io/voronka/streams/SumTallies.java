package io.voronka.streams;

import io.voronka.model.count.Counters;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.wire.Correction;
import io.voronka.wire.FigureBundle;
import io.voronka.wire.FigureBundle.Figure;
import io.voronka.wire.FigureKey;
import io.voronka.wire.FunnelsHeld;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.TallyCodec;
import io.voronka.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what the partitions of events say of one figure.
 *
 * <p>In: bundles of absolute figures of one partition of events. Out: tally → the sum, then the
 * bundle's mark and funnels, to {@link FunnelTopology#SUMS_OUT}; what changed in periods that are
 * over, to {@link FunnelTopology#CORRECTIONS_OUT}; records that can't be read, with the reason, to
 * {@link FunnelTopology#SUMS_REJECTED_OUT}. A figure said again changes nothing. State: {@link
 * Stores#SUMS}, see {@link SumStore}.
 */
final class SumTallies implements Processor<byte[], byte[], byte[], byte[]> {

  private static final Duration MEASURE = Duration.ofSeconds(5);
  private static final Duration CORRECTIONS = Duration.ofSeconds(10);

  private final Function<FunnelVersion, @Nullable Funnel> funnels;
  private final boolean tells;
  private final int partitions;
  private final StreamMetrics metrics;
  private final Guards guards;
  private final HeldFunnels held;
  private final List<Cancellable> clocks = new ArrayList<>();
  private ProcessorContext<byte[], byte[]> context;
  private SumStore store;
  private Uncommitted uncommitted;
  private CorrectionBook corrections;

  /**
   * Makes a processor for one task.
   *
   * @param partitions of events
   * @param funnels gives the funnel of a version; null if that is not its latest
   * @param tells whether corrections are told
   */
  SumTallies(
      int partitions,
      Function<FunnelVersion, @Nullable Funnel> funnels,
      boolean tells,
      StreamMetrics metrics,
      Guards guards) {
    this.partitions = partitions;
    this.metrics = metrics;
    this.guards = guards;
    this.held = new HeldFunnels(partitions);
    this.funnels = funnels;
    this.tells = tells;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    FigureStore<Bytes> figures = context.getStateStore(Stores.SUMS);
    store = new SumStore(figures);
    uncommitted = new Uncommitted(context, figures, guards.pace());
    clocks.add(
        context.schedule(
            MEASURE,
            PunctuationType.WALL_CLOCK_TIME,
            now ->
                metrics.holds(context.taskId(), new StreamMetrics.Holding(0, figures.held(), 0))));
    corrections = new CorrectionBook(store, held, funnels, this::tell);
    if (tells) {
      clocks.add(context.schedule(CORRECTIONS, PunctuationType.WALL_CLOCK_TIME, corrections::tell));
    }
    held.clear(); // the same object may be opened again after a failure
    store.forEachHeld(held::take);
    requireState();
    if (tells) {
      corrections.noteVersions();
    }
  }

  /** Whoever was told anything knows of funnels or of figures. */
  private void requireState() {
    int partition = context.taskId().partition();
    if (store.isEmpty() && guards.committed().of(Topics.TALLIES, partition) > 0) {
      throw new LostState("the sums of partition " + partition + " were kept, and are not there");
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    var from = context.recordMetadata().orElseThrow();
    guards.failed().handle(from, () -> take(record), why -> reject(record, from.topic(), why));
    uncommitted.add();
  }

  private void take(Record<byte[], byte[]> record) {
    if (record.value() == null) {
      throw new MalformedRecord("a record without value");
    }
    // All of it is read before any of it is added.
    var bundle = FigureBundle.decode(record.value());
    var figures = bundle.figures().stream().map(Said::of).toList();
    int partition = bundle.mark().partition();
    if (partition < 0 || partition >= partitions) {
      throw new MalformedRecord("of partition " + partition + ", which there is not");
    }
    for (var figure : figures) {
      add(partition, figure, record.timestamp());
    }
    var said = bundle.held();
    if (said != null) {
      take(said, record.timestamp());
    }
    int sum = context.taskId().partition();
    forward(FigureKey.mark(partition, sum), Json.bytes(bundle.mark()), record.timestamp());
  }

  private void reject(Record<byte[], byte[]> record, String topic, String why) {
    metrics.malformed();
    context.forward(RejectedRecord.ofNobody(record, topic, why), FunnelTopology.SUMS_REJECTED_OUT);
  }

  /** A figure of a bundle, read. */
  private record Said(byte[] tally, Counters counters, int why) {

    static Said of(Figure figure) {
      var unused = TallyCodec.key(figure.tally()); // refuses what is none
      var value = figure.value();
      return new Said(
          figure.tally(),
          value == null ? new Counters() : TallyCodec.counters(value),
          figure.why());
    }
  }

  private void add(int partition, Said figure, long timestamp) {
    var change = store.replacePart(figure.tally(), partition, figure.counters());
    if (change.isEmpty()) {
      return;
    }
    var sum = store.sumToChange(figure.tally());
    if (tells) {
      corrections.change(figure.tally(), figure.why(), sum, change);
    }
    sum.plus(change, 1);
    var value = sum.isEmpty() ? null : TallyCodec.encode(sum);
    forward(FigureKey.figure(figure.tally()), value, timestamp);
  }

  private void take(FunnelsHeld said, long timestamp) {
    store.put(said);
    var ended = held.take(said);
    if (tells) {
      corrections.noteVersions();
    }
    ended.forEach(funnel -> forget(funnel, timestamp));
    int sum = context.taskId().partition();
    forward(FigureKey.held(said.partition(), sum), Json.bytes(said), timestamp);
  }

  /** No partition keeps this version any more: it is deleted or its successor is complete. */
  private void forget(FunnelVersion funnel, long timestamp) {
    if (tells) {
      corrections.end(funnel, timestamp);
    }
    for (var sum : store.sumsOf(funnel)) {
      forward(FigureKey.figure(SumStore.tally(sum)), null, timestamp);
    }
    store.forget(funnel);
  }

  private void tell(Correction correction) {
    uncommitted.add();
    context.forward(
        new Record<>(correction.key(), Json.bytes(correction), context.currentSystemTimeMs()),
        FunnelTopology.CORRECTIONS_OUT);
  }

  private void forward(FigureKey key, byte @Nullable [] value, long timestamp) {
    context.forward(new Record<>(key.encode(), value, timestamp), FunnelTopology.SUMS_OUT);
  }

  @Override
  public void close() {
    clocks.forEach(Cancellable::cancel); // they would outlive a task that is opened again
    clocks.clear();
    if (uncommitted != null) {
      uncommitted.stop();
    }
    metrics.holds(context.taskId(), null);
  }
}
