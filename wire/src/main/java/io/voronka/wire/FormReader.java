package io.voronka.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.model.definition.Violation;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON that a person wrote and collects every fault of its form, so that one answer names
 * them all. What can't be read has a stand-in, so that reading goes on. Not thread-safe.
 */
public final class FormReader {

  private static final Pattern WEEKS = Pattern.compile("P(\\d{1,6})W");
  private static final int DAYS_OF_WEEK = 7;

  private final List<Violation> violations = new ArrayList<>();

  /** The faults found so far, in the order of reading. */
  public List<Violation> violations() {
    return List.copyOf(violations);
  }

  public void add(String path, String message) {
    violations.add(new Violation(path, message));
  }

  /** Whether a fault was found at the path, in it, or in what it is a part of. */
  boolean isFaulty(String path) {
    return violations.stream()
        .anyMatch(fault -> isWithin(path, fault.path()) || isWithin(fault.path(), path));
  }

  private static boolean isWithin(String path, String whole) {
    return path.startsWith(whole)
        && (path.length() == whole.length()
            || path.charAt(whole.length()) == '.'
            || path.charAt(whole.length()) == '[');
  }

  /** Names a field of the object at the path, which is empty at the root. */
  public static String field(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** Requires an object of no other fields; says whether it is an object. */
  public boolean object(String path, JsonNode json, Set<String> known) {
    if (!json.isObject()) {
      add(path, json.isMissingNode() ? "is missing" : "must be an object");
      return false;
    }
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                add(field(path, name), "is not a known field");
              }
            });
    return true;
  }

  /** Reads text that must be there; otherwise takes the stand-in. */
  public String text(String path, JsonNode json, String standIn) {
    if (json.isMissingNode()) {
      add(path, "is missing");
      return standIn;
    }
    var text = textOrNull(path, json);
    return text == null ? standIn : text;
  }

  /** Reads text; null if it was left out or is none. */
  public @Nullable String textOrNull(String path, JsonNode json) {
    if (json.isMissingNode()) {
      return null;
    }
    if (!json.isTextual()) {
      add(path, "must be text");
      return null;
    }
    return json.textValue();
  }

  /** Reads one of several words; otherwise takes the default. */
  public <T> T oneOf(
      String path, JsonNode json, Function<String, Optional<T>> find, T otherwise, String words) {
    var text = textOrNull(path, json);
    if (text == null) {
      return otherwise;
    }
    var found = find.apply(text);
    if (found.isEmpty()) {
      add(path, "must be " + words);
    }
    return found.orElse(otherwise);
  }

  public boolean flag(String path, JsonNode json) {
    if (!json.isMissingNode() && !json.isBoolean()) {
      add(path, "must be true or false");
    }
    return json.booleanValue();
  }

  /** Reads a number; null if it was left out or is none. */
  @Nullable Double numberOrNull(String path, JsonNode json) {
    if (json.isMissingNode()) {
      return null;
    }
    if (!json.isNumber()) {
      add(path, "must be a number");
      return null;
    }
    return json.doubleValue();
  }

  public int whole(String path, JsonNode json, int otherwise) {
    if (json.isMissingNode()) {
      return otherwise;
    }
    if (!json.canConvertToExactIntegral() || !json.canConvertToInt()) {
      add(path, "must be a whole number");
      return otherwise;
    }
    return json.intValue();
  }

  /** Reads a duration; null if it was left out or is none. */
  public @Nullable Duration durationOrNull(String path, JsonNode json, String words) {
    if (json.isMissingNode()) {
      return null;
    }
    var text = json.asText("");
    var weeks = WEEKS.matcher(text);
    if (weeks.matches()) {
      return Duration.ofDays(DAYS_OF_WEEK * Long.parseLong(weeks.group(1)));
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException malformed) {
      add(path, "must be " + words);
      return null;
    }
  }

  /** Reads a moment; null if it was left out or is none. */
  public @Nullable Instant timeOrNull(String path, JsonNode json) {
    var text = textOrNull(path, json);
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException malformed) {
      add(path, "must be an ISO 8601 time with zone, such as 2026-03-01T00:00:00Z");
      return null;
    }
  }

  /** Reads a list by what reads its items; those that give null are left out. */
  public <T> List<T> list(String path, JsonNode json, ItemReader<T> items) {
    if (!json.isArray() && !json.isMissingNode()) {
      add(path, "must be a list");
    }
    var list = new ArrayList<T>();
    if (json.isArray()) {
      for (int i = 0; i < json.size(); i++) {
        var item = items.read(path + "[" + i + "]", json.get(i));
        if (item != null) {
          list.add(item);
        }
      }
    }
    return list;
  }

  /** Reads a list of texts. */
  public List<String> texts(String path, JsonNode json) {
    return list(path, json, this::textOrNull);
  }

  /** Reads one item of a list. */
  @FunctionalInterface
  public interface ItemReader<T> {
    @Nullable T read(String path, JsonNode json);
  }
}
