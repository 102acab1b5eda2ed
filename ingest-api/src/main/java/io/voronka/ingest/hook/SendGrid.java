package io.voronka.ingest.hook;

import static io.voronka.ingest.hook.Signatures.bytes;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.ingest.call.CallReading;
import io.voronka.ingest.call.CallReading.Refused;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.call.RefusalKind;
import io.voronka.ingest.protocol.CallsOfBody;
import io.voronka.ingest.protocol.UnusableBody;
import io.voronka.wire.ReceivedEvent.Kind;
import io.voronka.wire.source.Source;
import java.util.Map;

/** SendGrid's event webhook; the secret is the public key that it shows. */
final class SendGrid implements Hook {

  private static final Map<String, String> NAMES =
      Map.of(
          "delivered", Mails.DELIVERED,
          "open", Mails.OPENED,
          "click", Mails.CLICKED,
          "bounce", Mails.BOUNCED,
          "spamreport", Mails.SPAM,
          "unsubscribe", Mails.UNSUBSCRIBED,
          "group_unsubscribe", Mails.UNSUBSCRIBED);

  private final EventDraft.Factory drafts;

  SendGrid(EventDraft.Factory drafts) {
    this.drafts = drafts;
  }

  @Override
  public boolean isGenuine(HookRequest request, Source source) {
    var time = request.header("X-Twilio-Email-Event-Webhook-Timestamp");
    var signature = request.header("X-Twilio-Email-Event-Webhook-Signature");
    return time != null
        && source.secrets().stream()
            .anyMatch(key -> Signatures.isSignedBy(key, signature, bytes(time), request.raw()));
  }

  @Override
  public CallsOfBody read(HookRequest request, Source source, JsonNode body) {
    if (!body.isArray()) {
      throw UnusableBody.invalid("", "must be a list of events");
    }
    return CallsOfBody.ofHook(
        body, "", request.body().length, event -> read(event, request, source));
  }

  private CallReading read(JsonNode event, HookRequest request, Source source) {
    if (!event.isObject()) {
      return Refused.because(RefusalKind.BODY, "", "must be an object");
    }
    var name = NAMES.get(event.path("event").asText(""));
    if (name == null) {
      return CallReading.passedOver();
    }
    var draft =
        drafts
            .begin(request.receivedAt())
            .is(Kind.TRACK, name)
            .messageId(event.path("sg_event_id"), "sg_event_id")
            .time(event.path("timestamp"), "timestamp");
    return Mails.tie(draft, event, source)
        .email(event.path("email"))
        .put("category", event.path("category"))
        .put("url", Mails.withoutAddresses(event.path("url")))
        .put("machine_open", event.path("sg_machine_open"))
        .put("reason", Mails.withoutAddresses(event.path("reason")))
        .finish();
  }
}
