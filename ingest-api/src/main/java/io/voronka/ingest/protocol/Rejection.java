package io.voronka.ingest.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.ingest.call.Limits;
import io.voronka.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something of a known project that could not be taken, as it is kept for the project's owner.
 *
 * @param receivedAt when it came in
 * @param reason what is wrong with it
 * @param messageId of the call, if it has a usable one
 * @param index of the call in its batch; null if it was no batch
 * @param source the route that took it in, such as {@code v1/batch}
 * @param call the call, without keys and IP address; null if there is only a body
 * @param raw the first {@link Limits#CALL_BYTES} bytes of a body or long call, as text; null if the
 *     call is there
 */
public record Rejection(
    Instant receivedAt,
    String reason,
    @Nullable String messageId,
    @Nullable Integer index,
    String source,
    @Nullable JsonNode call,
    @Nullable String raw) {

  /** Where the protocols put write keys, secrets and IP addresses. */
  private static final List<String> NOT_KEPT =
      List.of("writeKey", "api_key", "token", "$token", "auth", "ip", "$ip");

  private static final List<String> PARTS = List.of("context", "properties", "data", "msg");

  /** Returns the rejection of a body that holds no calls. */
  public static Rejection ofBody(Instant receivedAt, String reason, String source, byte[] body) {
    return new Rejection(receivedAt, reason, null, null, source, null, beginningOf(body));
  }

  /** Returns the rejection of a call. */
  public static Rejection ofCall(
      Instant receivedAt,
      String reason,
      @Nullable String messageId,
      @Nullable Integer index,
      String source,
      JsonNode call) {
    var kept = keptOf(call);
    var bytes = Json.bytes(kept);
    return bytes.length > Limits.CALL_BYTES
        ? new Rejection(receivedAt, reason, messageId, index, source, null, beginningOf(bytes))
        : new Rejection(receivedAt, reason, messageId, index, source, kept, null);
  }

  private static JsonNode keptOf(JsonNode call) {
    if (!(call instanceof ObjectNode fields)) {
      return call;
    }
    var kept = fields.deepCopy();
    kept.remove(NOT_KEPT);
    for (var part : PARTS) {
      if (kept.get(part) instanceof ObjectNode object) {
        object.remove(NOT_KEPT);
      }
    }
    return kept;
  }

  private static String beginningOf(byte[] bytes) {
    var beginning = Arrays.copyOf(bytes, Math.min(bytes.length, Limits.CALL_BYTES));
    return new String(beginning, StandardCharsets.UTF_8); // puts U+FFFD for what is not UTF-8
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
    json.put("source", source);
    if (call != null) {
      json.set("call", call);
    }
    if (raw != null) {
      json.put("raw", raw);
    }
    return Json.bytes(json);
  }
}
