package io.voronka.ingest.protocol;

import io.voronka.wire.Json;
import java.nio.charset.StandardCharsets;

/** What a request is answered with. */
public record Reply(int status, String contentType, byte[] body) {

  /** Answers 200 with a value as JSON. */
  public static Reply json(Object value) {
    return json(200, value);
  }

  static Reply json(int status, Object value) {
    return new Reply(status, "application/json", Json.bytes(value));
  }

  static Reply text(String text) {
    return new Reply(200, "text/plain", text.getBytes(StandardCharsets.UTF_8));
  }
}
