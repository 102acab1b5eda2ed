package io.voronka.benchmarks;

import io.voronka.allinone.EmbeddedBroker;
import io.voronka.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The broker in this process; beside it each service a process of its own. */
final class ProcessCluster extends Cluster {

  private final Path folder;
  private final Map<String, String> env = new HashMap<>();
  private final EmbeddedBroker broker;
  private final List<ServiceProcess> streams = new ArrayList<>();
  private final ServiceProcess ingest;
  private final ServiceProcess dashboard;

  /**
   * Starts it with one stream instance and waits until it is ready.
   *
   * @param folder where everything is kept
   */
  ProcessCluster(Path folder, int partitions) throws IOException, InterruptedException {
    this(folder, partitions, FreePorts.any(), FreePorts.any());
  }

  private ProcessCluster(Path folder, int partitions, int ingestPort, int dashboardPort)
      throws IOException, InterruptedException {
    super(ingestPort, dashboardPort);
    this.folder = folder;
    this.broker = new EmbeddedBroker(folder.resolve("broker"));
    broker.start();
    env.putAll(settings(partitions));
    env.put("VORONKA_BOOTSTRAP", broker.bootstrap());
    scale(1);
    ingest = new ServiceProcess("ingest", "ingest", folder, ingestPort, env);
    dashboard = new ServiceProcess("dashboard", "dashboard", folder, dashboardPort, env);
    try {
      ingest.awaitReady(READY);
      dashboard.awaitReady(READY);
    } catch (RuntimeException | InterruptedException failed) {
      close();
      throw failed;
    }
  }

  @Override
  String bootstrap() {
    return broker.bootstrap();
  }

  @Override
  void scale(int instances) throws IOException, InterruptedException {
    while (streams.size() < instances) {
      int port = FreePorts.any();
      var own = new HashMap<>(env);
      own.put("VORONKA_STREAMS_PORT", Integer.toString(port));
      var name = "s" + (streams.size() + 1);
      streams.add(new ServiceProcess("streams", name, folder, port, own));
    }
    while (streams.size() > instances) {
      int last = streams.size() - 1;
      streams.get(last).stop();
      streams.remove(last);
    }
  }

  @Override
  void killAndStart(int instance) throws IOException {
    streams.get(instance - 1).killAndStart();
  }

  @Override
  void awaitReady(int instance) throws InterruptedException {
    streams.get(instance - 1).awaitReady(READY);
  }

  @Override
  void restartBroker() {
    var before = broker.bootstrap();
    broker.close();
    broker.start();
    if (!broker.bootstrap().equals(before)) {
      throw new IllegalStateException("another process took the broker's port meanwhile");
    }
  }

  @Override
  public void close() {
    streams.forEach(ServiceProcess::kill);
    ingest.kill();
    dashboard.kill();
    broker.close();
  }
}
