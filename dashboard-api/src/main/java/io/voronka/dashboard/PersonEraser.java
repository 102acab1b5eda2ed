package io.voronka.dashboard;

import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.wire.EventCodec;
import io.voronka.wire.Position;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.ReceivedEvent.Kind;
import io.voronka.wire.Topics;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Says in the log of events that a person is to be forgotten, so that it has its place among what
 * the person did. Thread-safe.
 */
final class PersonEraser {

  private final RecordWriter writer;
  private final InstantSource clock;

  PersonEraser(RecordWriter writer, InstantSource clock) {
    this.writer = writer;
    this.clock = clock;
  }

  /**
   * Says so; returns the position after it.
   *
   * @param id any id of the person
   * @param isSubtracted whether the person is taken out of the figures too
   * @throws ServiceException ({@link ProblemType#UNAVAILABLE}) if Kafka does not take it
   */
  Position erase(String project, String id, boolean isSubtracted) {
    long now = clock.millis();
    var what = new Event(UUID.randomUUID().toString(), now, "Person Erased", new Fields(Map.of()));
    var said =
        new ReceivedEvent(
            isSubtracted ? Kind.SUBTRACT : Kind.ERASE, id, null, List.of(), now, what);
    var record =
        new ProducerRecord<>(
            Topics.EVENTS, EventCodec.senderKey(project, id), EventCodec.encode(said));
    var written = writer.write(record, "that the person is to be erased");
    return Position.of(Map.of(written.partition(), written.offset() + 1));
  }
}
