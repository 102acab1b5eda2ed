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
import org.jspecify.annotations.Nullable;

/**
 * Makes the records that keep what one request brought: of the events of each partition as few as
 * their bounds allow, since a record costs about as much as the event in it.
 */
final class IntakeRecords {

  private final String project;
  private final List<Header> headers;
  private final int expected; // events of a partition
  private final @Nullable Open[] open; // by partition
  private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();

  /** A record that is being made, under the key of its first event's sender. */
  private record Open(byte[] key, EventGroup group) {}

  private IntakeRecords(Intake intake, int partitions) {
    project = intake.project();
    headers = Traces.headers(intake.trace());
    expected = 1 + intake.events().size() / partitions;
    open = new Open[partitions];
  }

  /**
   * Returns the records, of each sender in the order sent.
   *
   * @param partitions of {@link Topics#EVENTS}
   */
  static List<ProducerRecord<byte[], byte[]>> of(Intake intake, int partitions) {
    var making = new IntakeRecords(intake, partitions);
    intake.events().forEach(making::add);
    for (var last : making.open) {
      if (last != null) {
        making.end(last);
      }
    }
    var project = intake.project().getBytes(StandardCharsets.UTF_8);
    for (var rejection : intake.rejections()) {
      making.put(Topics.REJECTED, project, rejection.toJson());
    }
    return making.records;
  }

  private void add(ReceivedEvent event) {
    var key = EventCodec.senderKey(project, event.sender());
    int partition = Topics.partitionOf(key, open.length);
    var current = open[partition];
    if (current != null && current.group.add(event)) {
      return;
    }
    if (current != null) {
      end(current);
    }
    var next = new Open(key, new EventGroup(expected));
    next.group.add(event);
    open[partition] = next;
  }

  private void end(Open full) {
    put(Topics.EVENTS, full.key, full.group.toRecord());
  }

  private void put(String topic, byte[] key, byte[] value) {
    records.add(new ProducerRecord<>(topic, null, key, value, headers));
  }
}
