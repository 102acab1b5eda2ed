package io.voronka.allinone;

import static java.util.Map.entry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The settings of the embedded broker: one node, small, quick to start, nothing ever expires. */
final class BrokerConfig {

  static final int NODE = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private static final String CLIENT_LISTENER = "BROKER";
  private static final int MEBIBYTE = 1024 * 1024;

  private BrokerConfig() {}

  static Map<String, String> of(BrokerSockets sockets, Path logs) {
    var client = CLIENT_LISTENER + "://" + EmbeddedBroker.HOST + ":" + sockets.clientPort();
    var controller = EmbeddedBroker.HOST + ":" + sockets.controllerPort();
    return Map.ofEntries(
        entry("process.roles", "broker,controller"),
        entry("node.id", Integer.toString(NODE)),
        entry("controller.quorum.voters", NODE + "@" + controller),
        entry("controller.listener.names", CONTROLLER_LISTENER),
        entry("listeners", client + "," + CONTROLLER_LISTENER + "://" + controller),
        entry("advertised.listeners", client),
        entry("inter.broker.listener.name", CLIENT_LISTENER),
        entry(
            "listener.security.protocol.map",
            CLIENT_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT"),
        entry("log.dirs", logs.toString()),
        entry("auto.create.topics.enable", "false"),

        // One node holds the only copy of everything.
        entry("default.replication.factor", "1"),
        entry("min.insync.replicas", "1"),
        entry("offsets.topic.replication.factor", "1"),
        entry("offsets.topic.num.partitions", "4"),
        entry("transaction.state.log.replication.factor", "1"),
        entry("transaction.state.log.min.isr", "1"),
        entry("transaction.state.log.num.partitions", "4"),
        entry("share.coordinator.state.topic.replication.factor", "1"),
        entry("share.coordinator.state.topic.min.isr", "1"),
        entry("share.coordinator.state.topic.num.partitions", "1"),

        // Quick to start, to stop, and to start again after a crash: until the session of the
        // process that died has run out, the new one may not register.
        entry("group.initial.rebalance.delay.ms", "0"),
        entry("controlled.shutdown.enable", "true"),
        entry("controller.quorum.election.timeout.ms", "200"),
        entry("broker.heartbeat.interval.ms", "500"),
        entry("broker.session.timeout.ms", "3000"),

        // Small.
        entry("num.network.threads", "2"),
        entry("num.io.threads", "2"),
        entry("log.segment.bytes", Integer.toString(128 * MEBIBYTE)),
        entry("log.cleaner.dedupe.buffer.size", Integer.toString(16 * MEBIBYTE)),

        // Retention is the topics' own setting; the broker's default would delete events that
        // carry old times. Positions must outlive a long holiday of the process.
        entry("log.retention.ms", "-1"),
        entry("offsets.retention.minutes", Long.toString(Duration.ofDays(3650).toMinutes())));
  }
}
