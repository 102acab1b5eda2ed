package io.voronka.ingest.hook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.voronka.ingest.call.CallTexts;
import io.voronka.ingest.call.EventDraft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one source, with everything that is wrong with it. No fault shows a secret. */
final class SourceReader {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern PROJECT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final int FEWEST_SECRET_CHARACTERS = 8;
  private static final Set<String> OF_ALL = Set.of("kind", "project", "secret", "secrets");
  private static final Set<String> OF_SOME =
      Set.of("account", "visitor", "user", "won", "lost", "mapping");

  private static final Map<String, Hook> KINDS =
      Hook.all(new EventDraft.Factory(Duration.ZERO, UUID::randomUUID));

  private final String id;
  private final JsonNode json;
  private final Consumer<String> fault;

  SourceReader(String id, JsonNode json, Consumer<String> faults) {
    this.id = id;
    this.json = json;
    this.fault = message -> faults.accept(id + ": " + message);
  }

  Source read() {
    if (!ID.matcher(id).matches()) {
      fault.accept("an id has 1 to 64 letters, digits, - and _");
    }
    if (!json.isObject()) {
      fault.accept("must be an object");
      return new Source(
          id, "", "", List.of(), "", "", "", Set.of(), Set.of(), MissingNode.getInstance());
    }
    checkNames();
    var kind = json.path("kind").asText("");
    var hook = KINDS.get(kind);
    if (hook == null) {
      fault.accept("kind must be one of " + listed(KINDS.keySet()));
    } else {
      checkNames(kind, hook.settings());
    }
    var project = json.path("project").asText("");
    if (!PROJECT.matcher(project).matches()) {
      fault.accept("project must be of a-z, 0-9 and -");
    }
    boolean isMapped = kind.equals("json");
    if (isMapped) {
      MappedJson.faultsOf(json.path("mapping")).forEach(fault);
    }
    return new Source(
        id,
        project,
        kind,
        secrets(hook),
        text("account"),
        text("visitor"),
        text("user"),
        ids("won"),
        ids("lost"),
        isMapped ? json.path("mapping") : MissingNode.getInstance());
  }

  private void checkNames() {
    for (var field : json.properties()) {
      var name = field.getKey();
      if (!OF_ALL.contains(name) && !OF_SOME.contains(name)) {
        var all = new LinkedHashSet<>(OF_ALL);
        all.addAll(OF_SOME);
        fault.accept(name + " is none of " + listed(all));
      }
    }
  }

  /** What a kind would pass over was meant to have an effect. */
  private void checkNames(String kind, Set<String> settings) {
    for (var field : json.properties()) {
      var name = field.getKey();
      if (OF_SOME.contains(name) && !settings.contains(name)) {
        fault.accept(
            name
                + " has no meaning for "
                + kind
                + ", which knows "
                + (settings.isEmpty() ? "no further fields" : listed(settings)));
      }
    }
  }

  private List<String> secrets(@Nullable Hook hook) {
    var secrets = new ArrayList<String>();
    boolean isGood = json.has("secret") || json.has("secrets");
    var one = json.path("secret");
    if (!one.isMissingNode()) {
      isGood = one.isTextual();
      secrets.add(one.asText(""));
    }
    var list = json.path("secrets");
    if (!list.isMissingNode()) {
      isGood &= list.isArray() && !list.isEmpty();
      for (var secret : list) {
        isGood &= secret.isTextual();
        secrets.add(secret.asText(""));
      }
    }
    for (var secret : secrets) {
      isGood &= secret.length() >= FEWEST_SECRET_CHARACTERS;
    }
    if (!isGood) {
      fault.accept(
          "secret must be a text, or secrets a list of texts, of at least "
              + FEWEST_SECRET_CHARACTERS
              + " characters");
    } else if (hook != null) {
      secrets.stream().flatMap(secret -> hook.faultOfSecret(secret).stream()).forEach(fault);
    }
    return secrets;
  }

  /** Returns a text, or a number as its digits; empty if there is none. */
  private String text(String field) {
    var node = json.path(field);
    if (node.isMissingNode()) {
      return "";
    }
    var text = CallTexts.plain(node);
    if (text == null || text.isBlank()) {
      fault.accept(field + " must be a text that is not blank");
      return "";
    }
    return text;
  }

  /** Returns a list of ids, which may be written as numbers; empty if there is none. */
  private Set<String> ids(String field) {
    var ids = new LinkedHashSet<String>();
    var list = json.path(field);
    boolean isGood = list.isMissingNode() || list.isArray();
    for (var one : list) {
      var id = CallTexts.plain(one);
      isGood &= id != null && !id.isBlank();
      ids.add(id == null ? "" : id);
    }
    if (!isGood) {
      fault.accept(field + " must be a list of stages by their ids");
    }
    return ids;
  }

  private static String listed(Set<String> words) {
    return String.join(", ", words.stream().sorted().toList());
  }
}
