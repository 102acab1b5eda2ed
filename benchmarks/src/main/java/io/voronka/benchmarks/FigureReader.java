package io.voronka.benchmarks;

import io.voronka.model.count.Bucket;
import io.voronka.model.count.Cells;
import io.voronka.model.count.Counters;
import io.voronka.model.count.Page;
import io.voronka.model.count.Segment;
import io.voronka.wire.FigureKey;
import io.voronka.wire.Json;
import io.voronka.wire.Mark;
import io.voronka.wire.TallyCodec;
import io.voronka.wire.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the figures that the stream program publishes, as the dashboard does. */
final class FigureReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(10);

  /** A mark, by the partition of events and that of sums. */
  private record Place(int partition, int sum) {}

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final int partitions;
  private final Map<Place, Mark> marks = new HashMap<>();
  private final Map<String, Counters> totals = new HashMap<>();

  FigureReader(String bootstrap, int partitions) {
    this.partitions = partitions;
    this.consumer = consumer(bootstrap);
    var all =
        IntStream.range(0, partitions)
            .mapToObj(partition -> new TopicPartition(Topics.STAGE_COUNTS, partition))
            .toList();
    consumer.assign(all);
    consumer.seekToBeginning(all);
  }

  /** Makes a consumer that sees what is committed. */
  static KafkaConsumer<byte[], byte[]> consumer(String bootstrap) {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  /** Reads on for a moment; returns whether the figures hold every event up to these offsets. */
  boolean hold(Map<Integer, Long> ends) {
    consumer.poll(POLL).forEach(this::take);
    return ends.entrySet().stream().allMatch(end -> counted(end.getKey()) >= end.getValue())
        && isQuiet();
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    var key = FigureKey.decode(record.key());
    if (key.kind() == FigureKey.Kind.MARK) {
      var mark = Json.read(record.value(), Mark.class);
      marks.put(new Place(mark.partition(), mark.sumPartition()), mark);
    } else if (key.kind() == FigureKey.Kind.FIGURE && record.value() != null) {
      var tally = TallyCodec.key(key.tally());
      if (tally.page().kind() == Page.Kind.COUNTS
          && tally.bucket().equals(Bucket.ALL)
          && tally.segment().equals(Segment.EVERYBODY)) {
        totals.put(tally.funnel().funnel(), TallyCodec.counters(record.value()));
      }
    }
  }

  /** How many records of events are in the figures; before the first hold(), none. */
  long counted() {
    long all = 0;
    for (int partition = 0; partition < partitions; partition++) {
      all += counted(partition);
    }
    return all;
  }

  private long counted(int partition) {
    long least = Long.MAX_VALUE;
    for (int sum = 0; sum < partitions; sum++) {
      var mark = marks.get(new Place(partition, sum));
      least = Math.min(least, mark == null ? 0 : mark.counted());
    }
    return least;
  }

  /** Whether everything that partitions sent each other is in the figures. */
  private boolean isQuiet() {
    return marks.values().stream()
        .allMatch(
            from ->
                from.traffic().sent().entrySet().stream()
                    .allMatch(to -> taken(to.getKey(), from.partition()) >= to.getValue()));
  }

  private long taken(int partition, int from) {
    long least = Long.MAX_VALUE;
    for (int sum = 0; sum < partitions; sum++) {
      var mark = marks.get(new Place(partition, sum));
      least = Math.min(least, mark == null ? 0 : mark.traffic().taken().getOrDefault(from, 0L));
    }
    return least;
  }

  /** How many people reached each stage of a funnel. */
  List<Long> reached(String funnel, int stages) {
    var counters = totals.getOrDefault(funnel, new Counters());
    return IntStream.range(0, stages)
        .mapToObj(stage -> counters.get(Cells.reached(stage)))
        .toList();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
