package io.voronka.streams;

import io.voronka.wire.SessionRecord;
import io.voronka.wire.Topics;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Where rooms lie: in the partition to which Kafka's producers send records of that key. */
final class RoomPartitioner {

  private RoomPartitioner() {}

  static int partitionOf(byte[] room, int partitions) {
    return Topics.partitionOf(room, partitions);
  }

  /**
   * Sends what is told of a person's session where the person's room is: each further partition
   * costs a transaction time.
   */
  static StreamPartitioner<byte[], byte[]> ofSessions() {
    return (topic, key, value, partitions) ->
        Optional.of(Set.of(partitionOf(SessionRecord.person(key), partitions)));
  }

  static StreamPartitioner<byte[], byte[]> ofRooms() {
    return (topic, key, value, partitions) -> Optional.of(Set.of(partitionOf(key, partitions)));
  }
}
