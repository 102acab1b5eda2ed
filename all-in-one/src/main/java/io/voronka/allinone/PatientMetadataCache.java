package io.voronka.allinone;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.apache.kafka.server.common.KRaftVersion;

/**
 * What a broker knows of the cluster; a partition without a leader waits for one, and is not gone.
 *
 * <p>Kafka 4.3.1 confuses the two (KAFKA-20734): while no leader is known, as in the first seconds
 * after a crash, the coordinator calls a transaction complete whose markers were written nowhere.
 * It then stays open in its partitions for ever, and with it all that waits for its end.
 */
final class PatientMetadataCache extends KRaftMetadataCache {

  PatientMetadataCache(int node, Supplier<KRaftVersion> version) {
    super(node, version);
  }

  @Override
  public Optional<Node> getPartitionLeaderEndpoint(
      String topic, int partition, ListenerName listener) {
    var leader = super.getPartitionLeaderEndpoint(topic, partition, listener);
    return leader.isEmpty() && contains(new TopicPartition(topic, partition))
        ? Optional.of(Node.noNode())
        : leader;
  }
}
