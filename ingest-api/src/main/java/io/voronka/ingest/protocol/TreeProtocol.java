package io.voronka.ingest.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.wire.MalformedRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A protocol whose bodies are read as trees. */
public interface TreeProtocol extends Protocol {

  @Override
  default OpenBody open(Request request, byte[] bytes) {
    var body = body(request, bytes);
    var protocol = of(body);
    return new OpenBody() {
      @Override
      public Protocol protocol() {
        return protocol;
      }

      @Override
      public List<@Nullable String> keys() {
        return protocol.keys(request, body);
      }

      @Override
      public CallsOfBody calls() {
        return protocol.read(request, body, bytes.length);
      }

      @Override
      public JsonNode tree() {
        return body;
      }
    };
  }

  /** Returns who speaks, where a path is shared by several: what the body looks like tells. */
  default TreeProtocol of(JsonNode body) {
    return this;
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

  /** Returns what may be the write key, the one that counts first; each may be null. */
  List<@Nullable String> keys(Request request, JsonNode body);

  /**
   * Reads all messages of a body.
   *
   * @param bytes how long the body is
   * @throws UnusableBody if it holds no messages at all
   */
  CallsOfBody read(Request request, JsonNode body, int bytes);
}
