package io.voronka.streams;

import io.voronka.model.count.Counters;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.wire.FigureKey;
import io.voronka.wire.Json;
import io.voronka.wire.Mark;
import io.voronka.wire.Mark.FunnelProgress;
import io.voronka.wire.TallyCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what the partitions of events say of one figure.
 *
 * <p>In: (tally, partition) → its absolute figures, or a mark. Out: tally → the sum, and the mark,
 * in the order in which they came. A figure said again changes nothing. State: {@link
 * Stores#PARTS}, {@link Stores#SUMS}, {@link Stores#MARKS}.
 */
final class SumTallies implements Processor<byte[], byte[], byte[], byte[]> {

  private ProcessorContext<byte[], byte[]> context;
  private KeyValueStore<Bytes, byte[]> parts;
  private KeyValueStore<Bytes, byte[]> sums;
  private KeyValueStore<Bytes, byte[]> marks;
  private final Map<Integer, Mark> lastMarks = new HashMap<>();

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    parts = context.getStateStore(Stores.PARTS);
    sums = context.getStateStore(Stores.SUMS);
    marks = context.getStateStore(Stores.MARKS);
    try (var all = marks.all()) {
      all.forEachRemaining(
          entry -> {
            var mark = Json.read(entry.value, Mark.class);
            lastMarks.put(mark.partition(), mark);
          });
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    var key = FigureKey.decode(record.key());
    if (key.kind() == FigureKey.Kind.MARK) {
      pass(Json.read(record.value(), Mark.class), record);
    } else {
      add(key, record);
    }
  }

  private void add(FigureKey key, Record<byte[], byte[]> record) {
    var part = partKey(key.tally(), key.partition());
    var said = figures(record.value());
    var change = Counters.of(said).plus(figures(parts.get(part)), -1);
    if (change.isEmpty()) {
      return;
    }
    put(parts, part, said);
    var tally = Bytes.wrap(key.tally());
    var sum = put(sums, tally, figures(sums.get(tally)).plus(change, 1));
    forward(key.tally(), sum, record);
  }

  private void pass(Mark mark, Record<byte[], byte[]> record) {
    var before = lastMarks.put(mark.partition(), mark);
    marks.put(Bytes.wrap(record.key()), record.value());
    if (before != null) {
      var ended = new HashSet<>(funnelsOf(List.of(before)));
      ended.removeAll(funnelsOf(lastMarks.values()));
      ended.forEach(funnel -> forget(funnel, record));
    }
    var passed = mark.summedBy(context.taskId().partition());
    context.forward(record.withValue(Json.bytes(passed)));
  }

  private static Set<FunnelVersion> funnelsOf(Iterable<Mark> marks) {
    var funnels = new HashSet<FunnelVersion>();
    for (var mark : marks) {
      funnels.addAll(
          mark.funnels().stream().map(FunnelProgress::funnel).collect(Collectors.toSet()));
    }
    return funnels;
  }

  /** No partition keeps this version any more: it is deleted or its successor is complete. */
  private void forget(FunnelVersion funnel, Record<byte[], byte[]> record) {
    keysOf(parts, funnel).forEach(parts::delete);
    for (var tally : keysOf(sums, funnel)) {
      sums.delete(tally);
      forward(tally.get(), null, record);
    }
  }

  private static List<Bytes> keysOf(KeyValueStore<Bytes, byte[]> store, FunnelVersion funnel) {
    var keys = new ArrayList<Bytes>();
    try (var all = store.prefixScan(Bytes.wrap(TallyCodec.prefix(funnel)), new BytesSerializer())) {
      all.forEachRemaining(entry -> keys.add(entry.key));
    }
    return keys;
  }

  private void forward(byte[] tally, byte @Nullable [] sum, Record<byte[], byte[]> cause) {
    context.forward(new Record<>(FigureKey.figure(0, tally).encode(), sum, cause.timestamp()));
  }

  private static byte @Nullable [] put(
      KeyValueStore<Bytes, byte[]> store, Bytes key, Counters figures) {
    if (figures.isEmpty()) {
      store.delete(key);
      return null;
    }
    var value = TallyCodec.encode(figures);
    store.put(key, value);
    return value;
  }

  private static Counters figures(byte @Nullable [] value) {
    return value == null ? new Counters() : TallyCodec.counters(value);
  }

  private static Bytes partKey(byte[] tally, int partition) {
    return Bytes.wrap(
        ByteBuffer.allocate(tally.length + Integer.BYTES).put(tally).putInt(partition).array());
  }
}
