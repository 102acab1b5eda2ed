package io.voronka.ingest.hook;

import static io.voronka.ingest.hook.Signatures.bytes;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.ingest.call.CallReading;
import io.voronka.ingest.call.CallReading.Refused;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.call.RefusalKind;
import io.voronka.ingest.protocol.CallsOfBody;
import io.voronka.ingest.protocol.UnusableBody;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.ReceivedEvent.Kind;
import io.voronka.wire.source.Source;
import java.util.Map;
import java.util.TreeMap;

/** Mailchimp Transactional, once Mandrill: a form with a list of events. */
final class Mandrill implements Hook {

  private static final Map<String, String> NAMES =
      Map.of(
          "delivered", Mails.DELIVERED,
          "open", Mails.OPENED,
          "click", Mails.CLICKED,
          "hard_bounce", Mails.BOUNCED,
          "soft_bounce", Mails.BOUNCED,
          "spam", Mails.SPAM,
          "unsub", Mails.UNSUBSCRIBED);

  private final EventDraft.Factory drafts;

  Mandrill(EventDraft.Factory drafts) {
    this.drafts = drafts;
  }

  @Override
  public boolean isGenuine(HookRequest request, Source source) {
    var given = request.header("X-Mandrill-Signature");
    try {
      var signed = new StringBuilder(request.url());
      new TreeMap<>(request.form().fields())
          .forEach((name, value) -> signed.append(name).append(value));
      var text = bytes(signed.toString());
      return source.secrets().stream()
          .anyMatch(key -> Signatures.isSame(Signatures.hmacBase64("HmacSHA1", key, text), given));
    } catch (MalformedRecord unreadable) {
      return false;
    }
  }

  @Override
  public JsonNode body(HookRequest request) {
    return Json.read(bytes(request.form().field("mandrill_events")));
  }

  @Override
  public CallsOfBody read(HookRequest request, Source source, JsonNode body) {
    if (!body.isArray()) {
      throw UnusableBody.invalid("mandrill_events", "must be a list of events");
    }
    return CallsOfBody.ofHook(
        body, "mandrill_events", request.body().length, event -> read(event, request, source));
  }

  private CallReading read(JsonNode event, HookRequest request, Source source) {
    if (!event.isObject()) {
      return Refused.because(RefusalKind.BODY, "", "must be an object");
    }
    var type = event.path("event").asText("");
    var name = NAMES.get(type);
    if (name == null) {
      return CallReading.passedOver();
    }
    var mail = event.path("msg");
    var id = String.join(":", event.path("_id").asText(""), type, event.path("ts").asText(""));
    var draft =
        drafts
            .begin(request.receivedAt())
            .is(Kind.TRACK, name)
            .messageId("mandrill:" + id)
            .time(event.path("ts"), "ts");
    return Mails.tie(draft, mail.path("metadata"), source)
        .email(mail.path("email"))
        .put("subject", Mails.withoutAddresses(mail.path("subject")))
        .put("category", mail.path("tags"))
        .put("url", Mails.withoutAddresses(event.path("url")))
        .finish();
  }
}
