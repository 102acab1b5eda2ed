package io.voronka.benchmarks;

import io.voronka.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The containers of this repository's {@code docker-compose.yml}, as anybody starts them: with
 * other ports, keys and names, so that several can run beside each other.
 */
final class ContainerCluster extends Cluster {

  private static final int STREAM_PORTS = 20;

  private final Compose compose;
  private final int brokerPort;
  private List<String> streams = List.of();

  /**
   * Builds the image of what is built, starts it with one stream instance and waits until it is
   * ready.
   *
   * @param folder where the logs are kept
   * @throws IllegalStateException saying what is missing, if there are no containers here
   */
  ContainerCluster(Path folder, int partitions) throws IOException, InterruptedException {
    this(folder, partitions, FreePorts.any(), FreePorts.any());
  }

  private ContainerCluster(Path folder, int partitions, int ingestPort, int dashboardPort)
      throws IOException, InterruptedException {
    super(ingestPort, dashboardPort);
    this.brokerPort = FreePorts.any();
    int streamsPort = FreePorts.any();
    var env = new HashMap<>(settings(partitions));
    env.putAll(
        Map.of(
            "VORONKA_BROKER_PORT",
            Integer.toString(brokerPort),
            "VORONKA_STREAMS_PORTS",
            streamsPort + "-" + (streamsPort + STREAM_PORTS),
            "VORONKA_INGEST_URL",
            "http://127.0.0.1:" + ingestPort,
            // As with processes: who lives for seconds gains nothing from the second compiler.
            "VORONKA_JAVA_OPTS",
            "-XX:TieredStopAtLevel=1"));
    var name = "voronka-resilience-" + ingestPort;
    compose = new Compose(name, repository(), env, folder.resolve("containers.log"));
    try {
      compose.compose("up", "--detach", "--build");
      streams = compose.containers("streams");
      for (var container : compose.containers("ingest")) {
        awaitHealthy(container);
      }
    } catch (RuntimeException | IOException | InterruptedException failed) {
      compose.close();
      throw failed;
    }
  }

  /** The folder at or above this one that the containers are made of. */
  private static Path repository() {
    var folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docker-compose.yml"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("docker-compose.yml is neither here nor above");
      }
    }
    return folder;
  }

  @Override
  String bootstrap() {
    return "127.0.0.1:" + brokerPort;
  }

  @Override
  void scale(int instances) throws IOException, InterruptedException {
    while (streams.size() > instances) {
      var last = streams.get(streams.size() - 1);
      compose.docker("stop", last);
      compose.docker("logs", last);
      compose.docker("rm", "--volumes", last);
      streams = streams.subList(0, streams.size() - 1);
    }
    if (streams.size() < instances) {
      var scale = "streams=" + instances;
      compose.compose("up", "--detach", "--no-deps", "--no-recreate", "--scale", scale, "streams");
      streams = compose.containers("streams");
    }
  }

  @Override
  void killAndStart(int instance) throws IOException, InterruptedException {
    var container = streams.get(instance - 1);
    compose.docker("kill", "--signal", "KILL", container);
    compose.docker("start", container);
  }

  @Override
  void awaitReady(int instance) throws IOException, InterruptedException {
    awaitHealthy(streams.get(instance - 1));
  }

  private void awaitHealthy(String container) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + READY.toNanos();
    while (!health(container).equals("healthy")) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(container + " is not healthy within " + READY);
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private String health(String container) throws IOException, InterruptedException {
    return compose.docker("inspect", "--format", "{{.State.Health.Status}}", container).strip();
  }

  @Override
  void restartBroker() throws IOException, InterruptedException {
    compose.compose("restart", "kafka");
  }

  @Override
  public void close() {
    compose.close();
  }
}
