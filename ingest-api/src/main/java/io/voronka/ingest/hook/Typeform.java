package io.voronka.ingest.hook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.voronka.ingest.call.CallReading;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.protocol.CallsOfBody;
import io.voronka.wire.ReceivedEvent.Kind;
import io.voronka.wire.source.Source;
import java.util.Set;

/** Typeform's answers, such as those to the NPS question; hidden fields say whose they are. */
final class Typeform implements Hook {

  private static final Set<String> SCORES = Set.of("nps", "opinion_scale", "rating");

  private final EventDraft.Factory drafts;

  Typeform(EventDraft.Factory drafts) {
    this.drafts = drafts;
  }

  @Override
  public boolean isGenuine(HookRequest request, Source source) {
    var given = request.header("Typeform-Signature");
    return source.secrets().stream()
        .anyMatch(
            secret ->
                Signatures.isSame(
                    "sha256=" + Signatures.hmacBase64("HmacSHA256", secret, request.raw()), given));
  }

  @Override
  public CallsOfBody read(HookRequest request, Source source, JsonNode body) {
    return CallsOfBody.ofOne(body, hook -> read(hook, request, source));
  }

  private CallReading read(JsonNode hook, HookRequest request, Source source) {
    if (!hook.path("event_type").asText("").equals("form_response")) {
      return CallReading.passedOver();
    }
    var response = hook.path("form_response");
    var draft =
        drafts
            .begin(request.receivedAt())
            .is(Kind.TRACK, "Survey Answered")
            .messageId(hook.path("event_id"), "event_id")
            .time(response.path("submitted_at"), "form_response.submitted_at");
    Mails.tie(draft, response.path("hidden"), source)
        .email(response.path("hidden").path("email"))
        .putText("form_id", response.path("form_id"))
        .putText("form", response.path("definition").path("title"));
    var answers = JsonNodeFactory.instance.objectNode();
    for (var answer : response.path("answers")) {
      var field = answer.path("field");
      var type = answer.path("type").asText("");
      if (type.equals("email")) {
        draft.email(answer.path("email")); // an id, and not kept as it is
      } else if (!type.equals("phone_number")) {
        answers.set(field.path("ref").asText(field.path("id").asText("")), answer.path(type));
      }
      if (SCORES.contains(field.path("type").asText("")) && answer.path("number").isNumber()) {
        draft.putIfAbsent("score", answer.path("number"));
      }
    }
    return draft.put("answers", answers).finish();
  }
}
