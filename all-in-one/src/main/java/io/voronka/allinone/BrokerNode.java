package io.voronka.allinone;

import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server$;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A controller and a broker in this process, made and ended as Kafka's own {@link KafkaRaftServer}
 * does, but with a {@link PatientMetadataCache}.
 */
final class BrokerNode {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerNode.class);

  private final ControllerServer controller;
  private final BrokerServer broker;

  /**
   * Makes both; nothing runs before {@link #start()}.
   *
   * @param config of a node that is both controller and broker, and whose folders are formatted
   * @param sockets opens what they listen on
   */
  BrokerNode(KafkaConfig config, ServerSocketFactory sockets) {
    var folders = KafkaRaftServer.initializeLogDirs(config, LOG, "");
    var cluster = folders._1().clusterId().orElseThrow();
    var quorum = config.quorumConfig();
    var shared =
        new SharedServer(
            config,
            folders._1(),
            Time.SYSTEM,
            Server$.MODULE$.initializeMetrics(config, Time.SYSTEM, cluster),
            CompletableFuture.completedFuture(QuorumConfig.parseVoterConnections(quorum.voters())),
            QuorumConfig.parseBootstrapServers(quorum.bootstrapServers()),
            new StandardFaultHandlerFactory(),
            sockets);
    controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), folders._2());
    broker = new PatientBroker(shared);
  }

  /** Starts both, and returns when topics can be made. */
  void start() {
    controller.startup();
    broker.startup();
  }

  /** Ends both, also when the start failed half-way; sets no limit to how long that takes. */
  void close() {
    broker.shutdown();
    controller.shutdown();
    broker.awaitShutdown();
    controller.awaitShutdown();
  }

  /** Kafka's broker, but for its cache of metadata. */
  private static final class PatientBroker extends BrokerServer {

    private final SharedServer shared;

    PatientBroker(SharedServer shared) {
      super(shared);
      this.shared = shared;
    }

    /** Called by the start of the broker, once, before anything reads the cache. */
    @Override
    public void metadataCache_$eq(KRaftMetadataCache usual) {
      super.metadataCache_$eq(
          new PatientMetadataCache(
              shared.brokerConfig().nodeId(), () -> shared.raftManager().client().kraftVersion()));
    }
  }
}
