package io.voronka.ingest.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Takes out of what is kept what only the sender should have: keys, tokens, IP addresses. Pure. */
final class Redaction {

  static final String REMOVED = "[removed]";

  /** Where the protocols put them, in lower case; wherever such a field stands, it is left out. */
  private static final Set<String> NAMES =
      Set.of(
          "writekey",
          "api_key",
          "apikey",
          "api_secret",
          "token",
          "$token",
          "auth",
          "authorization",
          "access_token",
          "refresh_token",
          "application_token",
          "password",
          "secret",
          "client_secret",
          "ip",
          "$ip");

  /** The name of a parameter of the query too. */
  private static final String KEY = "key";

  /**
   * The same in a text that can't be read: {@code "token": "x"}, {@code token=x}, {@code
   * auth[access_token]=x}, and percent-encoded. The value ends where a text, a field or a line
   * does.
   */
  private static final Pattern IN_TEXT =
      Pattern.compile(
          "(?i)((?:\\b|\\$|_|%24)(?:"
              + NAMES.stream()
                  .filter(name -> !name.startsWith("$"))
                  .sorted()
                  .map(Pattern::quote)
                  .collect(Collectors.joining("|"))
              + ")(?:(?:\\[|%5B)[^=&\\s]{0,64}(?:\\]|%5D))?[\"']?\\s{0,8}[:=]\\s{0,8})"
              + "(\"(?:[^\"\\\\]|\\\\.)*+\"?|'[^']*+'?|[^\\s&,;}\\]\"']++)");

  private Redaction() {}

  /** Returns a value without the fields that are not kept. */
  static JsonNode ofValue(JsonNode value) {
    if (!value.isContainerNode()) {
      return value;
    }
    var kept = value.deepCopy();
    remove(kept);
    return kept;
  }

  private static void remove(JsonNode value) {
    if (value instanceof ObjectNode object) {
      object.properties().removeIf(field -> isNotKept(field.getKey()));
      object.forEach(Redaction::remove);
    } else if (value instanceof ArrayNode list) {
      list.forEach(Redaction::remove);
    }
  }

  private static boolean isNotKept(String name) {
    return NAMES.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Returns the parameters of a query without those that are not kept. */
  static Map<String, String> ofQuery(Map<String, String> query) {
    var kept = new TreeMap<String, String>();
    query.forEach(
        (name, value) -> {
          if (!isNotKept(name) && !name.equalsIgnoreCase(KEY)) {
            kept.put(name, value);
          }
        });
    return kept;
  }

  /**
   * Returns a text without them.
   *
   * @param secrets that are known, whatever they are called there
   */
  static String ofText(String text, List<String> secrets) {
    var kept = text;
    for (var secret : secrets) {
      kept = kept.replace(secret, REMOVED);
      kept = kept.replace(URLEncoder.encode(secret, StandardCharsets.UTF_8), REMOVED);
    }
    return IN_TEXT.matcher(kept).replaceAll("$1" + REMOVED.replace("[", "\\[").replace("]", "\\]"));
  }
}
