package io.voronka.streams;

import io.voronka.kit.LogKeys;
import io.voronka.model.count.BucketCorrection;
import io.voronka.model.count.Counters;
import io.voronka.model.count.TallyKey;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.wire.Correction;
import io.voronka.wire.Correction.Why;
import io.voronka.wire.FigureBundle;
import io.voronka.wire.FigureBundle.Figure;
import io.voronka.wire.FigureKey;
import io.voronka.wire.FunnelsHeld;
import io.voronka.wire.FunnelsHeld.FunnelProgress;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.TallyCodec;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds up what the partitions of events say of one figure.
 *
 * <p>In: bundles of absolute figures of one partition of events. Out: tally → the sum, then the
 * bundle's mark and funnels, to {@link FunnelTopology#SUMS_OUT}; what changed in periods that are
 * over, to {@link FunnelTopology#CORRECTIONS_OUT}. A figure said again changes nothing. State:
 * {@link Stores#SUMS}, in which a letter begins each key: {@code s} a tally's sum, {@code p} a
 * tally's part of one partition, {@code h} the funnels that a partition holds, {@code b} a page as
 * it was when corrections were told last.
 */
final class SumTallies implements Processor<byte[], byte[], byte[], byte[]> {

  private static final Logger LOG = LoggerFactory.getLogger(SumTallies.class);
  private static final byte SUM = 's';
  private static final byte PART = 'p';
  private static final byte HELD = 'h';
  private static final byte BEFORE = 'b';
  private static final Duration CORRECTIONS = Duration.ofSeconds(10);

  private final Function<FunnelVersion, @Nullable Funnel> funnels;
  private final boolean tells;
  private ProcessorContext<byte[], byte[]> context;
  private KeyValueStore<Bytes, byte[]> store;
  private final Map<Integer, Set<FunnelVersion>> heldBy = new HashMap<>();

  /**
   * Makes a processor for one task.
   *
   * @param funnels gives the funnel of a version; null if that is not its latest
   * @param tells whether corrections are told
   */
  SumTallies(Function<FunnelVersion, @Nullable Funnel> funnels, boolean tells) {
    this.funnels = funnels;
    this.tells = tells;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    store = context.getStateStore(Stores.SUMS);
    context.schedule(CORRECTIONS, PunctuationType.WALL_CLOCK_TIME, this::tellCorrections);
    heldBy.clear(); // the same object may be opened again after a failure
    try (var all = store.prefixScan(key(HELD), new BytesSerializer())) {
      all.forEachRemaining(entry -> remember(Json.read(entry.value, FunnelsHeld.class)));
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    FigureBundle bundle;
    try {
      bundle = FigureBundle.decode(record.value());
    } catch (MalformedRecord notUnderstood) {
      // Nobody but this program writes here; to stop would leave every other figure standing still.
      LOG.atError()
          .addKeyValue(LogKeys.PARTITION, context.taskId().partition())
          .addKeyValue(LogKeys.REASON, notUnderstood.getMessage())
          .log("figures can't be read and are left out");
      return;
    }
    int partition = bundle.mark().partition();
    for (var figure : bundle.figures()) {
      add(partition, figure, record.timestamp());
    }
    var held = bundle.held();
    if (held != null) {
      take(held, record.timestamp());
    }
    int sum = context.taskId().partition();
    forward(FigureKey.mark(partition, sum), Json.bytes(bundle.mark()), record.timestamp());
  }

  private void add(int partition, Figure figure, long timestamp) {
    var part = key(PART, figure.tally(), number(partition));
    var said = figures(figure.value());
    var change = Counters.of(said).plus(figures(store.get(part)), -1);
    if (change.isEmpty()) {
      return;
    }
    put(part, said);
    var tally = key(SUM, figure.tally());
    var before = figures(store.get(tally));
    var sum = put(tally, figures(store.get(tally)).plus(change, 1));
    forward(FigureKey.figure(figure.tally()), sum, timestamp);
    // A new version is held against the one before when it is whole.
    if (tells
        && (figure.why() & ~Why.DEFINITION.bit()) != 0
        && TallyCodec.isSeries(figure.tally())) {
      keepBefore(figure, before);
    }
  }

  /**
   * Keeps what a page was when corrections were told last: they are told together, not one by one.
   */
  private void keepBefore(Figure figure, Counters before) {
    var key = key(BEFORE, figure.tally());
    var kept = store.get(key);
    if (kept == null) {
      var encoded = TallyCodec.encode(before);
      store.put(
          key,
          ByteBuffer.allocate(1 + encoded.length).put((byte) figure.why()).put(encoded).array());
    } else if ((kept[0] & figure.why()) != figure.why()) {
      kept[0] |= (byte) figure.why();
      store.put(key, kept);
    }
  }

  private void tellCorrections(long nowMillis) {
    for (var key : keysFrom(key(BEFORE))) {
      var kept = store.get(key);
      var tally = Arrays.copyOfRange(key.get(), 1, key.get().length);
      if (kept != null) {
        var before = TallyCodec.counters(Arrays.copyOfRange(kept, 1, kept.length));
        var now = figures(store.get(key(SUM, tally)));
        tellCorrections(tally, before, now, Why.lastOf(kept[0]), nowMillis);
      }
      store.delete(key);
    }
  }

  private void tellCorrections(
      byte[] tally, Counters before, Counters after, Why why, long timestamp) {
    var key = TallyCodec.key(tally);
    var funnel = funnels.apply(key.funnel());
    if (funnel == null) {
      return;
    }
    for (var one : BucketCorrection.between(key, before, after, funnel.calendar(), timestamp)) {
      var correction = Correction.of(funnel, one, why, timestamp);
      context.forward(
          new Record<>(correction.key(), Json.bytes(correction), timestamp),
          FunnelTopology.CORRECTIONS_OUT);
    }
  }

  private void take(FunnelsHeld held, long timestamp) {
    var before = remember(held);
    store.put(key(HELD, number(held.partition())), Json.bytes(held));
    if (before != null) {
      var ended = new HashSet<>(before);
      heldBy.values().forEach(ended::removeAll);
      ended.forEach(funnel -> forget(funnel, timestamp));
    }
    int sum = context.taskId().partition();
    forward(FigureKey.held(held.partition(), sum), Json.bytes(held), timestamp);
  }

  private @Nullable Set<FunnelVersion> remember(FunnelsHeld held) {
    return heldBy.put(
        held.partition(),
        held.funnels().stream().map(FunnelProgress::funnel).collect(Collectors.toSet()));
  }

  /** No partition keeps this version any more: it is deleted or its successor is complete. */
  private void forget(FunnelVersion funnel, long timestamp) {
    if (tells) {
      tellWhatIsOtherwise(funnel, timestamp);
    }
    var prefix = TallyCodec.prefix(funnel);
    keysFrom(key(BEFORE, prefix)).forEach(store::delete);
    keysFrom(key(PART, prefix)).forEach(store::delete);
    for (var sum : keysFrom(key(SUM, prefix))) {
      store.delete(sum);
      var tally = Arrays.copyOfRange(sum.get(), 1, sum.get().length);
      forward(FigureKey.figure(tally), null, timestamp);
    }
  }

  /** Compares the periods of a version that ends with those of its successor, if it has one. */
  private void tellWhatIsOtherwise(FunnelVersion ended, long timestamp) {
    var latest =
        heldBy.values().stream()
            .flatMap(Set::stream)
            .filter(other -> isSuccessor(other, ended))
            .max(Comparator.comparingInt(FunnelVersion::version))
            .orElse(null);
    if (latest == null) {
      return;
    }
    var periods = new LinkedHashSet<TallyKey>();
    for (var version : List.of(ended, latest)) {
      for (var sum : keysFrom(key(SUM, TallyCodec.prefix(version)))) {
        var key = TallyCodec.key(Arrays.copyOfRange(sum.get(), 1, sum.get().length));
        periods.add(new TallyKey(latest, key.bucket(), key.segment(), key.page()));
      }
    }
    for (var now : periods) {
      var then = new TallyKey(ended, now.bucket(), now.segment(), now.page());
      tellCorrections(TallyCodec.encode(now), sum(then), sum(now), Why.DEFINITION, timestamp);
    }
  }

  private static boolean isSuccessor(FunnelVersion other, FunnelVersion than) {
    return other.project().equals(than.project())
        && other.funnel().equals(than.funnel())
        && other.version() > than.version();
  }

  private Counters sum(TallyKey key) {
    return figures(store.get(key(SUM, TallyCodec.encode(key))));
  }

  private List<Bytes> keysFrom(Bytes prefix) {
    var keys = new ArrayList<Bytes>();
    try (var all = store.prefixScan(prefix, new BytesSerializer())) {
      all.forEachRemaining(entry -> keys.add(entry.key));
    }
    return keys;
  }

  private void forward(FigureKey key, byte @Nullable [] value, long timestamp) {
    context.forward(new Record<>(key.encode(), value, timestamp), FunnelTopology.SUMS_OUT);
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
