package io.voronka.streams;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.voronka.wire.EventCodec;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.apache.kafka.streams.processor.api.Record;

/** The form in which a record of a topic is kept that could not be handled. */
final class RejectedRecord {

  private RejectedRecord() {}

  /** Returns the record for {@link io.voronka.wire.Topics#REJECTED}. */
  static Record<byte[], byte[]> of(Record<byte[], byte[]> record, String topic, String reason) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("receivedAt", Instant.ofEpochMilli(Math.max(0, record.timestamp())).toString())
            .put("reason", reason)
            .put("source", topic);
    if (record.value() != null) {
      json.put("record", Base64.getEncoder().encodeToString(record.value()));
    }
    return record.withKey(project(record)).withValue(Json.bytes(json));
  }

  /** Returns the same for a record whose key is a number, so that it is nobody's. */
  static Record<byte[], byte[]> ofNobody(
      Record<byte[], byte[]> record, String topic, String reason) {
    return of(record.withKey(new byte[0]), topic, reason);
  }

  /** Under which it is kept: empty where not even the project can be read. */
  private static byte[] project(Record<byte[], byte[]> record) {
    try {
      var sender = record.key() == null ? new byte[0] : record.key();
      return EventCodec.projectOf(sender).getBytes(StandardCharsets.UTF_8);
    } catch (MalformedRecord unreadable) {
      return new byte[0];
    }
  }
}
