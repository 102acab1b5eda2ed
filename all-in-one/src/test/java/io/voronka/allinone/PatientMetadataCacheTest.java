package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metadata.PartitionRecord;
import org.apache.kafka.common.metadata.RegisterBrokerRecord;
import org.apache.kafka.common.metadata.RegisterBrokerRecord.BrokerEndpoint;
import org.apache.kafka.common.metadata.RegisterBrokerRecord.BrokerEndpointCollection;
import org.apache.kafka.common.metadata.TopicRecord;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.MetadataProvenance;
import org.apache.kafka.server.common.KRaftVersion;
import org.junit.jupiter.api.Test;

class PatientMetadataCacheTest {

  private static final int NODE = 1;
  private static final int NONE = -1;
  private static final int PORT = 9092;
  private static final ListenerName LISTENER = new ListenerName("BROKER");

  private final PatientMetadataCache cache =
      new PatientMetadataCache(NODE, () -> KRaftVersion.KRAFT_VERSION_1);

  @Test
  void a_partition_whose_leader_is_known_is_reached_there() {
    cache.setImage(withPartition(NODE));
    assertThat(leader(0).map(Node::port)).contains(PORT);
  }

  @Test
  void a_partition_without_a_leader_waits_for_one() {
    cache.setImage(withPartition(NONE));
    assertThat(leader(0)).contains(Node.noNode());
  }

  @Test
  void a_partition_that_was_deleted_is_not_there() {
    cache.setImage(withPartition(NODE));
    assertThat(leader(1)).isEmpty();
    cache.setImage(MetadataImage.EMPTY);
    assertThat(leader(0)).isEmpty();
  }

  private Optional<Node> leader(int partition) {
    return cache.getPartitionLeaderEndpoint("events", partition, LISTENER);
  }

  private static MetadataImage withPartition(int leader) {
    var delta = new MetadataDelta.Builder().setImage(MetadataImage.EMPTY).build();
    var endpoint =
        new BrokerEndpoint().setName(LISTENER.value()).setHost("127.0.0.1").setPort(PORT);
    delta.replay(
        new RegisterBrokerRecord()
            .setBrokerId(NODE)
            .setFenced(false)
            .setEndPoints(new BrokerEndpointCollection(List.of(endpoint).iterator())));
    var topic = Uuid.randomUuid();
    delta.replay(new TopicRecord().setName("events").setTopicId(topic));
    delta.replay(
        new PartitionRecord()
            .setTopicId(topic)
            .setPartitionId(0)
            .setReplicas(List.of(NODE))
            .setIsr(List.of(NODE))
            .setLeader(leader)
            .setDirectories(List.of(Uuid.randomUuid())));
    return delta.apply(MetadataProvenance.EMPTY);
  }
}
