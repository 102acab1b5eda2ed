package io.voronka.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Spoils bodies as mistakes, broken clients and malice do; the same for the same seed. */
public final class Mutations {

  /** Values that are wrong somewhere. */
  private static final List<JsonNode> VALUES =
      List.of(
          json("null"),
          json("true"),
          json("0"),
          json("-1"),
          json("9007199254740993"),
          json("123456789012345678901234567890"),
          json("1e308"),
          json("-1.5e-300"),
          json("1763800000"),
          json("1763800000123456"),
          json("\"\""),
          json("\" \""),
          json("\"null\""),
          json("\"\\u0000\""),
          json("\"a\\ud800b\""),
          json("\"2026-13-45T99:99:99Z\""),
          json("\"9999-12-31T23:59:59.999+18:00\""),
          json("\"-1\""),
          json("\"99999999999999999999\""),
          json("\"$identify\""),
          json("\"a@b.c\""),
          json("\"" + "x".repeat(300) + "\""),
          json("[]"),
          json("{}"),
          json("[[[[null]]]]"),
          json("{\"id\":{\"id\":[1,{\"a\":null}]}}"));

  private final Random random;

  public Mutations(long seed) {
    this.random = new Random(seed);
  }

  private static JsonNode json(String text) {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a body with some faults, of JSON or of a form. */
  public byte[] of(byte[] body) {
    byte[] spoilt = random.nextInt(4) == 0 ? body.clone() : inWords(body);
    for (int rounds = random.nextInt(3); rounds > 0; rounds--) {
      spoilt = inBytes(spoilt);
    }
    return spoilt;
  }

  /** Returns a short text with faults. */
  String of(String text) {
    return new String(inBytes(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.ISO_8859_1);
  }

  private byte[] inWords(byte[] body) {
    try {
      var json = Json.read(body);
      for (int rounds = 1 + random.nextInt(4); rounds > 0; rounds--) {
        spoil(json);
      }
      return Json.bytes(json);
    } catch (MalformedRecord noJson) {
      return inFields(new String(body, StandardCharsets.UTF_8));
    }
  }

  /** Changes one place of a tree. */
  private void spoil(JsonNode root) {
    var containers = new ArrayList<JsonNode>();
    collect(root, containers);
    if (containers.isEmpty()) {
      return;
    }
    var place = containers.get(random.nextInt(containers.size()));
    if (place instanceof ObjectNode object && !object.isEmpty()) {
      spoil(object);
    } else if (place instanceof ArrayNode array && !array.isEmpty()) {
      spoil(array);
    }
  }

  private void spoil(ObjectNode object) {
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    var name = names.get(random.nextInt(names.size()));
    switch (random.nextInt(4)) {
      case 0 -> object.remove(name);
      case 1 -> object.set(names.get(random.nextInt(names.size())), object.get(name).deepCopy());
      default -> object.set(name, value());
    }
  }

  private void spoil(ArrayNode array) {
    int at = random.nextInt(array.size());
    switch (random.nextInt(3)) {
      case 0 -> array.remove(at);
      case 1 -> array.add(array.get(at).deepCopy());
      default -> array.set(at, value());
    }
  }

  private JsonNode value() {
    return VALUES.get(random.nextInt(VALUES.size())).deepCopy();
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }

  private byte[] inFields(String form) {
    var fields = new ArrayList<>(Arrays.asList(form.split("&", -1)));
    int at = random.nextInt(fields.size());
    var field = fields.get(at);
    int equals = Math.max(0, field.indexOf('='));
    var name = field.substring(0, equals);
    switch (random.nextInt(4)) {
      case 0 -> fields.remove(at);
      case 1 -> fields.add(name + "%5Bx%5D=1");
      case 2 -> fields.set(at, name.replace("%5D", "") + field.substring(equals));
      default -> fields.set(at, name + "=" + encoded(value()));
    }
    return String.join("&", fields).getBytes(StandardCharsets.UTF_8);
  }

  private static String encoded(JsonNode value) {
    return URLEncoder.encode(
        value.isTextual() ? value.textValue() : value.toString(), StandardCharsets.UTF_8);
  }

  private byte[] inBytes(byte[] body) {
    if (body.length == 0) {
      return new byte[] {(byte) random.nextInt(256)};
    }
    int at = random.nextInt(body.length);
    switch (random.nextInt(4)) {
      case 0 -> {
        var flipped = body.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        return flipped;
      }
      case 1 -> {
        return Arrays.copyOf(body, at);
      }
      case 2 -> {
        int length = random.nextInt(Math.min(64, body.length - at) + 1);
        var doubled = Arrays.copyOf(body, body.length + length);
        System.arraycopy(body, at, doubled, at + length, body.length - at);
        return doubled;
      }
      default -> {
        var changed = body.clone();
        changed[at] = (byte) "\"{}[]:,\\&=%+\0".charAt(random.nextInt(13));
        return changed;
      }
    }
  }
}
