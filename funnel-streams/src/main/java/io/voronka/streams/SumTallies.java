package io.voronka.streams;

import io.voronka.model.count.Counters;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.wire.FigureKey;
import io.voronka.wire.Json;
import io.voronka.wire.Mark;
import io.voronka.wire.Mark.FunnelProgress;
import io.voronka.wire.TallyCodec;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
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

  private static final Duration COMMIT = Duration.ofMillis(50);
  private static final byte SUM = 's';
  private static final byte PART = 'p';
  private static final byte MARK = 'm';

  private ProcessorContext<byte[], byte[]> context;
  private KeyValueStore<Bytes, byte[]> store;
  private final Map<Integer, Mark> lastMarks = new HashMap<>();
  private boolean isChanged;

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    context.schedule(COMMIT, PunctuationType.WALL_CLOCK_TIME, now -> commit());
    store = context.getStateStore(Stores.SUMS);
    try (var all = store.prefixScan(key(MARK), new BytesSerializer())) {
      all.forEachRemaining(
          entry -> {
            var mark = Json.read(entry.value, Mark.class);
            lastMarks.put(mark.partition(), mark);
          });
    }
  }

  /** What was added up is seen only when it is committed. */
  private void commit() {
    if (isChanged) {
      context.commit();
      isChanged = false;
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    isChanged = true;
    var key = FigureKey.decode(record.key());
    if (key.kind() == FigureKey.Kind.MARK) {
      pass(Json.read(record.value(), Mark.class), record);
    } else {
      add(key, record);
    }
  }

  private void add(FigureKey key, Record<byte[], byte[]> record) {
    var part = key(PART, key.tally(), number(key.partition()));
    var said = figures(record.value());
    var change = Counters.of(said).plus(figures(store.get(part)), -1);
    if (change.isEmpty()) {
      return;
    }
    put(part, said);
    var tally = key(SUM, key.tally());
    var sum = put(tally, figures(store.get(tally)).plus(change, 1));
    forward(key.tally(), sum, record);
  }

  private void pass(Mark mark, Record<byte[], byte[]> record) {
    var before = lastMarks.put(mark.partition(), mark);
    store.put(key(MARK, number(mark.partition())), record.value());
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
    var prefix = TallyCodec.prefix(funnel);
    keysFrom(key(PART, prefix)).forEach(store::delete);
    for (var sum : keysFrom(key(SUM, prefix))) {
      store.delete(sum);
      forward(Arrays.copyOfRange(sum.get(), 1, sum.get().length), null, record);
    }
  }

  private List<Bytes> keysFrom(Bytes prefix) {
    var keys = new ArrayList<Bytes>();
    try (var all = store.prefixScan(prefix, new BytesSerializer())) {
      all.forEachRemaining(entry -> keys.add(entry.key));
    }
    return keys;
  }

  private void forward(byte[] tally, byte @Nullable [] sum, Record<byte[], byte[]> cause) {
    context.forward(new Record<>(FigureKey.figure(0, tally).encode(), sum, cause.timestamp()));
  }

  private byte @Nullable [] put(Bytes key, Counters figures) {
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

  private static Bytes key(byte kind, byte[]... parts) {
    var key = new ByteArrayOutputStream();
    key.write(kind);
    for (var part : parts) {
      key.writeBytes(part);
    }
    return Bytes.wrap(key.toByteArray());
  }

  private static byte[] number(int partition) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(partition).array();
  }
}
