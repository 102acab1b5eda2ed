package io.voronka.ingest.hook;

import static io.voronka.ingest.hook.Signatures.bytes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.voronka.ingest.call.CallReading;
import io.voronka.ingest.call.CallReading.Refused;
import io.voronka.ingest.call.CallTimes;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.call.RefusalKind;
import io.voronka.ingest.protocol.CallsOfBody;
import io.voronka.ingest.protocol.UnusableBody;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.ReceivedEvent.Kind;
import io.voronka.wire.source.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * HubSpot's object events: single changes, each with nothing but ids. What one request says of a
 * deal or contact completes its other events; what came before is tied to them by the contact's id.
 */
final class HubSpot implements Hook {

  private static final String CRM = "hubspot";
  private static final Set<String> WON = Set.of("closedwon");
  private static final Set<String> LOST = Set.of("closedlost");
  private static final Map<String, String> OBJECT_TYPES = Map.of("0-1", "contact", "0-3", "deal");

  /** How long HubSpot repeats what was not taken, with an hour to spare. */
  private static final Duration REPEATED_FOR = Duration.ofHours(25);

  /** What HubSpot decodes in an address before it signs it. */
  private static final Pattern DECODED =
      Pattern.compile("(?i)%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)");

  private final EventDraft.Factory drafts;

  HubSpot(EventDraft.Factory drafts) {
    this.drafts = drafts;
  }

  @Override
  public boolean isGenuine(HookRequest request, Source source) {
    var v3 = request.header("X-HubSpot-Signature-v3");
    if (v3 == null) {
      return isSignedAsBefore(request, source) && isRecent(request);
    }
    var time = String.valueOf(request.header("X-HubSpot-Request-Timestamp"));
    var signedAt = CallTimes.loose(TextNode.valueOf(time));
    var signed = bytes(request.method() + decoded(request.url()));
    return signedAt != null
        && Signatures.isRecent(signedAt, request.receivedAt())
        && source.secrets().stream()
            .anyMatch(
                secret ->
                    Signatures.isSame(
                        Signatures.hmacBase64(
                            "HmacSHA256", secret, signed, request.raw(), bytes(time)),
                        v3));
  }

  private static boolean isSignedAsBefore(HookRequest request, Source source) {
    var v1 = request.header("X-HubSpot-Signature");
    return "v1".equals(request.header("X-HubSpot-Signature-Version"))
        && source.secrets().stream()
            .anyMatch(
                secret ->
                    Signatures.isSame(Signatures.sha256Hex(bytes(secret), request.raw()), v1));
  }

  /** The old signature covers no time of sending, only the times of the changes. */
  private static boolean isRecent(HookRequest request) {
    try {
      for (var change : request.json()) {
        var time = CallTimes.loose(change.path("occurredAt"));
        if (time != null && isRecent(time, request.receivedAt())) {
          return true;
        }
      }
      return false;
    } catch (MalformedRecord unreadable) {
      return false;
    }
  }

  private static boolean isRecent(Instant occurred, Instant received) {
    return Duration.between(occurred, received).compareTo(REPEATED_FOR) <= 0
        && Duration.between(received, occurred).compareTo(Signatures.TOLERANCE) <= 0;
  }

  private static String decoded(String url) {
    return DECODED
        .matcher(url)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(match.group(1), 16))));
  }

  @Override
  public CallsOfBody read(HookRequest request, Source source, JsonNode body) {
    if (!body.isArray()) {
      throw UnusableBody.invalid("", "must be a list of changes");
    }
    var told = new Told(body);
    return CallsOfBody.ofHook(
        body, "", request.body().length, change -> read(change, told, request, source));
  }

  /** What one request says of deals and contacts, by their ids; of a property the last change. */
  private static final class Told {

    private final Map<String, JsonNode> changes = new HashMap<>();
    private final Map<String, JsonNode> contacts = new HashMap<>();

    Told(JsonNode changes) {
      for (var change : changes) {
        var id = change.path("objectId").asText("");
        if (action(change).equals("propertyChange")) {
          var property = change.path("propertyName").asText("");
          this.changes.merge(key(object(change), id, property), change, Told::later);
        } else if (isAssociation(change) && !change.path("associationRemoved").asBoolean()) {
          contacts.put(dealOf(change).asText(""), contactOf(change));
        }
      }
    }

    /** They come in any order. */
    private static JsonNode later(JsonNode one, JsonNode other) {
      return other.path("occurredAt").asLong() < one.path("occurredAt").asLong() ? one : other;
    }

    JsonNode property(String object, JsonNode id, String property) {
      return changes
          .getOrDefault(key(object, id.asText(""), property), MissingNode.getInstance())
          .path("propertyValue");
    }

    JsonNode contactOfDeal(JsonNode id) {
      return contacts.getOrDefault(id.asText(""), MissingNode.getInstance());
    }

    private static String key(String object, String id, String property) {
      return object + '\0' + id + '\0' + property;
    }
  }

  private CallReading read(JsonNode change, Told told, HookRequest request, Source source) {
    if (!change.isObject()) {
      return Refused.because(RefusalKind.BODY, "", "must be an object");
    }
    if (isAssociation(change)) {
      return association(change, told, request, source);
    }
    return switch (object(change)) {
      case "deal" -> deal(change, told, request, source);
      case "contact" -> contact(change, told, request, source);
      default -> CallReading.passedOver();
    };
  }

  private CallReading deal(JsonNode change, Told told, HookRequest request, Source source) {
    var name = nameOfDeal(change, source);
    if (name == null) {
      return CallReading.passedOver();
    }
    var id = change.path("objectId");
    var draft = Deals.deal(begin(change, request), name, id);
    var contact = told.contactOfDeal(id);
    if (!contact.isMissingNode()) {
      tie(draft, change, contact, told, source);
    }
    draft.otherId(scope("deal", change), id, "objectId");
    return draft
        .putText("pipeline", property("pipeline", change, told))
        .putText("stage", property("dealstage", change, told))
        .putNumber("value", property("amount", change, told))
        .putText("currency", property("deal_currency_code", change, told))
        .putText("lost_reason", property("closed_lost_reason", change, told))
        .putText("owner", property("hubspot_owner_id", change, told))
        .finish();
  }

  /** What the change itself says, else what is known of its deal beside it. */
  private static JsonNode property(String property, JsonNode change, Told told) {
    return action(change).equals("propertyChange")
            && change.path("propertyName").asText("").equals(property)
        ? change.path("propertyValue")
        : told.property("deal", change.path("objectId"), property);
  }

  private static @Nullable String nameOfDeal(JsonNode change, Source source) {
    return switch (action(change)) {
      case "creation" -> Deals.CREATED;
      case "deletion" -> Deals.DELETED;
      case "propertyChange" ->
          change.path("propertyName").asText("").equals("dealstage")
              ? Deals.move(change.path("propertyValue").asText(""), source, WON, LOST)
              : Deals.UPDATED;
      default -> null;
    };
  }

  private CallReading contact(JsonNode change, Told told, HookRequest request, Source source) {
    if (!Set.of("creation", "propertyChange").contains(action(change))) {
      return CallReading.passedOver();
    }
    var draft = begin(change, request).is(Kind.TRACK, Deals.CONTACT_UPDATED);
    tie(draft, change, change.path("objectId"), told, source);
    return draft.putText("property", change.path("propertyName")).finish();
  }

  /** Says that a deal is a contact's. */
  private CallReading association(JsonNode change, Told told, HookRequest request, Source source) {
    if (change.path("associationRemoved").asBoolean()) {
      return CallReading.passedOver(); // who is who can't be taken back
    }
    var draft = begin(change, request).is(Kind.IDENTIFY, "Identify");
    tie(draft, change, contactOf(change), told, source);
    return draft.otherId(scope("deal", change), dealOf(change), "toObjectId").finish();
  }

  private static void tie(
      EventDraft draft, JsonNode change, JsonNode contact, Told told, Source source) {
    var visitor = source.visitorField();
    var user = source.userField();
    draft
        .userId(told.property("contact", contact, user), user)
        .anonymousId(told.property("contact", contact, visitor), visitor)
        .email(told.property("contact", contact, "email"))
        .otherId(scope("contact", change), contact, "objectId");
  }

  private EventDraft begin(JsonNode change, HookRequest request) {
    var id = new StringBuilder(CRM);
    // The event's own id is not promised to be the only one of its kind.
    for (var field : List.of("portalId", "subscriptionId", "eventId", "objectId", "occurredAt")) {
      id.append(':').append(change.path(field).asText(""));
    }
    return drafts
        .begin(request.receivedAt())
        .messageId(id.toString())
        .time(change.path("occurredAt"), "occurredAt");
  }

  private static boolean isAssociation(JsonNode change) {
    var type = change.path("associationType").asText("");
    return type.equals("DEAL_TO_CONTACT") || type.equals("CONTACT_TO_DEAL");
  }

  private static JsonNode dealOf(JsonNode change) {
    boolean isFromDeal = change.path("associationType").asText("").equals("DEAL_TO_CONTACT");
    return change.path(isFromDeal ? "fromObjectId" : "toObjectId");
  }

  private static JsonNode contactOf(JsonNode change) {
    boolean isFromDeal = change.path("associationType").asText("").equals("DEAL_TO_CONTACT");
    return change.path(isFromDeal ? "toObjectId" : "fromObjectId");
  }

  /** Types are spelt {@code deal.creation}, or {@code object.creation} with the type beside it. */
  private static String object(JsonNode change) {
    var type = change.path("subscriptionType").asText("");
    var object = type.substring(0, Math.max(0, type.indexOf('.')));
    return object.equals("object")
        ? OBJECT_TYPES.getOrDefault(change.path("objectTypeId").asText(""), "")
        : object;
  }

  private static String action(JsonNode change) {
    var type = change.path("subscriptionType").asText("");
    return type.substring(type.indexOf('.') + 1);
  }

  private static String scope(String entity, JsonNode change) {
    return Deals.scope(entity, CRM, change.path("portalId"));
  }
}
