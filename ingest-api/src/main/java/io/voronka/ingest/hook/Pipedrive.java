package io.voronka.ingest.hook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.voronka.ingest.call.CallReading;
import io.voronka.ingest.call.CallReading.Refused;
import io.voronka.ingest.call.CallTexts;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.call.RefusalKind;
import io.voronka.ingest.protocol.CallsOfBody;
import io.voronka.wire.ReceivedEvent.Kind;
import io.voronka.wire.source.Source;
import java.util.Map;
import java.util.Set;

/** Pipedrive's webhooks, version 2: an object, what it was before, and what happened. */
final class Pipedrive implements Hook {

  private static final String CRM = "pipedrive";
  private static final Set<String> NONE = Set.of(); // which stages win is not known beforehand
  private static final Map<String, String> NAMES = Map.of("won", Deals.WON, "lost", Deals.LOST);

  private final EventDraft.Factory drafts;

  Pipedrive(EventDraft.Factory drafts) {
    this.drafts = drafts;
  }

  /** Nothing is signed: the password of the webhook counts. */
  @Override
  public boolean isGenuine(HookRequest request, Source source) {
    return Signatures.isShown(request, source);
  }

  @Override
  public CallsOfBody read(HookRequest request, Source source, JsonNode body) {
    return CallsOfBody.ofOne(body, hook -> read(hook, request, source));
  }

  private CallReading read(JsonNode hook, HookRequest request, Source source) {
    var meta = hook.path("meta");
    if (hook.has("current") || meta.path("v").asInt() == 1 || hook.path("v").asInt() == 1) {
      return Refused.because(
          RefusalKind.TYPE, "meta.version", "must be 2.0: make the webhook anew in that version");
    }
    if (!meta.isObject()) {
      return Refused.because(RefusalKind.BODY, "meta", "must be an object");
    }
    return switch (meta.path("entity").asText("")) {
      case "deal" -> deal(hook, request, source);
      case "person" -> person(hook, request, source);
      default -> CallReading.passedOver();
    };
  }

  private CallReading deal(JsonNode hook, HookRequest request, Source source) {
    return switch (hook.path("meta").path("action").asText("")) {
      case "create" -> deal(Deals.CREATED, hook, "add_time", "", request, source);
      case "delete" -> deal(Deals.DELETED, hook, "", "", request, source);
      case "change" -> change(hook, request, source);
      default -> CallReading.passedOver();
    };
  }

  /** One change can be a move and a win at once: two events, if its stage does not win too. */
  private CallReading change(JsonNode hook, HookRequest request, Source source) {
    var before = hook.path("previous");
    var after = hook.path("data");
    var stage = after.path("stage_id");
    boolean isMoved = before.has("stage_id") && !before.path("stage_id").equals(stage);
    var ofStage = Deals.move(stage.asText(""), source, NONE, NONE);
    var status = before.has("status") ? after.path("status").asText("") : "";
    var ofStatus = NAMES.getOrDefault(status, "");
    if (ofStatus.isEmpty()) {
      return isMoved
          ? deal(ofStage, hook, "stage_change_time", "", request, source)
          : deal(Deals.UPDATED, hook, "", "", request, source);
    }
    if (!isMoved && ofStatus.equals(ofStage)) {
      return deal(Deals.UPDATED, hook, "", "", request, source); // told when it came to the stage
    }
    return isMoved && ofStage.equals(Deals.STAGE_CHANGED)
        ? deal(ofStage, hook, "stage_change_time", "", request, source)
            .and(deal(ofStatus, hook, status + "_time", ":" + status, request, source))
        : deal(ofStatus, hook, status + "_time", "", request, source);
  }

  private CallReading deal(
      String name,
      JsonNode hook,
      String timeField,
      String idSuffix,
      HookRequest request,
      Source source) {
    var data = hook.path("data").isObject() ? hook.path("data") : hook.path("previous");
    var draft = Deals.deal(drafts.begin(request.receivedAt()), name, data.path("id"));
    begin(draft, hook, data.path(timeField), "data." + timeField, idSuffix);
    draft
        .userId(custom(data, source.user()), source.user())
        .anonymousId(custom(data, source.visitor()), source.visitor())
        .otherId(scope("contact", hook), data.path("person_id"), "data.person_id")
        .otherId(scope("deal", hook), data.path("id"), "data.id");
    var before = hook.path("previous");
    if (!name.equals(Deals.DELETED)) {
      draft.putText("previous_stage", before.path("stage_id"));
    }
    return draft
        .putText("pipeline", data.path("pipeline_id"))
        .putText("stage", data.path("stage_id"))
        .putText("status", data.path("status"))
        .putNumber("value", data.path("value"))
        .putText("currency", data.path("currency"))
        .putText("lost_reason", data.path("lost_reason"))
        .putText("owner", data.path("owner_id"))
        .finish();
  }

  private CallReading person(JsonNode hook, HookRequest request, Source source) {
    var data = hook.path("data");
    if (!data.isObject()) {
      return CallReading.passedOver(); // it was deleted
    }
    var draft = drafts.begin(request.receivedAt()).is(Kind.TRACK, Deals.CONTACT_UPDATED);
    boolean isNew = hook.path("meta").path("action").asText("").equals("create");
    begin(draft, hook, data.path(isNew ? "add_time" : "update_time"), "data.update_time", "");
    draft
        .userId(custom(data, source.user()), source.user())
        .anonymousId(custom(data, source.visitor()), source.visitor());
    for (var email : data.path("emails")) {
      draft.email(email.path("value"));
    }
    return draft
        .otherId(scope("contact", hook), data.path("id"), "data.id")
        .putText("owner", data.path("owner_id"))
        .finish();
  }

  private static void begin(
      EventDraft draft, JsonNode hook, JsonNode time, String timeField, String idSuffix) {
    var meta = hook.path("meta");
    var id = CallTexts.plain(meta.path("id"));
    if (id != null && !id.isBlank()) {
      draft.messageId(id + idSuffix);
    }
    if (CallTexts.isAbsent(time)) {
      draft.time(meta.path("timestamp"), "meta.timestamp");
    } else {
      draft.time(time, timeField);
    }
  }

  /** Returns a custom field, which is known by its hash, and may be wrapped. */
  private static JsonNode custom(JsonNode data, String field) {
    if (field.isEmpty()) {
      return MissingNode.getInstance();
    }
    var value = data.path("custom_fields").path(field);
    return value.isObject() ? value.path("value") : value;
  }

  private static String scope(String entity, JsonNode hook) {
    return Deals.scope(entity, CRM, hook.path("meta").path("company_id"));
  }
}
