package io.voronka.ingest.protocol;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of a form body, in the order sent; of a name that comes twice the last counts.
 *
 * @param fields decoded
 */
public record Form(Map<String, String> fields) {

  private static final int MOST_FIELDS = 20_000;

  /**
   * Reads {@code application/x-www-form-urlencoded}, whatever its label.
   *
   * @throws MalformedRecord if it is none
   */
  public static Form parse(byte[] body) {
    var fields = new LinkedHashMap<String, String>();
    var pairs = new String(body, StandardCharsets.UTF_8).split("&", MOST_FIELDS + 1);
    if (pairs.length > MOST_FIELDS) {
      throw new MalformedRecord("is a form of more than " + MOST_FIELDS + " fields");
    }
    for (var pair : pairs) {
      if (!pair.isBlank()) {
        int equals = pair.indexOf('=');
        fields.put(
            decoded(equals < 0 ? pair : pair.substring(0, equals)),
            equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    return new Form(fields);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw new MalformedRecord("is not a form", malformed);
    }
  }

  /** Returns a field, empty if there is none. */
  public String field(String name) {
    return fields.getOrDefault(name, "");
  }

  /**
   * Returns the fields as objects in each other: {@code a[b][0]=c} is {@code
   * {"a":{"b":{"0":"c"}}}}. A list is an object of its indexes, which may have gaps.
   *
   * @throws MalformedRecord if names are too deep, or one is a value and an object at once
   */
  public ObjectNode tree() {
    var root = JsonNodeFactory.instance.objectNode();
    for (var field : fields.entrySet()) {
      var path = path(field.getKey());
      var at = root;
      for (var step : path.subList(0, path.size() - 1)) {
        var next = at.get(step);
        if (next == null) {
          at = at.putObject(step);
        } else if (next instanceof ObjectNode object) {
          at = object;
        } else {
          throw new MalformedRecord("has a field that is a value and a list");
        }
      }
      if (at.putIfAbsent(path.get(path.size() - 1), TextNode.valueOf(field.getValue()))
          instanceof ObjectNode) {
        throw new MalformedRecord("has a field that is a value and a list");
      }
    }
    return root;
  }

  /** Returns the steps of a name. */
  private static List<String> path(String name) {
    var path = new ArrayList<String>();
    int open = name.indexOf('[');
    path.add(open <= 0 ? name : name.substring(0, open));
    while (open > 0) {
      int close = name.indexOf(']', open);
      if (close < 0) {
        return List.of(name); // no list after all
      }
      path.add(name.substring(open + 1, close));
      if (path.size() > Json.MAX_DEPTH) {
        throw new MalformedRecord("is nested deeper than " + Json.MAX_DEPTH + " levels");
      }
      open = close + 1 < name.length() && name.charAt(close + 1) == '[' ? close + 1 : -1;
    }
    return path;
  }
}
