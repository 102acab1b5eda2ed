package io.voronka.ingest.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import io.voronka.ingest.call.CallReading.Refused;
import io.voronka.ingest.call.CallReading.Taken;
import io.voronka.model.event.Event;
import io.voronka.model.event.Properties;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.wire.PropertyJson;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.ReceivedEvent.Kind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a decoder has found out about one message so far. {@link #finish()} makes it an event, or
 * says everything that is wrong with it. Not thread-safe.
 *
 * <p>A field's name is that of the protocol, for the faults.
 */
public final class EventDraft {

  /** When the receipt counts, because the clock was ahead: what had been said. */
  static final String ORIGINAL_TIMESTAMP = "original_timestamp";

  private static final int OTHER_IDS_OF_ONE = 20; // of one event; what is beyond is said beside it
  private static final int MOST_OTHER_IDS = 500;
  private static final Pattern AMOUNT = Pattern.compile("-?\\d{1,18}(\\.\\d{1,9})?");

  private final Instant receivedAt;
  private final Duration retention;
  private final MessageIds messageIds;
  private final Faults faults = new Faults();

  private Set<String> otherIds = Set.of(); // few messages have one
  private @Nullable Map<String, PropertyValue> properties;
  private @Nullable Properties packed;
  private Kind kind = Kind.TRACK;
  private String name = "";
  private @Nullable String messageId;
  private @Nullable String userId;
  private @Nullable String anonymousId;
  private @Nullable EventTime time;
  private boolean hasTooManyIds;

  EventDraft(Instant receivedAt, Duration retention, MessageIds messageIds) {
    this.receivedAt = receivedAt;
    this.retention = retention;
    this.messageIds = messageIds;
  }

  /** Notes something wrong that only the protocol can know. */
  public EventDraft fault(RefusalKind fault, String field, String message) {
    faults.add(fault, field, message);
    return this;
  }

  /** Says what sort of statement it is, and its name. */
  public EventDraft is(Kind kind, String name) {
    this.kind = kind;
    this.name = name;
    return this;
  }

  /** Says that it is an event of a name that the sender chose. */
  public EventDraft isNamed(JsonNode node, String field) {
    return is(Kind.TRACK, CallTexts.name(node, field, faults));
  }

  /** Says under which id the sender would send it again. Nothing, if there is none. */
  public EventDraft messageId(JsonNode node, String field) {
    messageId = CallTexts.id(node, field, faults);
    return this;
  }

  /** The same of an id that the decoder puts together; a long one is shortened to its hash. */
  public EventDraft messageId(String id) {
    messageId = MessageIds.joined(id);
    return this;
  }

  /** Says that the content is the message's id, if it has no other; to be called last. */
  public EventDraft orMessageIdOf(String type, Supplier<byte[]> content) {
    if (messageId == null) {
      var sender = sender();
      messageId =
          MessageIds.ofContent(
              type.getBytes(StandardCharsets.UTF_8),
              (sender == null ? "" : sender).getBytes(StandardCharsets.UTF_8),
              content.get());
    }
    return this;
  }

  /** Says which user it is of; what stands for nobody is nobody. */
  public EventDraft userId(JsonNode node, String field) {
    userId = CallTexts.senderId(node, field, faults);
    return this;
  }

  /** Says which device or visitor it is of; what stands for nobody is nobody. */
  public EventDraft anonymousId(JsonNode node, String field) {
    anonymousId = CallTexts.senderId(node, field, faults);
    return this;
  }

  /** Adds an id that the sender had before, or has elsewhere. */
  public EventDraft otherId(JsonNode node, String field) {
    return otherId("", node, field);
  }

  /**
   * The same, of an id that is one only within another program.
   *
   * @param scope put before it, such as {@code contact:hubspot:4400123:}
   */
  public EventDraft otherId(String scope, JsonNode node, String field) {
    var id = CallTexts.senderId(node, field, faults);
    return id == null ? this : other(MessageIds.joined(scope + id));
  }

  /** Adds an e-mail address as an id: normalised and hashed. Nothing, if it is none. */
  public EventDraft email(JsonNode address) {
    return email(address.asText(""));
  }

  /** The same of an address that has been read. */
  public EventDraft email(String address) {
    var id = OtherIds.ofEmail(address);
    return id == null ? this : other(id);
  }

  private EventDraft other(String id) {
    boolean isFull = otherIds.size() == MOST_OTHER_IDS && !otherIds.contains(id);
    if (isFull && !hasTooManyIds) {
      hasTooManyIds = true;
      return fault(
          RefusalKind.ID, "", "has more than " + MOST_OTHER_IDS + " further ids of its sender");
    }
    if (!isFull) {
      otherIds = otherIds.isEmpty() ? new LinkedHashSet<>() : otherIds;
      otherIds.add(id); // once
    }
    return this;
  }

  /** Whether there is a further id. */
  public boolean hasOtherIds() {
    return !otherIds.isEmpty();
  }

  /** Whether it is known whose it is. */
  public boolean hasUserId() {
    return userId != null;
  }

  /** Whether nothing is wrong so far. */
  public boolean isGood() {
    return faults.isEmpty();
  }

  /** Notes a fault if nobody is known whose it could be. */
  public EventDraft requireSender(String ids) {
    if (sender() == null && faults.isEmpty()) {
      faults.add(
          RefusalKind.ID, "", "needs " + ids + "; placeholders such as null or guest are none");
    }
    return this;
  }

  private @Nullable String sender() {
    if (userId != null || anonymousId != null) {
      return userId != null ? userId : anonymousId;
    }
    return otherIds.isEmpty() ? null : otherIds.iterator().next();
  }

  /** Says when it happened, in any form that {@link CallTimes#loose} knows; absent: at receipt. */
  public EventDraft time(JsonNode node, String field) {
    if (CallTexts.isAbsent(node)) {
      return this;
    }
    var said = CallTimes.loose(node);
    if (said == null) {
      return fault(
          RefusalKind.TIME,
          field,
          "must be an ISO 8601 text such as 2026-01-31T10:00:00Z, or a number since 1970 in"
              + " seconds, milliseconds or microseconds");
    }
    return time(said, node.asText(), field);
  }

  /**
   * Says when it happened.
   *
   * @param text as it was written in the field
   */
  public EventDraft time(Instant said, String text, String field) {
    time = EventTime.of(said, text, field, receivedAt, retention, faults);
    return this;
  }

  /**
   * Returns a visitor's time, corrected where its clock is clearly wrong when it sends.
   *
   * @param sent when it says that it sends; null: it does not say so
   */
  public Instant corrected(Instant said, @Nullable Instant sent) {
    return sent == null ? said : EventTime.corrected(said, sent, receivedAt);
  }

  public Instant receivedAt() {
    return receivedAt;
  }

  /**
   * Begins with properties that have been read.
   *
   * @param read where further ones are put; the draft's from now on
   */
  public EventDraft properties(Map<String, PropertyValue> read) {
    properties = read;
    return this;
  }

  private Map<String, PropertyValue> own() {
    if (properties == null) {
      properties = new LinkedHashMap<>();
    }
    return properties;
  }

  /** Says what all properties are, as they are kept; nothing is put beside them. */
  public EventDraft properties(Properties all) {
    packed = all;
    return this;
  }

  /** Puts a property; null is the same as nothing. */
  public EventDraft put(String property, JsonNode node) {
    return put(property, PropertyJson.read(node));
  }

  /** Puts a property that has been read. */
  public EventDraft put(String property, @Nullable PropertyValue value) {
    if (value != null) {
      own().put(property, value);
    }
    return this;
  }

  /** Puts a property that the decoder words itself. */
  public EventDraft put(String property, @Nullable String text) {
    if (text != null && !text.isBlank()) {
      own().put(property, new Text(text));
    }
    return this;
  }

  /** Puts an id or a word, also of a number, as text. */
  public EventDraft putText(String property, JsonNode node) {
    return put(property, CallTexts.plain(node));
  }

  /** Puts an amount as a number, also where it is sent as text. */
  public EventDraft putNumber(String property, JsonNode node) {
    var text = node.asText("").strip();
    boolean isText = node.isTextual() && AMOUNT.matcher(text).matches();
    return put(property, isText ? DecimalNode.valueOf(new BigDecimal(text)) : node);
  }

  /** Puts a property unless there is one of that name. */
  public EventDraft putIfAbsent(String property, JsonNode node) {
    return own().containsKey(property) ? this : put(property, node);
  }

  /** Puts a property that has been read unless there is one of that name. */
  public EventDraft putIfAbsent(String property, @Nullable PropertyValue value) {
    if (value != null) {
      own().putIfAbsent(property, value);
    }
    return this;
  }

  /**
   * Puts all fields of an object.
   *
   * @param without fields that are the protocol's own; absent: nothing; anything else is a fault
   */
  public EventDraft putAll(JsonNode object, String field, Set<String> without) {
    if (!object.isObject()) {
      return CallTexts.isAbsent(object)
          ? this
          : fault(RefusalKind.FIELD, field, "must be an object");
    }
    for (var one : object.properties()) {
      if (!without.contains(one.getKey())) {
        put(one.getKey(), one.getValue());
      }
    }
    return this;
  }

  /** Makes it an event, or says all that is wrong with it. */
  public CallReading finish() {
    requireSender("an id of its sender");
    if (!faults.isEmpty()) {
      return new Refused(faults.kind(), messageId, faults.all());
    }
    if (time != null && time.original() != null && kind.isEvent()) {
      if (packed != null && packed.unpacked() instanceof Fields all) {
        own().putAll(all.values());
        packed = null;
      }
      own().put(ORIGINAL_TIMESTAMP, new Text(time.original()));
    }
    var said = packed == null ? new Fields(own()) : packed;
    var id = messageId == null ? messageIds.random() : messageId;
    var ids = List.copyOf(otherIds);
    return new Taken(
        ids.size() <= OTHER_IDS_OF_ONE
            ? List.of(statement(kind, id, name, ids, said))
            : inParts(id, ids, said));
  }

  /** Says of ids that are too many for one statement all that are beyond it in others. */
  private List<ReceivedEvent> inParts(String id, List<String> ids, Properties properties) {
    var statements = new ArrayList<ReceivedEvent>();
    int said = OTHER_IDS_OF_ONE;
    statements.add(statement(kind, id, name, ids.subList(0, said), properties));
    while (said < ids.size()) {
      // Each beside the first, which ties them where there is no user.
      int next = Math.min(ids.size(), said + OTHER_IDS_OF_ONE - 1);
      var more = new ArrayList<>(ids.subList(0, 1));
      more.addAll(ids.subList(said, next));
      var part = MessageIds.joined(id + ":ids:" + said);
      statements.add(statement(Kind.IDENTIFY, part, "Identify", more, new Fields(Map.of())));
      said = next;
    }
    return statements;
  }

  private ReceivedEvent statement(
      Kind kind, String id, String name, List<String> otherIds, Properties properties) {
    var at = time == null ? receivedAt : time.at();
    return new ReceivedEvent(
        kind,
        userId,
        anonymousId,
        otherIds,
        receivedAt.toEpochMilli(),
        new Event(id, at.toEpochMilli(), name, properties));
  }

  /** Begins drafts. Safe for any thread. */
  public static final class Factory {

    private final Duration retention;
    private final MessageIds messageIds;

    /**
     * Makes one.
     *
     * @param retention older events are refused
     * @param random makes ids for messages that have none
     */
    public Factory(Duration retention, Supplier<UUID> random) {
      this.retention = retention;
      this.messageIds = new MessageIds(random);
    }

    public EventDraft begin(Instant receivedAt) {
      return new EventDraft(receivedAt, retention, messageIds);
    }
  }
}
