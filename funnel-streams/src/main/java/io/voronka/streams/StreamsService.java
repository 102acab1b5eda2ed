package io.voronka.streams;

import io.micrometer.core.instrument.Gauge;
import io.voronka.kit.Health;
import io.voronka.kit.LogKeys;
import io.voronka.kit.Service;
import io.voronka.kit.Telemetry;
import io.voronka.kit.TopicSetup;
import io.voronka.kit.WebServer;
import io.voronka.wire.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsNotStartedException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the stream program and answers questions that need the timelines. */
public final class StreamsService implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(StreamsService.class);
  private static final String APPLICATION = "voronka-streams";
  private static final Duration KAFKA_WAIT = Duration.ofSeconds(60);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(20);
  private static final long MAX_QUESTION_BYTES = 1_000_000;

  private static final int TRANSACTION_TIMEOUT_MILLIS = 60_000; // well above a slice of new funnels
  private static final long COMMIT_MILLIS = 100;

  private final StreamSettings settings;
  private final Telemetry telemetry;
  private final InstantSource clock;
  private @Nullable WebServer server;
  private volatile @Nullable KafkaStreams streams;
  private @Nullable ForwardedLog forwarded;

  /** Describes the service; nothing runs before {@link #start()}. */
  public StreamsService(StreamSettings settings, Telemetry telemetry, InstantSource clock) {
    this.settings = settings;
    this.telemetry = telemetry;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "streams";
  }

  @Override
  public void start() {
    var partitions = new TopicSetup(settings.kafka(), clock).ensure(KAFKA_WAIT);
    int sums = sums(partitions);
    // The server is first, because the program's marks carry its port.
    var web =
        new WebServer(
            settings.host(),
            settings.port(),
            MAX_QUESTION_BYTES,
            this::health,
            telemetry,
            new TimelineAnswers(this::rooms)::register);
    server = web;
    web.start();
    var address = settings.advertised() + ":" + web.port();
    var topology =
        FunnelTopology.build(
            new DefinitionView(),
            address,
            sums,
            settings.kafka().retention(),
            settings.tells(),
            settings.alertLag(),
            new StreamMetrics(telemetry.registry()),
            new DetectorMetrics(telemetry.registry()),
            org.apache.kafka.streams.state.Stores::persistentKeyValueStore);
    var program = new KafkaStreams(topology, new StreamsConfig(config(address)));
    program.setUncaughtExceptionHandler(
        failure -> {
          LOG.atError().setCause(failure).log("a stream thread failed and is replaced");
          return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
    program.setStateListener(
        (now, before) -> LOG.atInfo().addKeyValue(LogKeys.STATE, now).log("stream program"));
    Gauge.builder("voronka.streams.running", this, service -> service.health().isReady() ? 1 : 0)
        .description("1 while all partitions held here are processed")
        .register(telemetry.registry());
    streams = program;
    program.start();
    var log = new ForwardedLog(settings.kafka().client(), APPLICATION);
    forwarded = log;
    log.start();
  }

  /** Rooms find each other by the number of partitions, so all have to have as many. */
  private static int sums(Map<String, Integer> partitions) {
    int sums = Objects.requireNonNull(partitions.get(Topics.TALLIES));
    for (var topic :
        List.of(Topics.EVENTS, Topics.FORWARDED, Topics.STAGE_COUNTS, Topics.MINUTES)) {
      int others = Objects.requireNonNull(partitions.get(topic));
      if (others != sums) {
        throw new IllegalStateException(
            "%s has %s partitions and %s has %s; they must have as many"
                .formatted(topic, others, Topics.TALLIES, sums));
      }
    }
    return sums;
  }

  private ReadOnlyKeyValueStore<Bytes, byte[]> rooms(int partition) {
    var program = streams;
    if (program == null) {
      throw new StreamsNotStartedException("the stream program has not begun");
    }
    return program.store(
        StoreQueryParameters.fromNameAndType(
                Stores.ROOMS, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
            .withPartition(partition));
  }

  private Properties config(String address) {
    var config = new Properties();
    config.putAll(settings.kafka().client());
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
    config.put(StreamsConfig.APPLICATION_SERVER_CONFIG, address);
    config.put(StreamsConfig.STATE_DIR_CONFIG, settings.state().toString());
    config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
    config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0); // the stores have their own
    config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) settings.kafka().replication());
    config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, StoreOnDisk.class);
    config.put(StreamsConfig.POLL_MS_CONFIG, 10);
    // Which of the two inputs comes first makes no difference, so none waits for the other.
    config.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    // An instance that comes back under its name takes its partitions up at once.
    config.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
        settings.instance());
    config.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 15_000);
    config.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1_500);
    config.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    config.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    config.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 64 << 10);
    config.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
    config.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        TRANSACTION_TIMEOUT_MILLIS);
    // A transaction's first batch can be told to wait for the end of the one before. Batches sent
    // behind it would be refused as out of order, so there are none, and it asks again soon.
    config.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
    config.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 5);
    return config;
  }

  @Override
  public Health health() {
    var program = streams;
    if (program == null) {
      return Health.starting("the stream program has not begun");
    }
    return switch (program.state()) {
      case RUNNING -> Health.READY;
      case ERROR, PENDING_ERROR -> Health.failed("the stream program has failed, see the log");
      default -> Health.starting("the stream program is " + program.state());
    };
  }

  /** The port under which it answers questions. */
  public int port() {
    return server == null ? settings.port() : server.port();
  }

  @Override
  public void close() {
    if (forwarded != null) {
      forwarded.close();
    }
    var program = streams;
    if (program != null) {
      program.close(CLOSE_WAIT);
    }
    if (server != null) {
      server.close();
    }
  }
}
