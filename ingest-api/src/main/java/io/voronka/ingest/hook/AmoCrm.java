package io.voronka.ingest.hook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.voronka.ingest.call.CallReading;
import io.voronka.ingest.call.CallTexts;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.protocol.CallsOfBody;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.ReceivedEvent.Kind;
import io.voronka.wire.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * amoCRM and Kommo: forms of {@code entity[action][index][field]}, several at once. Stages come
 * from {@code leads[status]} alone: the same move also fires an update.
 */
final class AmoCrm implements Hook {

  private static final Set<String> WON = Set.of("142"); // in every pipeline
  private static final Set<String> LOST = Set.of("143");

  private static final Map<String, String> OF_LEADS =
      Map.of(
          "add", Deals.CREATED,
          "status", Deals.STAGE_CHANGED,
          "update", Deals.UPDATED,
          "delete", Deals.DELETED);

  private static final Set<String> OF_CONTACTS = Set.of("add", "update");

  private final EventDraft.Factory drafts;
  private final String crm;

  AmoCrm(EventDraft.Factory drafts, String crm) {
    this.drafts = drafts;
    this.crm = crm;
  }

  /** Nothing is signed: a secret in the address, and the account. */
  @Override
  public boolean isGenuine(HookRequest request, Source source) {
    return Signatures.isShown(request, source)
        && (source.account().isEmpty() || isOf(source.account(), request));
  }

  private static boolean isOf(String account, HookRequest request) {
    try {
      var form = request.form();
      return account.equals(form.field("account[subdomain]"))
          || account.equals(form.field("account[id]"));
    } catch (MalformedRecord unreadable) {
      return false;
    }
  }

  @Override
  public JsonNode body(HookRequest request) {
    return request.formTree();
  }

  @Override
  public CallsOfBody read(HookRequest request, Source source, JsonNode body) {
    var messages = JsonNodeFactory.instance.arrayNode();
    for (var entity : List.of("leads", "contacts")) {
      for (var action : body.path(entity).properties()) {
        for (var one : action.getValue()) {
          messages.addObject().put("entity", entity).put("action", action.getKey()).set("of", one);
        }
      }
    }
    var account = body.path("account").path("id");
    return CallsOfBody.ofHook(
        messages, "", request.body().length, message -> read(message, account, request, source));
  }

  private CallReading read(JsonNode message, JsonNode account, HookRequest request, Source source) {
    var action = message.path("action").asText("");
    var of = message.path("of");
    boolean isLead = message.path("entity").asText("").equals("leads");
    if (isLead && OF_LEADS.containsKey(action)) {
      return lead(action, of, account, request, source);
    }
    boolean isPerson = !of.path("type").asText("").equals("company");
    return !isLead && isPerson && OF_CONTACTS.contains(action)
        ? contact(action, of, account, request, source)
        : CallReading.passedOver();
  }

  private CallReading lead(
      String action, JsonNode lead, JsonNode account, HookRequest request, Source source) {
    var stage = lead.path("status_id").asText("");
    var name =
        action.equals("status")
            ? Deals.move(stage, source, WON, LOST)
            : OF_LEADS.getOrDefault(action, Deals.UPDATED);
    var draft = Deals.deal(drafts.begin(request.receivedAt()), name, lead.path("id"));
    begin(draft, "lead", action, lead, account);
    draft
        .userId(custom(lead, source.user()), source.user())
        .anonymousId(custom(lead, source.visitorField()), source.visitorField());
    for (var email : customs(lead, "EMAIL")) {
      draft.email(email);
    }
    return draft
        .otherId(Deals.scope("lead", crm, account), lead.path("id"), "id")
        .putText("pipeline", lead.path("pipeline_id"))
        .putText("stage", lead.path("status_id"))
        .putText("previous_pipeline", lead.path("old_pipeline_id"))
        .putText("previous_stage", lead.path("old_status_id"))
        .putNumber("value", lead.path("price"))
        .putText("lost_reason", lead.path("loss_reason"))
        .putText("owner", lead.path("responsible_user_id"))
        .finish();
  }

  private CallReading contact(
      String action, JsonNode contact, JsonNode account, HookRequest request, Source source) {
    var draft = drafts.begin(request.receivedAt()).is(Kind.TRACK, Deals.CONTACT_UPDATED);
    begin(draft, "contact", action, contact, account);
    draft
        .userId(custom(contact, source.user()), source.user())
        .anonymousId(custom(contact, source.visitorField()), source.visitorField());
    for (var email : customs(contact, "EMAIL")) {
      draft.email(email);
    }
    draft.otherId(Deals.scope("contact", crm, account), contact.path("id"), "id");
    for (var lead : contact.path("linked_leads_id")) {
      var id = lead.isObject() ? lead.path("ID") : lead; // its form varies
      draft.otherId(Deals.scope("lead", crm, account), id, "linked_leads_id");
    }
    return draft.putText("owner", contact.path("responsible_user_id")).finish();
  }

  private void begin(
      EventDraft draft, String entity, String action, JsonNode of, JsonNode account) {
    var time = time(of);
    var id =
        String.join(
            ":",
            crm,
            account.asText(""),
            entity,
            action,
            of.path("id").asText(""),
            of.path("old_status_id").asText(""),
            of.path("status_id").asText(""),
            time.asText(""));
    if (!CallTexts.isAbsent(time)) {
      draft.messageId(id).time(time, "last_modified"); // without a time repeats can't be told
    }
  }

  private static JsonNode time(JsonNode of) {
    for (var field : List.of("last_modified", "updated_at", "date_create", "created_at")) {
      if (of.has(field)) {
        return of.path(field);
      }
    }
    return MissingNode.getInstance();
  }

  private static JsonNode custom(JsonNode of, String field) {
    var values = customs(of, field);
    return values.isEmpty() ? MissingNode.getInstance() : values.get(0);
  }

  /** Returns the values of a custom field, given by its id, name or code. */
  private static List<JsonNode> customs(JsonNode of, String field) {
    var found = new ArrayList<JsonNode>();
    for (var one : of.path("custom_fields")) {
      boolean isIt =
          !field.isEmpty()
              && (one.path("id").asText("").equals(field)
                  || one.path("name").asText("").equalsIgnoreCase(field)
                  || one.path("code").asText("").equalsIgnoreCase(field));
      if (isIt) {
        var values = one.path("values");
        if (values.isValueNode()) {
          found.add(values);
        }
        values.forEach(value -> found.add(value.isObject() ? value.path("value") : value));
      }
    }
    return found;
  }
}
