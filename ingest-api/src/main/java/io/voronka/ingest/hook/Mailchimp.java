package io.voronka.ingest.hook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.voronka.ingest.call.CallReading;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.protocol.CallsOfBody;
import io.voronka.wire.ReceivedEvent.Kind;
import io.voronka.wire.source.Source;
import java.util.Map;

/** Mailchimp's audiences: who came and went. It tells nothing of opens and clicks. */
final class Mailchimp implements Hook {

  private static final Map<String, String> NAMES =
      Map.of(
          "subscribe", Mails.SUBSCRIBED,
          "unsubscribe", Mails.UNSUBSCRIBED,
          "cleaned", Mails.BOUNCED,
          "profile", Deals.CONTACT_UPDATED);

  private final EventDraft.Factory drafts;

  Mailchimp(EventDraft.Factory drafts) {
    this.drafts = drafts;
  }

  /** Nothing is signed: a secret in the address. */
  @Override
  public boolean isGenuine(HookRequest request, Source source) {
    return Signatures.isShown(request, source);
  }

  @Override
  public JsonNode body(HookRequest request) {
    return request.formTree();
  }

  @Override
  public CallsOfBody read(HookRequest request, Source source, JsonNode body) {
    return CallsOfBody.ofOne(body, form -> read(form, request, source));
  }

  private CallReading read(JsonNode form, HookRequest request, Source source) {
    var type = form.path("type").asText("");
    var data = form.path("data");
    var list = data.path("list_id").asText("");
    var draft = drafts.begin(request.receivedAt()).time(form.path("fired_at"), "fired_at");
    if (type.equals("upemail")) {
      return draft
          .is(Kind.IDENTIFY, "Identify")
          .email(data.path("new_email"))
          .email(data.path("old_email"))
          .finish();
    }
    var name = NAMES.get(type);
    if (name == null) {
      return CallReading.passedOver();
    }
    var who = data.path("id").asText(data.path("email").asText(""));
    draft
        .is(Kind.TRACK, name)
        .messageId(
            String.join(":", "mailchimp", list, who, type, form.path("fired_at").asText("")));
    var merges = data.path("merges");
    return draft
        .userId(merge(merges, source.userField()), source.userField())
        .anonymousId(merge(merges, source.visitorField()), source.visitorField())
        .email(data.path("email"))
        .put("list", list)
        .put("reason", Mails.withoutAddresses(data.path("reason")))
        .finish();
  }

  /** Returns a merge field. Mailchimp writes their names in capitals: {@code VISITOR_ID}. */
  private static JsonNode merge(JsonNode merges, String name) {
    for (var merge : merges.properties()) {
      if (merge.getKey().equalsIgnoreCase(name)) {
        return merge.getValue();
      }
    }
    return MissingNode.getInstance();
  }
}
