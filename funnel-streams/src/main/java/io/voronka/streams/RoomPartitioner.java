package io.voronka.streams;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Where rooms lie: in the partition to which Kafka's producers send records of that key. */
final class RoomPartitioner {

  private RoomPartitioner() {}

  static int partitionOf(byte[] room, int partitions) {
    return Utils.toPositive(Utils.murmur2(room)) % partitions;
  }

  static StreamPartitioner<byte[], byte[]> ofRooms() {
    return (topic, key, value, partitions) -> Optional.of(Set.of(partitionOf(key, partitions)));
  }
}
