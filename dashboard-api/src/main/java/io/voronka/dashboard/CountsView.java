package io.voronka.dashboard;

import io.voronka.kit.KafkaSettings;
import io.voronka.kit.LogKeys;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.kit.Telemetry;
import io.voronka.kit.TopicReader;
import io.voronka.model.count.Bucket;
import io.voronka.model.count.Cells;
import io.voronka.model.count.Counters;
import io.voronka.model.count.Granularity;
import io.voronka.model.count.Page;
import io.voronka.model.count.Segment;
import io.voronka.model.count.TallyKey;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.wire.FigureKey;
import io.voronka.wire.FunnelsHeld;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.Mark;
import io.voronka.wire.TallyCodec;
import io.voronka.wire.Topics;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The summed figures and marks, as last published. Thread-safe: one reader thread writes, a lock
 * keeps readers from seeing half of what was said together.
 */
final class CountsView implements MarksView, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CountsView.class);

  /** One figure of a bucket. */
  private record Place(Segment segment, Page page) {}

  /** The figures of a funnel version, by period, then by place. */
  private static final class FunnelCounts {
    final Map<Granularity, TreeMap<Long, Map<Place, Counters>>> periods =
        new EnumMap<>(Granularity.class);
    long changes;
  }

  private final TopicReader reader;
  private final Map<FunnelVersion, FunnelCounts> funnels = new HashMap<>();
  private final Marks marks = new Marks();
  private final SaidTogether saidTogether = new SaidTogether(this::takeIfReadable);

  CountsView(KafkaSettings kafka, Telemetry telemetry) {
    reader =
        new TopicReader(kafka, Topics.STAGE_COUNTS, this::clear, this::take).watchedBy(telemetry);
  }

  void start() {
    reader.start();
  }

  boolean isCaughtUp() {
    return reader.isCaughtUp();
  }

  private synchronized void clear() {
    funnels.clear();
    marks.clear();
    saidTogether.clear();
  }

  private synchronized void take(ConsumerRecords<byte[], byte[]> records) {
    saidTogether.take(records, isCaughtUp());
    notifyAll();
  }

  private void takeIfReadable(ConsumerRecord<byte[], byte[]> record) {
    try {
      take(record);
    } catch (RuntimeException notUnderstood) {
      LOG.atError()
          .addKeyValue(LogKeys.PARTITION, record.partition())
          .addKeyValue(LogKeys.OFFSET, record.offset())
          .addKeyValue(LogKeys.REASON, notUnderstood.getMessage())
          .log("a figure can't be read and is left out");
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      throw new MalformedRecord("a figure without a key");
    }
    var key = FigureKey.decode(record.key());
    if (key.kind() != FigureKey.Kind.FIGURE && record.value() == null) {
      throw new MalformedRecord("a mark without a value");
    }
    if (key.kind() == FigureKey.Kind.MARK) {
      marks.take(Json.read(record.value(), Mark.class));
      return;
    }
    if (key.kind() == FigureKey.Kind.HELD) {
      marks.take(Json.read(record.value(), FunnelsHeld.class));
      return;
    }
    var tally = TallyCodec.key(key.tally());
    var funnel = funnels.computeIfAbsent(tally.funnel(), version -> new FunnelCounts());
    var periods =
        funnel.periods.computeIfAbsent(tally.bucket().granularity(), g -> new TreeMap<>());
    var place = new Place(tally.segment(), tally.page());
    if (record.value() != null) {
      periods
          .computeIfAbsent(tally.bucket().startMillis(), start -> new HashMap<>())
          .put(place, TallyCodec.counters(record.value()));
    } else {
      remove(periods, tally.bucket(), place);
    }
    funnel.changes++;
  }

  private static void remove(Map<Long, Map<Place, Counters>> periods, Bucket bucket, Place place) {
    var places = periods.get(bucket.startMillis());
    if (places != null) {
      places.remove(place);
      if (places.isEmpty()) {
        periods.remove(bucket.startMillis());
      }
    }
  }

  /** How many figures are held. */
  synchronized long size() {
    return funnels.values().stream()
        .flatMap(counts -> counts.periods.values().stream())
        .flatMap(periods -> periods.values().stream())
        .mapToLong(Map::size)
        .sum();
  }

  /** A number that is another one whenever the funnel's figures are others. */
  synchronized long changesOf(FunnelVersion funnel) {
    var counts = funnels.get(funnel);
    return counts == null ? 0 : counts.changes;
  }

  /** Hands over the figures of all of time and those that hold the series. */
  synchronized void read(
      FunnelVersion funnel, Granularity series, BiConsumer<TallyKey, Counters> reader) {
    var counts = funnels.get(funnel);
    if (counts != null) {
      read(funnel, counts, Granularity.ALL, reader);
      read(funnel, counts, Cells.seriesBucket(series), reader);
    }
  }

  private static void read(
      FunnelVersion funnel,
      FunnelCounts counts,
      Granularity granularity,
      BiConsumer<TallyKey, Counters> reader) {
    counts
        .periods
        .getOrDefault(granularity, new TreeMap<>())
        .forEach(
            (start, places) ->
                places.forEach(
                    (place, figures) ->
                        reader.accept(
                            new TallyKey(
                                funnel, new Bucket(granularity, start), place.segment, place.page),
                            figures)));
  }

  /** The first day on which anybody entered; {@link Long#MAX_VALUE} if nobody did. */
  synchronized long firstDay(Funnel funnel) {
    var first = new long[] {Long.MAX_VALUE};
    var counts = funnels.get(funnel.key());
    var months = counts == null ? null : counts.periods.get(Granularity.MONTH);
    if (months != null && !months.isEmpty()) {
      var bucket = new Bucket(Granularity.MONTH, months.firstKey());
      for (var page : months.firstEntry().getValue().values()) {
        page.forEach(
            (cell, count) -> {
              var period = Cells.seriesPeriod(bucket, cell, funnel.calendar());
              if (period.granularity() == Granularity.DAY) {
                first[0] = Math.min(first[0], period.startMillis());
              }
            });
      }
    }
    return first[0];
  }

  /** Share of the partitions of events whose figures of the funnel hold all timelines, 0 to 1. */
  synchronized double complete(FunnelVersion funnel, int partitions) {
    return marks.complete(funnel, partitions);
  }

  @Override
  public synchronized Marks marks() {
    return marks.copy();
  }

  @Override
  public synchronized Marks await(Predicate<Marks> until, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!until.test(marks)) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        break;
      }
      try {
        wait(left);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new ServiceException(ProblemType.UNAVAILABLE, "The service is stopping.", stopped);
      }
    }
    return marks.copy();
  }

  @Override
  public void close() {
    reader.close();
  }
}
