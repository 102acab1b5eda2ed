package io.voronka.ingest.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.kit.ServiceException;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one kind of client speaks: where its key stands, what its bodies say, which answers it needs.
 * Pure but for ids that have to be made; safe for any thread.
 */
public interface Protocol {

  /** Returns who speaks, where a path is shared by several: what the body looks like tells. */
  default Protocol of(JsonNode body) {
    return this;
  }

  /** Returns the parameter that holds the message where it is sent by GET; null: it never is. */
  default @Nullable String messageInQuery() {
    return null;
  }

  /**
   * Reads a body into the value that it carries.
   *
   * @param bytes inflated
   * @throws MalformedRecord saying what is wrong with it
   * @throws UnusableBody if it is none of this protocol's
   */
  default JsonNode body(Request request, byte[] bytes) {
    return Payload.json(bytes);
  }

  /** Whether its clients send again what they hear was not kept. */
  default boolean isSentAgain() {
    return true;
  }

  /** Returns what may be the write key, the one that counts first; each may be null. */
  List<@Nullable String> keys(Request request, JsonNode body);

  /**
   * Reads all messages of a body.
   *
   * @param bytes how long the body is
   * @throws UnusableBody if it holds no messages at all
   */
  CallsOfBody read(Request request, JsonNode body, int bytes);

  /** Returns what the client takes for success. */
  default Reply answer(Request request, CallsOfBody calls, Position position) {
    return Reply.json(Answer.of(calls, position));
  }

  /** Whether a body of which nothing could be taken is answered as if it were good. */
  default boolean isLenient() {
    return false;
  }

  /** Returns what the client needs to understand a failure; null: the problem as all get it. */
  default @Nullable Reply failure(Request request, ServiceException failure) {
    return null;
  }
}
