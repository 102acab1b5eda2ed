package io.voronka.allinone;

import io.voronka.kit.Health;
import io.voronka.kit.ProblemType;
import io.voronka.kit.Service;
import io.voronka.kit.ServiceException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.kafka.server.common.TransactionVersion;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker in this process, alone in its cluster, listening on {@value #HOST} only.
 *
 * <p>Keeps everything below one data folder: {@code kafka/} (topics and metadata), {@code
 * broker.properties} (ports), {@code lock} (one process at a time). What it acknowledged is there
 * after a restart, also after {@code kill -9}; only a crash of the machine itself can lose what the
 * operating system had not written yet.
 */
public final class EmbeddedBroker implements Service {

  static final String HOST = "127.0.0.1";

  /**
   * Of version 2, a transaction stays open for ever if the broker dies while it commits: after the
   * restart the marker that ends it is refused as too old (Kafka 4.3.1; akin to KAFKA-19999).
   */
  private static final short RECOVERABLE_TRANSACTIONS = TransactionVersion.TV_1.featureLevel();

  // After a crash all that was written last is read again.
  private static final Duration LONGEST_START = Duration.ofMinutes(5);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(30);

  private final Path data;
  private final UnaryOperator<Map<String, String>> config;
  private final List<String> users;
  private volatile Health health = Health.starting("the embedded broker");
  private @Nullable FolderLock lock;
  private volatile @Nullable BrokerSockets sockets;
  private volatile @Nullable BrokerNode node;

  /**
   * Describes a broker; nothing is read or written before {@link #start()}.
   *
   * @param data the data folder; made when missing
   */
  public EmbeddedBroker(Path data) {
    this(data, UnaryOperator.identity(), List.of());
  }

  /**
   * Describes a broker that is otherwise than usual.
   *
   * @param config changes its settings
   * @param users who log in with SCRAM, in the form of {@code kafka-storage --add-scram}
   */
  EmbeddedBroker(Path data, UnaryOperator<Map<String, String>> config, List<String> users) {
    this.data = data.toAbsolutePath().normalize();
    this.config = config;
    this.users = List.copyOf(users);
  }

  @Override
  public String name() {
    return "broker";
  }

  /**
   * Starts and returns when topics can be made and written; takes 2 to 5 s.
   *
   * @throws ServiceException if the folder is in use or can't be used
   */
  @Override
  public synchronized void start() {
    if (data.toString().contains(",")) {
      throw new ServiceException(
          ProblemType.UNAVAILABLE, "The data folder " + data + " must have no comma in its name.");
    }
    lock = FolderLock.take(data);
    var failure = new AtomicReference<@Nullable Throwable>();
    runApart("broker-start", () -> tryToStart(failure), LONGEST_START);
    if (!health.isReady()) {
      health = Health.failed("the embedded broker can't start");
      throw new ServiceException(
          ProblemType.UNAVAILABLE,
          "The embedded broker can't start in " + data + ".",
          Objects.requireNonNullElseGet(
              failure.get(), () -> new IllegalStateException("not within " + LONGEST_START)));
    }
  }

  /** Starts; an error must reach the one who waits, too. */
  private void tryToStart(AtomicReference<@Nullable Throwable> failure) {
    try {
      var opened = BrokerSockets.open(data.resolve("broker.properties"));
      sockets = opened;
      var logs = data.resolve("kafka");
      format(logs);
      var made =
          new BrokerNode(
              new KafkaConfig(config.apply(BrokerConfig.of(opened, logs)), false), opened);
      node = made; // before it starts, so that one that fails half-way is closed too
      made.start();
      health = Health.READY;
    } catch (Throwable failed) {
      failure.set(failed);
    }
  }

  /** Prepares a new folder; one that has been prepared keeps its cluster. */
  private void format(Path logs) throws Exception {
    Files.createDirectories(logs);
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setClusterId(clusterOf(logs))
        .setNodeId(BrokerConfig.NODE)
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setFeatureLevel(TransactionVersion.FEATURE_NAME, RECOVERABLE_TRANSACTIONS)
        .setControllerListenerName(BrokerConfig.CONTROLLER_LISTENER)
        .setDirectories(List.of(logs.toString()))
        .setMetadataLogDirectory(logs.toString())
        .setIgnoreFormatted(true)
        .setScramArguments(users)
        .run();
  }

  private static String clusterOf(Path logs) throws IOException {
    var file = logs.resolve("meta.properties");
    var meta = new Properties();
    if (Files.exists(file)) {
      try (var in = Files.newBufferedReader(file)) {
        meta.load(in);
      }
    }
    return meta.getProperty("cluster.id", Uuid.randomUuid().toString());
  }

  /**
   * The address for clients, {@code host:port}.
   *
   * @throws IllegalStateException before the start
   */
  public String bootstrap() {
    var known = sockets;
    if (known == null) {
      throw new IllegalStateException("not started");
    }
    return HOST + ":" + known.clientPort();
  }

  @Override
  public Health health() {
    return health;
  }

  @Override
  public synchronized void close() {
    var ending = node;
    if (ending != null) {
      health = Health.failed("the embedded broker is closed");
      runApart("broker-stop", ending::close, LONGEST_CLOSE);
      node = null;
    }
    if (sockets != null) {
      sockets.close();
    }
    if (lock != null) {
      lock.close();
      lock = null;
    }
  }

  /**
   * Runs something in a thread of its own and waits for its end. The broker sets no limit to its
   * own end, and takes an interrupt of the calling thread for a fault.
   */
  private static void runApart(String name, Runnable task, Duration longest) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    Uninterruptibles.join(thread, longest);
  }
}
