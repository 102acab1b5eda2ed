package io.voronka.ingest.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.voronka.ingest.call.Limits;
import io.voronka.ingest.privacy.PrivacyRule;
import io.voronka.ingest.protocol.CallsOfBody.RefusedCall;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something of a known project that could not be taken, as it is kept for the project's owner:
 * without keys, tokens and IP addresses.
 *
 * @param receivedAt when it came in
 * @param reason what is wrong with it
 * @param messageId of the call, if it has a usable one
 * @param index of the call in its batch; null if it was no batch
 * @param wrapping what stood around it
 * @param call the call; null if there is only a body
 * @param raw the first {@link Limits#CALL_BYTES} bytes of a body or long call, as text; null if the
 *     call is there
 * @param isCut whether the body or call was longer
 */
public record Rejection(
    Instant receivedAt,
    String reason,
    @Nullable String messageId,
    @Nullable Integer index,
    Wrapping wrapping,
    @Nullable JsonNode call,
    @Nullable String raw,
    boolean isCut) {

  /** The route that took it in, such as {@code v1/batch}. */
  public String source() {
    return wrapping.source();
  }

  /** Returns the rejection of a body that holds no calls. */
  public static Rejection ofBody(Request request, String reason, byte[] body) {
    return ofText(request.receivedAt(), reason, null, null, Wrapping.of(request), body, List.of());
  }

  /**
   * Returns the rejection of a call.
   *
   * @param body that held it
   * @param secrets of the sender, which are not kept wherever they stand
   */
  public static Rejection ofCall(
      Request request, RefusedCall refused, JsonNode body, List<String> secrets) {
    var wrapping = Wrapping.of(request);
    var index = refused.index();
    if (index != null) {
      wrapping = wrapping.around(refused.list(), body);
    }
    var why = refused.why();
    if (refused.call().isTextual()) {
      var text = refused.call().textValue().getBytes(StandardCharsets.UTF_8);
      return ofText(
          request.receivedAt(), why.reason(), why.messageId(), index, wrapping, text, secrets);
    }
    var kept = Redaction.ofValue(refused.call());
    var bytes = Json.bytes(kept);
    return bytes.length > Limits.CALL_BYTES
        ? ofText(
            request.receivedAt(), why.reason(), why.messageId(), index, wrapping, bytes, secrets)
        : new Rejection(
            request.receivedAt(),
            why.reason(),
            why.messageId(),
            index,
            wrapping,
            kept,
            null,
            false);
  }

  private static Rejection ofText(
      Instant receivedAt,
      String reason,
      @Nullable String messageId,
      @Nullable Integer index,
      Wrapping wrapping,
      byte[] bytes,
      List<String> secrets) {
    var beginning = Arrays.copyOf(bytes, Math.min(bytes.length, Limits.CALL_BYTES));
    var text = new String(beginning, StandardCharsets.UTF_8); // puts U+FFFD for what is not UTF-8
    var raw = Redaction.ofText(text, secrets);
    boolean isCut = bytes.length > Limits.CALL_BYTES;
    return new Rejection(receivedAt, reason, messageId, index, wrapping, null, raw, isCut);
  }

  /**
   * Returns what may be kept of it by a project's rule. Of what can't be read nobody can tell what
   * is in it, so nothing is.
   */
  public Rejection under(PrivacyRule rule) {
    return rule.isEmpty()
        ? this
        : new Rejection(
            receivedAt,
            reason,
            messageId,
            index,
            wrapping.under(rule),
            rule.ofRejected(call),
            raw == null ? null : "",
            isCut || raw != null);
  }

  /** Returns the value of the record that keeps it. */
  public byte[] toJson() {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("receivedAt", receivedAt.toString());
    json.put("reason", reason);
    if (messageId != null) {
      json.put("messageId", messageId);
    }
    if (index != null) {
      json.put("index", index);
    }
    wrapping.putInto(json);
    if (call != null) {
      json.set("call", call);
    }
    if (raw != null) {
      json.put("raw", raw);
    }
    if (isCut) {
      json.put("cut", true);
    }
    return Json.bytes(json);
  }

  /**
   * Reads what {@link #toJson} gives.
   *
   * @throws MalformedRecord if it is something else
   */
  public static Rejection read(JsonNode json) {
    try {
      return new Rejection(
          Instant.parse(json.path("receivedAt").asText("")),
          json.path("reason").asText(""),
          json.path("messageId").textValue(),
          json.path("index").isInt() ? json.path("index").intValue() : null,
          Wrapping.read(json),
          json.get("call"),
          json.path("raw").textValue(),
          json.path("cut").booleanValue());
    } catch (DateTimeException malformed) {
      throw new MalformedRecord("is no rejection", malformed);
    }
  }
}
