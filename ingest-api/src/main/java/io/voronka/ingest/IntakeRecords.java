package io.voronka.ingest;

import io.voronka.wire.EventCodec;
import io.voronka.wire.EventGroup;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Makes the records that keep what one request brought: of the events of each partition as few as
 * their bounds allow, since a record costs about as much as the event in it.
 */
final class IntakeRecords {

  private final String project;
  private final List<Header> headers;
  private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();

  private IntakeRecords(Intake intake) {
    project = intake.project();
    headers = Traces.headers(intake.trace());
  }

  /**
   * Returns the records, of each sender in the order sent.
   *
   * @param partitions of {@link Topics#EVENTS}
   */
  static List<ProducerRecord<byte[], byte[]>> of(Intake intake, int partitions) {
    var making = new IntakeRecords(intake);
    if (!intake.events().isEmpty()) {
      making.addEvents(intake.events(), partitions);
    }
    var project = intake.project().getBytes(StandardCharsets.UTF_8);
    for (var rejection : intake.rejections()) {
      making.put(Topics.REJECTED, project, rejection.toJson());
    }
    return making.records;
  }

  /** Partition by partition: one buffer serves them all. */
  private void addEvents(List<ReceivedEvent> events, int partitions) {
    var keys = new byte[events.size()][];
    var places = new int[events.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = EventCodec.senderKey(project, events.get(i).sender());
      places[i] = Topics.partitionOf(keys[i], partitions);
    }
    var group = new EventGroup(1 + 2 * keys.length / partitions);
    for (int partition = 0; partition < partitions; partition++) {
      addGroups(partition, events, keys, places, group);
    }
  }

  /** Adds what is of a partition, each record under the key of its first event's sender. */
  private void addGroups(
      int partition, List<ReceivedEvent> events, byte[][] keys, int[] places, EventGroup group) {
    byte[] first = null;
    for (int i = 0; i < keys.length; i++) {
      if (places[i] == partition && (first == null || !group.add(events.get(i)))) {
        if (first != null) {
          put(Topics.EVENTS, first, group.toRecord());
        }
        first = keys[i];
        group.add(events.get(i)); // one always fits
      }
    }
    if (first != null) {
      put(Topics.EVENTS, first, group.toRecord());
    }
  }

  private void put(String topic, byte[] key, byte[] value) {
    records.add(new ProducerRecord<>(topic, null, key, value, headers));
  }
}
