package io.voronka.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.ingest.CallReading.Refused;
import io.voronka.ingest.CallReading.Taken;
import io.voronka.model.event.Event;
import io.voronka.wire.ReceivedEvent;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one Segment call into an event, or says everything that is wrong with it. Pure but for the
 * ids it may have to make; safe for any thread.
 *
 * @see "docs/semantics.md, Late, early, bad"
 */
final class CallReader {

  private static final List<String> NOT_TAKEN_YET = List.of("group");

  private final Duration retention;
  private final MessageIds messageIds;

  /**
   * Makes a reader.
   *
   * @param retention older events are refused
   */
  CallReader(Duration retention, MessageIds messageIds) {
    this.retention = retention;
    this.messageIds = messageIds;
  }

  CallReading read(JsonNode node, Envelope envelope) {
    var faults = new Faults();
    if (!(node instanceof ObjectNode call)) {
      faults.add(RefusalKind.BODY, "", "must be an object");
      return new Refused(faults.kind(), null, faults.all());
    }
    var messageId = CallTexts.id(call, "messageId", faults);
    var event = event(call, envelope, messageId, faults);
    return event == null ? new Refused(faults.kind(), messageId, faults.all()) : new Taken(event);
  }

  private @Nullable ReceivedEvent event(
      ObjectNode call, Envelope envelope, @Nullable String messageId, Faults faults) {
    var type = envelope.type() != null ? envelope.type() : typeOf(call, faults);
    if (type == null) {
      return null; // what it must have depends on it
    }
    var userId = CallTexts.senderId(call, "userId", faults);
    var anonymousId = CallTexts.senderId(call, "anonymousId", faults);
    if (userId == null && anonymousId == null && faults.isEmpty()) {
      faults.add(
          RefusalKind.ID,
          "",
          "needs a userId or an anonymousId; placeholders such as null or guest are none");
    }
    var kind = OtherIds.kind(type, call, userId, faults);
    var name = type == CallType.TRACK ? CallTexts.name(call, "event", faults) : type.eventName();
    var context = CallProperties.context(call, envelope, faults);
    var time = EventTime.of(call, context, envelope, retention, faults);
    if (time == null) {
      return null;
    }
    var properties =
        kind.isEvent()
            ? CallProperties.ofEvent(type, call, context, time, faults)
            : CallProperties.traits(call, faults);
    var otherIds = OtherIds.of(type, call, context, faults);
    var sender = userId != null ? userId : anonymousId;
    if (!faults.isEmpty() || sender == null) {
      return null;
    }
    var id = messageId != null ? messageId : messageIds.idFor(type, sender, call, time);
    return new ReceivedEvent(
        kind,
        userId,
        anonymousId,
        otherIds,
        envelope.receivedAt().toEpochMilli(),
        new Event(id, time.at().toEpochMilli(), name, properties));
  }

  private static @Nullable CallType typeOf(ObjectNode call, Faults faults) {
    var text = call.path("type").asText("");
    var type = CallType.of(text);
    if (type == null) {
      faults.add(
          RefusalKind.TYPE,
          "type",
          NOT_TAKEN_YET.contains(text)
              ? text + " is not taken yet"
              : "must be one of track, page, screen, identify, alias");
    }
    return type;
  }
}
