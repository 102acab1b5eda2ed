package io.voronka.benchmarks;

import io.voronka.wire.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A Kafka Streams program that only counts the events of each key: the DSL's {@code count()} over
 * RocksDB with changelog and record cache, exactly once, with the settings of the product's
 * program. A count can be read when the input that it holds is committed.
 *
 * @param options of its JVM
 * @param records how many records there are in all
 */
record CountPerKey(List<String> options, int partitions, long records) implements StreamPeer {

  private static final String APPLICATION = "count-per-key";
  private static final String STORE = "counts";
  private static final Duration POLL = Duration.ofMillis(500);

  @Override
  public Run start(ShopTopic topic, Path folder) throws IOException {
    var command = new ArrayList<>(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Inside.class.getName()));
    command.addAll(List.of(topic.bootstrap(), folder.resolve("state").toString()));
    var process = new JavaProcess(command, Map.of(), folder.resolve("count.log"));
    var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, topic.bootstrap()));
    return new Run() {
      @Override
      public boolean isDone(boolean isAll)
          throws IOException, InterruptedException, ExecutionException {
        process.requireAlive();
        TimeUnit.MILLISECONDS.sleep(10);
        var offsets =
            admin.listConsumerGroupOffsets(APPLICATION).partitionsToOffsetAndMetadata().get();
        return topic.ends(isAll).entrySet().stream()
            .allMatch(
                end -> {
                  var committed = offsets.get(new TopicPartition(Topics.EVENTS, end.getKey()));
                  return committed != null && committed.offset() >= end.getValue();
                });
      }

      @Override
      public void check() {
        long counted = counted(topic.bootstrap(), partitions);
        if (counted != records) {
          throw new IllegalStateException("counted " + counted + " records of " + records);
        }
      }

      @Override
      public void close() {
        admin.close();
        process.close();
      }
    };
  }

  /** Adds up the counts that the changelog holds. */
  private static long counted(String bootstrap, int partitions) {
    var changelog = APPLICATION + "-" + STORE + "-changelog";
    var counts = new HashMap<Bytes, Long>();
    try (var consumer = FigureReader.consumer(bootstrap);
        var numbers = new LongDeserializer()) {
      var all =
          IntStream.range(0, partitions)
              .mapToObj(partition -> new TopicPartition(changelog, partition))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      var ends = consumer.endOffsets(all);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (var record : consumer.poll(POLL)) {
          counts.put(Bytes.wrap(record.key()), numbers.deserialize(changelog, record.value()));
        }
      }
    }
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What runs in the other process. */
  static final class Inside {

    private static final int COMMIT_MILLIS = 100;
    private static final int THREADS = 2;

    private Inside() {}

    public static void main(String[] args) {
      var builder = new StreamsBuilder();
      builder.stream(Topics.EVENTS, Consumed.with(Serdes.Bytes(), Serdes.ByteArray()))
          .groupByKey(Grouped.with(Serdes.Bytes(), Serdes.ByteArray()))
          .count(
              Materialized.<Bytes, Long, KeyValueStore<Bytes, byte[]>>as(STORE)
                  .withKeySerde(Serdes.Bytes())
                  .withValueSerde(Serdes.Long()));
      var streams = new KafkaStreams(builder.build(), config(args[0], args[1]));
      streams.start();
      Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
    }

    private static Properties config(String bootstrap, String folder) {
      var config = new Properties();
      config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
      config.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
      config.put(StreamsConfig.STATE_DIR_CONFIG, folder);
      config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, THREADS);
      config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
      config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
      config.put(StreamsConfig.POLL_MS_CONFIG, 10);
      config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
      config.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
      config.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
      config.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 64 << 10);
      config.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
      return config;
    }
  }
}
