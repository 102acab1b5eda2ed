package io.voronka.ingest.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.ingest.call.CallReading;
import io.voronka.ingest.call.CallReading.Refused;
import io.voronka.ingest.call.CallTexts;
import io.voronka.ingest.call.CallTimes;
import io.voronka.ingest.call.CallType;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.call.RefusalKind;
import io.voronka.model.event.Properties;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.wire.Json;
import io.voronka.wire.PropertyJson;
import io.voronka.wire.ReceivedEvent.Kind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads Segment's calls.
 *
 * @see "docs/semantics.md, Late, early, bad"
 */
final class SegmentCalls {

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

  SegmentCalls(EventDraft.Factory drafts) {
    this.drafts = drafts;
  }

  /**
   * What a request says of all its calls.
   *
   * @param type of a single call, from the path; null in a batch, where each call has its own
   * @param sentAt of the batch, or a missing node
   * @param context of the batch, with nulls where they were written
   * @param receivedAt when the request came in
   */
  record Envelope(
      @Nullable CallType type,
      JsonNode sentAt,
      Map<String, @Nullable PropertyValue> context,
      Instant receivedAt) {}

  CallReading read(SegmentCall call, Envelope envelope) {
    if (!call.isObject()) {
      return Refused.because(RefusalKind.BODY, "", "must be an object");
    }
    var draft =
        drafts
            .begin(envelope.receivedAt())
            .messageId(call.said(SegmentField.MESSAGE_ID), "messageId");
    var type =
        envelope.type() != null
            ? envelope.type()
            : CallType.of(call.said(SegmentField.TYPE).asText(""));
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
        .userId(call.said(SegmentField.USER_ID), "userId")
        .anonymousId(call.said(SegmentField.ANONYMOUS_ID), "anonymousId")
        .requireSender("a userId or an anonymousId");
    say(draft, type, call);
    var context = context(draft, call, envelope);
    boolean isTimeSaid = time(draft, call, context, envelope);
    properties(draft, type, call, context);
    otherIds(draft, type, call, context);
    if (isTimeSaid && draft.isGood()) {
      draft.orMessageIdOf(
          type.text(), () -> Json.bytes(((ObjectNode) call.tree()).without(VOLATILE)));
    }
    return draft.finish();
  }

  private static void say(EventDraft draft, CallType type, SegmentCall call) {
    switch (type) {
      case TRACK -> draft.isNamed(call.said(SegmentField.EVENT), "event");
      case ALIAS -> draft.is(aliasKind(draft, call), type.eventName());
      case PAGE, SCREEN, IDENTIFY, GROUP -> draft.is(type.kind(), type.eventName());
    }
  }

  /** An alias can say that two identified persons are to become one. */
  private static Kind aliasKind(EventDraft draft, SegmentCall call) {
    var force = call.said(SegmentField.FORCE);
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
  private static Properties context(EventDraft draft, SegmentCall call, Envelope envelope) {
    requireObject(draft, call, SegmentField.CONTEXT);
    var packed = call.packedContext();
    if (packed != null) {
      return packed;
    }
    var context = call.context();
    if (!envelope.context().isEmpty()) {
      context = new LinkedHashMap<>(envelope.context());
      context.putAll(call.context());
    }
    context.remove(SegmentCall.IP);
    return new Fields(PropertyJson.withoutNulls(context));
  }

  /**
   * Reads the time of a call: {@code timestamp}, else {@code originalTimestamp}, else {@code
   * sentAt}, else the receipt.
   *
   * @return whether the call itself has a time, and not just its sending or receipt
   */
  private static boolean time(
      EventDraft draft, SegmentCall call, Properties context, Envelope envelope) {
    var ownSentAt = call.said(SegmentField.SENT_AT);
    var sentAt = CallTexts.isAbsent(ownSentAt) ? envelope.sentAt() : ownSentAt;
    var field = timeField(call, sentAt);
    if (field == null) {
      return false;
    }
    boolean isSaid = field != SegmentField.SENT_AT;
    var node = isSaid ? call.said(field) : sentAt;
    var said = node.isTextual() ? CallTimes.parse(node.textValue()) : null;
    if (said == null) {
      draft.fault(
          RefusalKind.TIME,
          field.text(),
          node.isNumber()
              ? "must be an ISO 8601 text such as 2026-01-31T10:00:00Z, not a number"
              : "must be an ISO 8601 text such as 2026-01-31T10:00:00Z");
      return isSaid;
    }
    var sent = sentAt.isTextual() ? CallTimes.parse(sentAt.textValue()) : null;
    boolean isVisitors =
        sent != null && VISITOR_LIBRARIES.contains(textOf(of(context, "library"), "name"));
    draft.time(isVisitors ? draft.corrected(said, sent) : said, node.textValue(), field.text());
    return isSaid;
  }

  private static @Nullable SegmentField timeField(SegmentCall call, JsonNode sentAt) {
    if (!CallTexts.isAbsent(call.said(SegmentField.TIMESTAMP))) {
      return SegmentField.TIMESTAMP;
    }
    if (!CallTexts.isAbsent(call.said(SegmentField.ORIGINAL_TIMESTAMP))) {
      return SegmentField.ORIGINAL_TIMESTAMP;
    }
    return CallTexts.isAbsent(sentAt) ? null : SegmentField.SENT_AT;
  }

  /** Puts what else a call says: of an event all of it, of a person the traits. */
  private static void properties(
      EventDraft draft, CallType type, SegmentCall call, Properties context) {
    switch (type) {
      case IDENTIFY -> {
        requireObject(draft, call, SegmentField.TRAITS);
        if (call.rest().get("traits") instanceof Fields traits) {
          traits.values().forEach(draft::put);
        }
      }
      case GROUP -> {
        Groups.put(draft, call.said(SegmentField.GROUP_ID), "groupId");
        requireObject(draft, call, SegmentField.TRAITS);
        if (call.rest().get("traits") instanceof Fields traits) {
          draft.put("group", traits);
        }
      }
      case ALIAS -> {}
      case TRACK, PAGE, SCREEN -> {
        requireObject(draft, call, SegmentField.PROPERTIES);
        var packed = type == CallType.TRACK ? call.packed() : null;
        if (packed != null) {
          draft.properties(packed);
          return;
        }
        draft.properties(PropertyJson.withoutNulls(call.properties()));
        if (type != CallType.TRACK) {
          draft.put("name", call.rest().get("name")).put("category", call.rest().get("category"));
        }
        call.rest().forEach(draft::putIfAbsent);
        if (context.unpacked() instanceof Fields fields && !fields.values().isEmpty()) {
          draft.put("context", fields);
        }
      }
    }
  }

  private static void requireObject(EventDraft draft, SegmentCall call, SegmentField field) {
    if (call.isNoObject(field)) {
      draft.fault(RefusalKind.FIELD, field.text(), "must be an object");
    }
  }

  /** Reads further ids of the sender: its e-mail address, hashed, or its previous id. */
  private static void otherIds(
      EventDraft draft, CallType type, SegmentCall call, Properties context) {
    if (type == CallType.ALIAS) {
      draft.otherId(call.said(SegmentField.PREVIOUS_ID), "previousId");
      if (!draft.hasOtherIds() && draft.isGood()) {
        draft.fault(RefusalKind.ID, "previousId", "must be the id that was used before");
      }
      return;
    }
    var traits = type == CallType.IDENTIFY ? call.rest().get("traits") : of(context, "traits");
    draft.email(textOf(traits, "email"));
  }

  private static @Nullable PropertyValue of(Properties properties, String name) {
    return properties.mayName(name) ? properties.get(name) : null;
  }

  /** Returns a text of an object; empty if there is none. */
  private static String textOf(@Nullable PropertyValue object, String field) {
    return object instanceof Fields fields && fields.get(field) instanceof Text text
        ? text.value()
        : "";
  }
}
