package io.voronka.wire.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.wire.FormReader;
import java.util.Set;

/**
 * Checks the mapping of a source of any JSON: for each of our fields a JSON pointer (RFC 6901) into
 * the message, or a text that stands for itself.
 */
final class MappingForm {

  private static final String PATH = "mapping";

  /** What a mapping can say. {@code each} points to a list of messages within the body. */
  private static final Set<String> FIELDS =
      Set.of(
          "each",
          "event",
          "userId",
          "anonymousId",
          "email",
          "contact",
          "messageId",
          "time",
          "properties");

  /** As JSON: what stands for itself is in each event that is made of a body. */
  private static final int MOST_CHARACTERS = 8000;

  private MappingForm() {}

  /** Tells everything that is wrong with a mapping. */
  static void check(JsonNode mapping, FormReader form) {
    if (!mapping.isObject()) {
      form.add(PATH, "must be an object");
      return;
    }
    if (mapping.toString().length() > MOST_CHARACTERS) {
      form.add(PATH, "must have at most " + MOST_CHARACTERS + " characters as JSON");
    }
    for (var field : mapping.properties()) {
      check(field.getKey(), field.getValue(), form);
    }
    if (!mapping.has("event")) {
      form.add(PATH + ".event", "must say what the event is called");
    }
  }

  private static void check(String name, JsonNode value, FormReader form) {
    var path = FormReader.field(PATH, name);
    if (!FIELDS.contains(name)) {
      form.add(path, "is none of " + String.join(", ", FIELDS.stream().sorted().toList()));
    } else if (name.equals("properties")) {
      if (!value.isObject()) {
        form.add(path, "must be an object");
      }
      for (var property : value.properties()) {
        checkText(FormReader.field(path, property.getKey()), property.getValue(), form);
      }
    } else if (name.equals("event")) {
      checkText(path, value, form);
    } else if (!value.asText("").startsWith("/")) {
      form.add(path, "must be a JSON pointer such as /data/id");
    }
  }

  private static void checkText(String path, JsonNode value, FormReader form) {
    if (!value.isTextual() || value.textValue().isEmpty()) {
      form.add(path, "must be a JSON pointer such as /data/id, or a text");
    }
  }
}
