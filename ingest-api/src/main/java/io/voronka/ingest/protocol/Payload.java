package io.voronka.ingest.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Reads the JSON of a body by its bytes: clients label it as anything. Pure. */
final class Payload {

  private static final byte[] DATA = "data=".getBytes(StandardCharsets.UTF_8);

  private Payload() {}

  /**
   * Reads a body that is JSON, or a form with JSON in its field {@code data}.
   *
   * @throws MalformedRecord saying what is wrong with it
   */
  static JsonNode json(byte[] bytes) {
    return Json.read(plain(bytes));
  }

  /**
   * Returns the JSON of such a body, not yet parsed.
   *
   * @throws MalformedRecord if it is a form without it
   */
  static byte[] plain(byte[] bytes) {
    return isForm(bytes) ? decoded(Form.parse(bytes).field("data")) : bytes;
  }

  private static boolean isForm(byte[] bytes) {
    return bytes.length >= DATA.length
        && java.util.Arrays.equals(bytes, 0, DATA.length, DATA, 0, DATA.length);
  }

  /**
   * Reads a text that is JSON, or that in base64 of either alphabet.
   *
   * @throws MalformedRecord saying what is wrong with it
   */
  static JsonNode data(String text) {
    return Json.read(decoded(text));
  }

  private static byte[] decoded(String text) {
    var bare = text.strip();
    if (bare.startsWith("{") || bare.startsWith("[")) {
      return bare.getBytes(StandardCharsets.UTF_8);
    }
    // Some clients forget to encode the plus, which then arrives as a blank.
    var standard = bare.replace(' ', '+').replace('-', '+').replace('_', '/');
    try {
      return Base64.getDecoder().decode(standard);
    } catch (IllegalArgumentException notBase64) {
      throw new MalformedRecord("has data that is neither JSON nor base64", notBase64);
    }
  }
}
