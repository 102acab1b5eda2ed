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
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
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

  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(30);

  private final Path data;
  private volatile Health health = Health.starting("the embedded broker");
  private @Nullable FolderLock lock;
  private @Nullable BrokerPorts ports;
  private @Nullable KafkaRaftServer server;

  /**
   * Describes a broker; nothing is read or written before {@link #start()}.
   *
   * @param data the data folder; made when missing
   */
  public EmbeddedBroker(Path data) {
    this.data = data.toAbsolutePath().normalize();
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
    try {
      ports = BrokerPorts.choose(data.resolve("broker.properties"));
      var logs = data.resolve("kafka");
      format(logs);
      server =
          new KafkaRaftServer(new KafkaConfig(BrokerConfig.of(ports, logs), false), Time.SYSTEM);
      server.startup();
    } catch (Exception failed) {
      health = Health.failed("the embedded broker can't start");
      throw new ServiceException(
          ProblemType.UNAVAILABLE, "The embedded broker can't start in " + data + ".", failed);
    }
    health = Health.READY;
  }

  /** Prepares a new folder; one that has been prepared keeps its cluster. */
  private static void format(Path logs) throws Exception {
    Files.createDirectories(logs);
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setClusterId(clusterOf(logs))
        .setNodeId(BrokerConfig.NODE)
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setControllerListenerName(BrokerConfig.CONTROLLER_LISTENER)
        .setDirectories(List.of(logs.toString()))
        .setMetadataLogDirectory(logs.toString())
        .setIgnoreFormatted(true)
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
  public synchronized String bootstrap() {
    if (ports == null) {
      throw new IllegalStateException("not started");
    }
    return HOST + ":" + ports.client();
  }

  @Override
  public Health health() {
    return health;
  }

  @Override
  public synchronized void close() {
    if (server != null) {
      health = Health.failed("the embedded broker is closed");
      stop(server);
      server = null;
    }
    if (lock != null) {
      lock.close();
      lock = null;
    }
  }

  /** Stops in a thread of its own, because the broker sets no limit to its own end. */
  private static void stop(KafkaRaftServer server) {
    var stopping =
        new Thread(
            () -> {
              server.shutdown();
              server.awaitShutdown();
            },
            "broker-stop");
    stopping.setDaemon(true);
    stopping.start();
    try {
      stopping.join(LONGEST_CLOSE.toMillis());
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }
}
