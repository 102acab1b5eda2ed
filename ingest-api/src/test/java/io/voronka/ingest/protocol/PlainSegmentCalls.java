package io.voronka.ingest.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.ingest.call.CallReading;
import io.voronka.ingest.call.CallReading.Refused;
import io.voronka.ingest.call.CallTexts;
import io.voronka.ingest.call.CallTimes;
import io.voronka.ingest.call.CallType;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.call.RefusalKind;
import io.voronka.wire.Json;
import io.voronka.wire.PropertyJson;
import io.voronka.wire.ReceivedEvent.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads Segment's calls from a tree, one step after the other: what the door is held against.
 *
 * @see "docs/semantics.md, Late, early, bad"
 */
final class PlainSegmentCalls {

  /** Fields of the protocol itself; every other field of a call is a property. */
  private static final Set<String> ENVELOPE =
      Set.of(
          "type",
          "event",
          "properties",
          "context",
          "userId",
          "anonymousId",
          "messageId",
          "timestamp",
          "originalTimestamp",
          "sentAt",
          "receivedAt",
          "integrations",
          "_metadata",
          "writeKey",
          "projectId",
          "version",
          "channel");

  /** What a sender may change when it sends the same call again. */
  private static final List<String> VOLATILE =
      List.of("sentAt", "receivedAt", "writeKey", "_metadata", "integrations", "messageId");

  /**
   * Libraries that run where the clock is the visitor's. Server clocks are right, and several
   * server libraries repeat an old {@code sentAt} when they try again after an outage.
   */
  private static final Set<String> VISITOR_LIBRARIES =
      Set.of(
          "analytics.js",
          "analytics-next",
          "@segment/analytics-next",
          "analytics-ios",
          "analytics-android",
          "analytics-swift",
          "analytics-kotlin",
          "analytics-react-native",
          "analytics-flutter",
          "voronka.js");

  private final EventDraft.Factory drafts;

  PlainSegmentCalls(EventDraft.Factory drafts) {
    this.drafts = drafts;
  }

  /**
   * What a request says of all its calls.
   *
   * @param type of a single call, from the path; null in a batch, where each call has its own
   * @param sentAt of the batch, or a missing node
   * @param context of the batch, or a missing node
   * @param receivedAt when the request came in
   */
  record Envelope(@Nullable CallType type, JsonNode sentAt, JsonNode context, Instant receivedAt) {

    static Envelope ofCall(CallType type, Instant receivedAt) {
      return new Envelope(type, MissingNode.getInstance(), MissingNode.getInstance(), receivedAt);
    }

    static Envelope ofBatch(JsonNode body, Instant receivedAt) {
      return new Envelope(null, body.path("sentAt"), body.path("context"), receivedAt);
    }
  }

  CallReading read(JsonNode node, Envelope envelope) {
    if (!(node instanceof ObjectNode call)) {
      return Refused.because(RefusalKind.BODY, "", "must be an object");
    }
    var draft = drafts.begin(envelope.receivedAt()).messageId(call.path("messageId"), "messageId");
    var type =
        envelope.type() != null ? envelope.type() : CallType.of(call.path("type").asText(""));
    if (type == null) {
      // what it must have depends on it
      return draft
          .fault(
              RefusalKind.TYPE,
              "type",
              "must be one of track, page, screen, identify, alias, group")
          .finish();
    }
    draft
        .userId(call.path("userId"), "userId")
        .anonymousId(call.path("anonymousId"), "anonymousId")
        .requireSender("a userId or an anonymousId");
    say(draft, type, call);
    var context = context(draft, call, envelope);
    boolean isTimeSaid = time(draft, call, context, envelope);
    properties(draft, type, call, context);
    otherIds(draft, type, call, context);
    if (isTimeSaid && draft.isGood()) {
      draft.orMessageIdOf(type.text(), () -> Json.bytes(call.deepCopy().without(VOLATILE)));
    }
    return draft.finish();
  }

  private static void say(EventDraft draft, CallType type, ObjectNode call) {
    switch (type) {
      case TRACK -> draft.isNamed(call.path("event"), "event");
      case ALIAS -> draft.is(aliasKind(draft, call), type.eventName());
      case PAGE, SCREEN, IDENTIFY, GROUP -> draft.is(type.kind(), type.eventName());
    }
  }

  /** An alias can say that two identified persons are to become one. */
  private static Kind aliasKind(EventDraft draft, ObjectNode call) {
    var force = call.path("force");
    if (!CallTexts.isAbsent(force) && !force.isBoolean()) {
      draft.fault(RefusalKind.FIELD, "force", "must be true or false");
    }
    if (!draft.hasUserId()) {
      draft.fault(RefusalKind.ID, "userId", "must be the id that stays");
    }
    return force.asBoolean() ? Kind.MERGE : Kind.ALIAS;
  }

  /**
   * Returns the context of a call: the batch's, under the call's own field by field, without the IP
   * address, which is not kept.
   */
  private static ObjectNode context(EventDraft draft, ObjectNode call, Envelope envelope) {
    var merged = JsonNodeFactory.instance.objectNode();
    if (envelope.context() instanceof ObjectNode ofBatch) {
      merged.setAll(ofBatch);
    }
    if (call.path("context") instanceof ObjectNode own) {
      merged.setAll(own);
    } else if (!CallTexts.isAbsent(call.path("context"))) {
      draft.fault(RefusalKind.FIELD, "context", "must be an object");
    }
    merged.remove("ip");
    return merged;
  }

  /**
   * Reads the time of a call: {@code timestamp}, else {@code originalTimestamp}, else {@code
   * sentAt}, else the receipt.
   *
   * @return whether the call itself has a time, and not just its sending or receipt
   */
  private static boolean time(
      EventDraft draft, ObjectNode call, ObjectNode context, Envelope envelope) {
    var sentAt = CallTexts.isAbsent(call.path("sentAt")) ? envelope.sentAt() : call.path("sentAt");
    var field = timeField(call, sentAt);
    if (field.isEmpty()) {
      return false;
    }
    boolean isSaid = !field.equals("sentAt");
    var node = isSaid ? call.path(field) : sentAt;
    var said = node.isTextual() ? CallTimes.parse(node.textValue()) : null;
    if (said == null) {
      draft.fault(
          RefusalKind.TIME,
          field,
          node.isNumber()
              ? "must be an ISO 8601 text such as 2026-01-31T10:00:00Z, not a number"
              : "must be an ISO 8601 text such as 2026-01-31T10:00:00Z");
      return isSaid;
    }
    var sent = sentAt.isTextual() ? CallTimes.parse(sentAt.textValue()) : null;
    boolean isVisitors =
        VISITOR_LIBRARIES.contains(context.path("library").path("name").asText(""));
    draft.time(isVisitors ? draft.corrected(said, sent) : said, node.textValue(), field);
    return isSaid;
  }

  private static String timeField(ObjectNode call, JsonNode sentAt) {
    if (!CallTexts.isAbsent(call.path("timestamp"))) {
      return "timestamp";
    }
    if (!CallTexts.isAbsent(call.path("originalTimestamp"))) {
      return "originalTimestamp";
    }
    return CallTexts.isAbsent(sentAt) ? "" : "sentAt";
  }

  /** Puts what else a call says: of an event all of it, of a person the traits. */
  private static void properties(
      EventDraft draft, CallType type, ObjectNode call, ObjectNode context) {
    switch (type) {
      case IDENTIFY -> draft.putAll(call.path("traits"), "traits", Set.of());
      case GROUP ->
          Groups.put(draft, call.path("groupId"), "groupId", call.path("traits"), "traits");
      case ALIAS -> {}
      case TRACK, PAGE, SCREEN -> {
        draft.putAll(call.path("properties"), "properties", Set.of());
        if (type != CallType.TRACK) {
          draft.put("name", call.path("name")).put("category", call.path("category"));
        }
        for (var field : call.properties()) {
          if (!ENVELOPE.contains(field.getKey())) {
            draft.putIfAbsent(field.getKey(), field.getValue());
          }
        }
        if (!PropertyJson.fields(context).values().isEmpty()) {
          draft.put("context", context);
        }
      }
    }
  }

  /** Reads further ids of the sender: its e-mail address, hashed, or its previous id. */
  private static void otherIds(
      EventDraft draft, CallType type, ObjectNode call, ObjectNode context) {
    if (type == CallType.ALIAS) {
      draft.otherId(call.path("previousId"), "previousId");
      if (!draft.hasOtherIds() && draft.isGood()) {
        draft.fault(RefusalKind.ID, "previousId", "must be the id that was used before");
      }
      return;
    }
    var traits = type == CallType.IDENTIFY ? call.path("traits") : context.path("traits");
    draft.email(traits.path("email"));
  }
}
