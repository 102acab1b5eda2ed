package io.voronka.ingest.hook;

import static io.voronka.ingest.hook.Signatures.bytes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.voronka.ingest.call.CallReading;
import io.voronka.ingest.call.CallTexts;
import io.voronka.ingest.call.CallTimes;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.protocol.CallsOfBody;
import io.voronka.wire.ReceivedEvent.Kind;
import io.voronka.wire.source.Source;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stripe's checkouts. */
final class Stripe implements Hook {

  private static final Map<String, String> NAMES =
      Map.of(
          "checkout.session.completed", "Checkout Completed",
          "checkout.session.async_payment_succeeded", "Checkout Paid",
          "checkout.session.async_payment_failed", "Checkout Payment Failed",
          "checkout.session.expired", "Checkout Expired");

  /** Where Stripe counts otherwise than ISO 4217. */
  private static final Map<String, Integer> DIGITS = Map.of("MGA", 0, "ISK", 2, "UGX", 2);

  private static final Set<String> USED_METADATA = Set.of("email");

  private final EventDraft.Factory drafts;

  Stripe(EventDraft.Factory drafts) {
    this.drafts = drafts;
  }

  @Override
  public boolean isGenuine(HookRequest request, Source source) {
    var header = request.header("Stripe-Signature");
    if (header == null) {
      return false;
    }
    var parts = Arrays.stream(header.split(",", -1)).map(String::strip).toList();
    var time = parts.stream().filter(part -> part.startsWith("t=")).findFirst().orElse("t=");
    var signedAt = CallTimes.loose(TextNode.valueOf(time.substring(2)));
    if (signedAt == null || !Signatures.isRecent(signedAt, request.receivedAt())) {
      return false;
    }
    var signed = bytes(time.substring(2) + ".");
    return source.secrets().stream()
        .map(secret -> "v1=" + Signatures.hmacHex("HmacSHA256", secret, signed, request.raw()))
        .anyMatch(expected -> parts.stream().anyMatch(part -> Signatures.isSame(expected, part)));
  }

  @Override
  public CallsOfBody read(HookRequest request, Source source, JsonNode body) {
    return CallsOfBody.ofOne(body, hook -> read(hook, request, source));
  }

  private CallReading read(JsonNode hook, HookRequest request, Source source) {
    var name = NAMES.get(hook.path("type").asText(""));
    if (name == null) {
      return CallReading.passedOver();
    }
    var session = hook.path("data").path("object");
    var metadata = session.path("metadata");
    var draft =
        drafts
            .begin(request.receivedAt())
            .is(Kind.TRACK, name)
            .messageId(hook.path("id"), "id")
            .time(hook.path("created"), "created");
    Mails.tie(draft, metadata, source);
    var reference = session.path("client_reference_id");
    if (!CallTexts.isAbsent(reference)) {
      draft.anonymousId(reference, "client_reference_id");
    }
    var currency = session.path("currency").asText("").toUpperCase(Locale.ROOT);
    draft
        .email(session.path("customer_details").path("email"))
        .otherId("contact:stripe:", session.path("customer"), "customer")
        .putAll(metadata, "metadata", USED_METADATA)
        .putText("checkout_id", session.path("id"))
        .putText("payment_status", session.path("payment_status"))
        .put("currency", currency);
    var value = inMajorUnits(session.path("amount_total"), currency);
    return (value == null ? draft : draft.put("value", value)).finish();
  }

  /** Amounts come in the smallest unit of their currency. */
  private static @Nullable JsonNode inMajorUnits(JsonNode amount, String currency) {
    if (!amount.isIntegralNumber()) {
      return null;
    }
    int digits = 2;
    try {
      var iso = Currency.getInstance(currency).getDefaultFractionDigits();
      digits = DIGITS.getOrDefault(currency, Math.max(0, iso));
    } catch (IllegalArgumentException unknown) {
      digits = 2; // what most have
    }
    return JsonNodeFactory.instance.numberNode(BigDecimal.valueOf(amount.longValue(), digits));
  }
}
