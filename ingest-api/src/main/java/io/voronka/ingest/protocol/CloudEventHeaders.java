package io.voronka.ingest.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** Reads a CloudEvent in binary mode: attributes in headers, the data alone in the body. Pure. */
final class CloudEventHeaders {

  private static final String PREFIX = "ce-";

  private CloudEventHeaders() {}

  /**
   * Returns the event as structured mode would have it.
   *
   * @throws MalformedRecord if a header is no UTF-8, or the body not the JSON that it claims to be
   */
  static ObjectNode read(Request request, byte[] body) {
    var event = JsonNodeFactory.instance.objectNode();
    request
        .headers()
        .forEach(
            (name, value) -> {
              if (name.startsWith(PREFIX) && name.length() > PREFIX.length()) {
                event.put(name.substring(PREFIX.length()), decoded(value));
              }
            });
    if (event.has("datacontenttype")) {
      throw new MalformedRecord("has a ce-datacontenttype, which is the Content-Type's place");
    }
    event.remove("data");
    event.remove("data_base64");
    if (body.length > 0) {
      putData(event, request.header("Content-Type"), body);
    }
    return event;
  }

  private static void putData(
      ObjectNode event, @org.jspecify.annotations.Nullable String type, byte[] body) {
    if (type == null || isJson(type)) {
      event.set("data", Json.read(body));
    } else if (type.toLowerCase(Locale.ROOT).startsWith("text/")) {
      event.set("data", text(body));
    } else {
      event.put("data_base64", Base64.getEncoder().encodeToString(body));
    }
  }

  private static boolean isJson(String type) {
    var bare = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return bare.endsWith("/json") || bare.endsWith("+json");
  }

  /** Browsers can send JSON as plain text only. */
  private static JsonNode text(byte[] body) {
    try {
      return Json.read(body);
    } catch (MalformedRecord plain) {
      return JsonNodeFactory.instance.textNode(new String(body, StandardCharsets.UTF_8));
    }
  }

  /** Undoes the quotes of a header's value, then its percent encoding, once. */
  static String decoded(String value) {
    var bare = unquoted(value.strip());
    if (bare.indexOf('%') < 0) {
      return bare;
    }
    var out = new ByteArrayOutputStream(bare.length());
    for (int i = 0; i < bare.length(); i++) {
      char c = bare.charAt(i);
      int hex = c == '%' ? hex(bare, i + 1) : -1;
      if (hex >= 0) {
        out.write(hex);
        i += 2;
      } else {
        out.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(out.toByteArray()))
          .toString();
    } catch (CharacterCodingException malformed) {
      throw new MalformedRecord("has a ce- header that is not UTF-8", malformed);
    }
  }

  private static int hex(String text, int at) {
    if (at + 2 > text.length()) {
      return -1;
    }
    int high = Character.digit(text.charAt(at), 16);
    int low = Character.digit(text.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }

  private static String unquoted(String value) {
    int last = value.length() - 1;
    if (last < 1 || value.charAt(0) != '"' || value.charAt(last) != '"') {
      return value;
    }
    return value.substring(1, last).replaceAll("\\\\(.)", "$1");
  }
}
