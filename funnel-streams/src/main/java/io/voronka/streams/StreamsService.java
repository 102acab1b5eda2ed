package io.voronka.streams;

import static java.util.Map.entry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.voronka.kit.Health;
import io.voronka.kit.KafkaSettings.Client;
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
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsNotStartedException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Runs the stream program and answers questions that need the timelines. */
public final class StreamsService implements Service {

  /** What Kafka knows the program by: its group, and the beginning of its own topics' names. */
  static final String APPLICATION = "voronka-streams";

  private static final Duration KAFKA_WAIT = Duration.ofSeconds(60);
  private static final long MAX_QUESTION_BYTES = 1_000_000;

  // The least that brokers allow by default: so long an instance is waited for that was killed.
  private static final int SESSION_TIMEOUT_MILLIS = 6000;
  private static final int HEARTBEAT_MILLIS = 1000;

  // The least that Kafka Streams allows: so often it looks whether an instance that is new has read
  // what it needs to take partitions over.
  private static final long PROBING_MILLIS = 60_000;

  private static final int TRANSACTION_TIMEOUT_MILLIS = 60_000; // well above a slice of new funnels
  private static final int MAX_RECORD_BYTES = 8 << 20;

  private final StreamSettings settings;
  private final Telemetry telemetry;
  private final InstantSource clock;
  private final HeldOutlines outlines = new HeldOutlines();
  private @Nullable WebServer server;
  private volatile @Nullable RunningProgram program;
  private @Nullable KafkaOffsets offsets;
  private @Nullable ForwardedLog forwarded;
  private @Nullable LeftTransactions left;

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
            new TimelineAnswers(this::rooms, outlines)::register);
    server = web;
    web.start();
    var address = settings.advertised() + ":" + web.port();
    var known = new KafkaOffsets(settings.kafka().client(Client.ADMIN), APPLICATION);
    offsets = known;
    var metrics = new StreamMetrics(telemetry.registry());
    var detectorMetrics = new DetectorMetrics(telemetry.registry());
    var guards = Guards.of(known);
    var folder = settings.state().resolve(APPLICATION);
    var transactions = new LeftTransactions(settings.kafka().client(Client.ADMIN), APPLICATION);
    left = transactions;
    transactions.start(folder);
    program =
        new RunningProgram(
            () -> topology(address, sums, metrics, detectorMetrics, guards),
            config(address),
            new PacedClients(guards.pace()),
            folder,
            new SteadyTime(clock, System::nanoTime),
            known,
            parting(),
            metrics,
            this::watched);
    Gauge.builder("voronka.streams.running", this, service -> service.health().isReady() ? 1 : 0)
        .description("1 while all partitions held here are processed")
        .register(telemetry.registry());
    Gauge.builder("voronka.streams.outlines", outlines, HeldOutlines::bytes)
        .description("memory of what questions by names and times alone are answered from")
        .baseUnit("bytes")
        .register(telemetry.registry());
    Gauge.builder("voronka.streams.state.memory", () -> StoreOnDisk.taken(settings.memoryBytes()))
        .baseUnit("bytes")
        .description("memory that state stores take beside the heap, of VORONKA_STATE_MEMORY")
        .register(telemetry.registry());
    program.start();
    var log = new ForwardedLog(settings.kafka().client(Client.ADMIN), APPLICATION);
    forwarded = log;
    log.start();
  }

  /** The meters that Kafka Streams and its clients have of themselves. */
  private AutoCloseable watched(KafkaStreams streams) {
    var meters = new KafkaStreamsMetrics(streams);
    meters.bindTo(telemetry.registry());
    return meters;
  }

  private Topology topology(
      String address,
      int sums,
      StreamMetrics metrics,
      DetectorMetrics detectorMetrics,
      Guards guards) {
    return FunnelTopology.build(
        new DefinitionView(),
        address,
        sums,
        settings.kafka().retention(),
        settings.tells(),
        settings.alertLag(),
        metrics,
        detectorMetrics,
        outlines,
        guards,
        org.apache.kafka.streams.state.Stores::persistentKeyValueStore);
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
    var running = program;
    if (running == null) {
      throw new StreamsNotStartedException("the stream program has not begun");
    }
    return running
        .streams()
        .store(
            StoreQueryParameters.fromNameAndType(
                    Stores.ROOMS, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                .withPartition(partition));
  }

  private Properties config(String address) {
    var config = new Properties();
    config.putAll(defaults());
    // What is for one kind of client begins as Kafka Streams wants it.
    config.putAll(settings.kafka().properties());
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafka().bootstrap());
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
    config.put(StreamsConfig.APPLICATION_SERVER_CONFIG, address);
    config.put(StreamsConfig.STATE_DIR_CONFIG, settings.state().toString());
    config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
    config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbys());
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0); // the stores have their own
    config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) settings.kafka().replication());
    if (settings.kafka().minInSync() > 0) {
      config.put(
          StreamsConfig.topicPrefix(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG),
          Short.toString(settings.kafka().minInSync()));
    }
    // As of the other topics: brokers refuse records whose time is an hour ahead of theirs.
    config.put(
        StreamsConfig.topicPrefix(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG), "LogAppendTime");
    config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, StoreOnDisk.class);
    config.put(StoreOnDisk.MEMORY_BYTES, settings.memoryBytes());
    // Which of the two inputs comes first makes no difference, so none waits for the other.
    config.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    // An instance that comes back under its name takes its partitions up at once.
    config.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
        settings.instance());
    config.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    // A transaction's first batch can be told to wait for the end of the one before. Batches sent
    // behind it would be refused as out of order, so there are none.
    config.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
    return config;
  }

  /** What the settings may set otherwise. */
  private static Map<String, Object> defaults() {
    return Map.ofEntries(
        entry(StreamsConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000),
        entry(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, CommitPace.LONGEST.toMillis()),
        entry(StreamsConfig.POLL_MS_CONFIG, 10),
        entry(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, PROBING_MILLIS),
        entry(
            StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
            SESSION_TIMEOUT_MILLIS),
        entry(
            StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
            HEARTBEAT_MILLIS),
        entry(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4"),
        entry(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 64 << 10),
        entry(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5),
        // The client weighs records before they are compressed, the broker after.
        entry(
            StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), MAX_RECORD_BYTES),
        // The first batch of a transaction that has to wait for the one before asks again soon.
        entry(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 5),
        entry(
            StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
            TRANSACTION_TIMEOUT_MILLIS));
  }

  @Override
  public Health health() {
    var running = program;
    return running == null ? Health.starting("the stream program has not begun") : running.health();
  }

  /** The port under which it answers questions. */
  public int port() {
    return server == null ? settings.port() : server.port();
  }

  /**
   * Whoever holds a copy goes on at once when this instance says that it leaves. Where nobody does,
   * its partitions wait for it: to read their state anew takes longer than a restart.
   */
  private GroupMembershipOperation parting() {
    return settings.standbys() > 0
        ? GroupMembershipOperation.LEAVE_GROUP
        : GroupMembershipOperation.REMAIN_IN_GROUP;
  }

  @Override
  public void close() {
    if (left != null) {
      left.close();
    }
    if (forwarded != null) {
      forwarded.close();
    }
    if (program != null) {
      program.close();
    }
    if (offsets != null) {
      offsets.close();
    }
    if (server != null) {
      server.close();
    }
  }
}
