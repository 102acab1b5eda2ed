package io.voronka.ingest.hook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.voronka.ingest.call.EventDraft;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The programs whose webhooks are taken, by their ids.
 *
 * @param byId unique
 */
public record Sources(Map<String, Source> byId) {

  public static final Sources NONE = new Sources(Map.of());

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern PROJECT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final int FEWEST_SECRET_CHARACTERS = 8;
  private static final Set<String> FIELDS =
      Set.of(
          "kind", "project", "secret", "secrets", "account", "visitor", "user", "won", "lost",
          "mapping");

  private static final Set<String> KINDS =
      Hook.all(new EventDraft.Factory(Duration.ZERO, UUID::randomUUID)).keySet();

  public Sources {
    byId = Map.copyOf(byId);
  }

  /**
   * Reads an object of sources by their ids.
   *
   * @param faults is told each fault; none shows a secret
   */
  public static Sources read(byte[] json, Consumer<String> faults) {
    JsonNode all;
    try {
      all = Json.read(json);
    } catch (MalformedRecord malformed) {
      faults.accept("the file " + malformed.getMessage());
      return NONE;
    }
    if (!all.isObject()) {
      faults.accept("the file must be an object of sources by their ids");
      return NONE;
    }
    var sources = new LinkedHashMap<String, Source>();
    for (var one : all.properties()) {
      sources.put(one.getKey(), read(one.getKey(), one.getValue(), faults));
    }
    return new Sources(sources);
  }

  private static Source read(String id, JsonNode json, Consumer<String> faults) {
    Consumer<String> fault = message -> faults.accept(id + ": " + message);
    if (!ID.matcher(id).matches()) {
      fault.accept("an id has 1 to 64 letters, digits, - and _");
    }
    for (var field : json.properties()) {
      if (!FIELDS.contains(field.getKey())) {
        fault.accept(field.getKey() + " is none of " + String.join(", ", sorted(FIELDS)));
      }
    }
    var kind = json.path("kind").asText("");
    if (!KINDS.contains(kind)) {
      fault.accept("kind must be one of " + String.join(", ", sorted(KINDS)));
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
        secrets(json, fault),
        json.path("account").asText(""),
        json.path("visitor").asText(""),
        json.path("user").asText(""),
        texts(json.path("won")),
        texts(json.path("lost")),
        isMapped ? json.path("mapping") : MissingNode.getInstance());
  }

  private static List<String> secrets(JsonNode json, Consumer<String> fault) {
    var secrets = new ArrayList<>(texts(json.path("secrets")));
    if (json.path("secret").isTextual()) {
      secrets.add(json.path("secret").textValue());
    }
    boolean areLong =
        secrets.stream().allMatch(secret -> secret.length() >= FEWEST_SECRET_CHARACTERS);
    if (secrets.isEmpty() || !areLong) {
      fault.accept(
          "secret must be a text, or secrets a list of texts, of at least "
              + FEWEST_SECRET_CHARACTERS
              + " characters");
    }
    return secrets;
  }

  private static Set<String> texts(JsonNode list) {
    var texts = new LinkedHashSet<String>();
    list.forEach(text -> texts.add(text.asText("")));
    return texts;
  }

  private static List<String> sorted(Set<String> words) {
    return words.stream().sorted().toList();
  }

  /** Returns the source of an id, if it is of that kind. */
  public @Nullable Source find(String kind, String id) {
    var source = byId.get(id);
    return source == null || !source.kind().equals(kind) ? null : source;
  }
}
