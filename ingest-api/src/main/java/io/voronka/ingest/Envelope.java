package io.voronka.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of all its calls.
 *
 * @param type of a single call, from the path; null in a batch, where each call has its own
 * @param sentAt of the batch, or a missing node
 * @param context of the batch, or a missing node
 * @param receivedAt when the request came in
 */
record Envelope(@Nullable CallType type, JsonNode sentAt, JsonNode context, Instant receivedAt) {

  static Envelope ofCall(CallType type, Instant receivedAt) {
    return new Envelope(type, MissingNode.getInstance(), MissingNode.getInstance(), receivedAt);
  }

  static Envelope ofBatch(JsonNode body, Instant receivedAt) {
    return new Envelope(null, body.path("sentAt"), body.path("context"), receivedAt);
  }
}
