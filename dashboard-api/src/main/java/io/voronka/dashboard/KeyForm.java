package io.voronka.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.wire.FormReader;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.access.Role;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what callers say of keys and tokens; one answer names every fault. */
final class KeyForm {

  private static final int MOST_NAME_CHARACTERS = 100;
  private static final int MOST_ORIGINS = 100;
  private static final int MOST_EVENTS_PER_SECOND = 1_000_000;
  private static final Duration LONGEST_OVERLAP = Duration.ofDays(90);
  private static final Duration USUAL_OVERLAP = Duration.ofDays(7);

  /** As browsers say it: no path, no slash at the end; a star stands for hosts below. */
  private static final Pattern ORIGIN =
      Pattern.compile("https?://(\\*\\.)?[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?(:[0-9]{1,5})?");

  private KeyForm() {}

  /**
   * What can be said of a key.
   *
   * @param eventsPerSecond 0: any number
   */
  record OfKey(String name, List<String> origins, int eventsPerSecond, boolean isDisabled) {}

  /** What is said of a token. */
  record OfToken(String name, Role role) {}

  static OfKey key(byte[] body) {
    var form = new FormReader();
    var json = json(body);
    form.object("", json, Set.of("name", "allowedOrigins", "eventsPerSecond", "disabled"));
    var rate = json.path("eventsPerSecond");
    int eventsPerSecond = rate.isNull() ? 0 : form.whole("eventsPerSecond", rate, 0);
    if (!rate.isNull()
        && !rate.isMissingNode()
        && (eventsPerSecond < 1 || eventsPerSecond > MOST_EVENTS_PER_SECOND)
        && form.violations().stream().noneMatch(fault -> fault.path().equals("eventsPerSecond"))) {
      form.add("eventsPerSecond", "must be from 1 to " + MOST_EVENTS_PER_SECOND + ", or null");
    }
    var key =
        new OfKey(
            name(form, json),
            origins(form, json.path("allowedOrigins")),
            eventsPerSecond,
            form.flag("disabled", json.path("disabled")));
    orThrow(form, "The key can't be as it is described.");
    return key;
  }

  static OfToken token(byte[] body) {
    var form = new FormReader();
    var json = json(body);
    form.object("", json, Set.of("name", "role"));
    if (json.path("role").isMissingNode()) {
      form.add("role", "is missing");
    }
    var role =
        form.oneOf("role", json.path("role"), Role::of, Role.VIEWER, "viewer, editor or admin");
    var token = new OfToken(name(form, json), role);
    orThrow(form, "The token can't be as it is described.");
    return token;
  }

  /** Reads how long the secret before is to be good; a week, if nothing is said. */
  static Duration overlap(byte[] body) {
    if (body.length == 0) {
      return USUAL_OVERLAP;
    }
    var form = new FormReader();
    var json = json(body);
    form.object("", json, Set.of("overlap"));
    var overlap = overlap(form, json.path("overlap"));
    orThrow(form, "The key can't be rotated like this.");
    return overlap;
  }

  static Duration overlap(FormReader form, JsonNode json) {
    var overlap = form.durationOrNull("overlap", json, "a duration such as P7D");
    if (overlap != null && (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0)) {
      form.add("overlap", "must be from PT0S to P90D");
    }
    return overlap == null ? USUAL_OVERLAP : overlap;
  }

  private static String name(FormReader form, JsonNode json) {
    var name = form.text("name", json.path("name"), "-").strip();
    if (name.isEmpty() || name.codePointCount(0, name.length()) > MOST_NAME_CHARACTERS) {
      form.add("name", "must have 1 to " + MOST_NAME_CHARACTERS + " characters");
    }
    return name;
  }

  private static List<String> origins(FormReader form, JsonNode json) {
    var origins = form.texts("allowedOrigins", json);
    if (origins.size() > MOST_ORIGINS) {
      form.add("allowedOrigins", "has more than the " + MOST_ORIGINS + " that it may have");
    }
    for (int i = 0; i < origins.size(); i++) {
      if (!ORIGIN.matcher(origins.get(i)).matches()) {
        form.add(
            "allowedOrigins[" + i + "]",
            "must be an origin such as https://shop.example.com or https://*.example.com");
      }
    }
    return origins;
  }

  static JsonNode json(byte[] body) {
    try {
      var json = Json.read(body);
      if (json.isObject()) {
        return json;
      }
    } catch (MalformedRecord malformed) {
      throw new ServiceException(
          ProblemType.INVALID, "The body " + malformed.getMessage() + ".", malformed);
    }
    throw new ServiceException(ProblemType.INVALID, "The body must be an object.");
  }

  static void orThrow(FormReader form, String detail) {
    if (!form.violations().isEmpty()) {
      throw new ServiceException(ProblemType.INVALID, detail, form.violations());
    }
  }
}
