package io.voronka.ingest.hook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.voronka.ingest.call.CallReading;
import io.voronka.ingest.call.CallReading.Refused;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.call.RefusalKind;
import io.voronka.ingest.protocol.CallsOfBody;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.ReceivedEvent.Kind;
import io.voronka.wire.source.Source;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Bitrix24: the automation rule "Webhook" with the fields of a deal in its address, and event
 * handlers, which tell no more than that a deal has changed.
 */
final class Bitrix24 implements Hook {

  private static final String CRM = "bitrix24";
  private static final Set<String> WON = Set.of("WON");
  private static final Set<String> LOST = Set.of("LOSE", "APOLOGY");
  private static final Map<String, String> WORDS = Map.of("DEAL", "Deal", "LEAD", "Lead");
  private static final String EVENT_PREFIX = "ONCRM";

  private final EventDraft.Factory drafts;

  Bitrix24(EventDraft.Factory drafts) {
    this.drafts = drafts;
  }

  /** A token in the address, or the application's in the body. */
  @Override
  public boolean isGenuine(HookRequest request, Source source) {
    JsonNode auth;
    try {
      auth = request.formTree().path("auth");
    } catch (MalformedRecord unreadable) {
      auth = JsonNodeFactory.instance.objectNode();
    }
    boolean isOfAccount =
        source.account().isEmpty()
            || Signatures.isSame(source.account(), auth.path("member_id").asText(""));
    return isOfAccount
        && (Signatures.isShown(request, source)
            || source.isSecret(auth.path("application_token").asText("")));
  }

  @Override
  public JsonNode body(HookRequest request) {
    return request.formTree();
  }

  @Override
  public boolean isSentAgain() {
    return false;
  }

  @Override
  public CallsOfBody read(HookRequest request, Source source, JsonNode body) {
    return CallsOfBody.ofOne(
        body,
        request.body().length,
        form -> form.has("event") ? event(form, request) : rule(form, request, source));
  }

  /** A rule that fires on entering a stage. */
  private CallReading rule(JsonNode form, HookRequest request, Source source) {
    var fields = JsonNodeFactory.instance.objectNode();
    request.http().query().forEach(fields::put);
    var document = form.path("document_id").path("2").asText("");
    int underscore = document.lastIndexOf('_');
    var type = underscore < 0 ? "DEAL" : document.substring(0, underscore);
    var id =
        underscore < 0 ? fields.path("deal") : TextNode.valueOf(document.substring(underscore + 1));
    if (type.equals("CONTACT")) {
      return contact(fields, id, form, request);
    }
    var word = WORDS.get(type);
    if (word == null || id.asText("").isBlank()) {
      return Refused.because(
          RefusalKind.FIELD, "document_id[2]", "must name a deal, a lead or a contact");
    }
    return moved(word, type, id, fields, form, request, source);
  }

  private CallReading moved(
      String word,
      String type,
      JsonNode id,
      ObjectNode fields,
      JsonNode form,
      HookRequest request,
      Source source) {
    var stage = fields.path("stage").asText("");
    int colon = stage.indexOf(':');
    var name = Deals.move(stage.substring(colon + 1), source, WON, LOST);
    if (name.equals(Deals.STAGE_CHANGED)) {
      name = Deals.move(stage, source, WON, LOST);
    }
    var draft = drafts.begin(request.receivedAt());
    Deals.deal(draft, name.replace("Deal", word), id);
    tie(draft, fields, form);
    draft.otherId(scope(type.toLowerCase(Locale.ROOT), form), id, "document_id[2]");
    var pipeline = colon > 1 ? stage.substring(1, colon) : stage.isEmpty() ? "" : "0";
    return draft
        .put("pipeline", fields.path("pipeline").asText(pipeline))
        .putText("stage", fields.path("stage"))
        .putText("previous_stage", fields.path("previous_stage"))
        .putNumber("value", fields.path("amount"))
        .putText("currency", fields.path("currency"))
        .putText("lost_reason", fields.path("lost_reason"))
        .putText("owner", fields.path("owner"))
        .finish();
  }

  private CallReading contact(ObjectNode fields, JsonNode id, JsonNode form, HookRequest request) {
    var draft = drafts.begin(request.receivedAt()).is(Kind.TRACK, Deals.CONTACT_UPDATED);
    tie(draft, fields.put("contact", id.asText("")), form);
    return draft.finish();
  }

  private static void tie(EventDraft draft, ObjectNode fields, JsonNode form) {
    draft.userId(fields.path("user"), "user").anonymousId(fields.path("visitor"), "visitor");
    for (var email : fields.path("email").asText("").split(",", -1)) {
      draft.email(TextNode.valueOf(email));
    }
    draft.otherId(scope("contact", form), fields.path("contact"), "contact");
  }

  /** An event handler: which stage a deal is in would have to be asked. */
  private CallReading event(JsonNode form, HookRequest request) {
    var event = form.path("event").asText("").toUpperCase(Locale.ROOT);
    var what = event.startsWith(EVENT_PREFIX) ? event.substring(EVENT_PREFIX.length()) : "";
    for (var action :
        Map.of("ADD", "Created", "UPDATE", "Updated", "DELETE", "Deleted").entrySet()) {
      if (what.endsWith(action.getKey())) {
        var type = what.substring(0, what.length() - action.getKey().length());
        return event(type, action.getValue(), form, request);
      }
    }
    return CallReading.passedOver();
  }

  private CallReading event(String type, String action, JsonNode form, HookRequest request) {
    var id = form.path("data").path("FIELDS").path("ID");
    var draft = drafts.begin(request.receivedAt()).time(form.path("ts"), "ts");
    var member = form.path("auth").path("member_id").asText("");
    draft.messageId(
        String.join(
            ":",
            CRM,
            member,
            form.path("event").asText(""),
            id.asText(""),
            form.path("ts").asText("")));
    if (type.equals("CONTACT") && !action.equals("Deleted")) {
      draft.is(Kind.TRACK, Deals.CONTACT_UPDATED);
    } else if (WORDS.containsKey(type)) {
      Deals.deal(draft, WORDS.get(type) + " " + action, id);
    } else {
      return CallReading.passedOver();
    }
    return draft
        .otherId(scope(type.toLowerCase(Locale.ROOT), form), id, "data[FIELDS][ID]")
        .finish();
  }

  private static String scope(String entity, JsonNode form) {
    return Deals.scope(entity, CRM, form.path("auth").path("member_id"));
  }
}
