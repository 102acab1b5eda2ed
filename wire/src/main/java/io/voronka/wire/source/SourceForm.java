package io.voronka.wire.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.voronka.wire.FormReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one source, with everything that is wrong with it. No fault shows a secret. */
public final class SourceForm {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final String ID_WORDS = "1 to 64 letters, digits, - and _";
  private static final Pattern PROJECT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final int FEWEST_SECRET_CHARACTERS = 8;
  private static final int MOST_SECRET_CHARACTERS = 4000;
  private static final Set<String> OF_FILE = Set.of("kind", "project", "secret", "secrets");
  private static final Set<String> OF_API = Set.of("kind", "secret", "paused");
  private static final Set<String> OF_SOME =
      Set.of("account", "visitor", "user", "won", "lost", "mapping");

  private final String id;
  private final JsonNode json;
  private final FormReader form;

  public SourceForm(String id, JsonNode json, FormReader form) {
    this.id = id;
    this.json = json;
    this.form = form;
  }

  /** Reads it as the file of the settings has it, with its project and its secrets. */
  public Source ofFile() {
    if (!ID.matcher(id).matches()) {
      form.add("", "an id has " + ID_WORDS);
    }
    if (!json.isObject()) {
      form.add("", "must be an object");
      return new Source(
          id, "", "", List.of(), "", "", "", Set.of(), Set.of(), MissingNode.getInstance());
    }
    checkNames(OF_FILE);
    var kind = kind();
    var project = json.path("project").asText("");
    if (!PROJECT.matcher(project).matches()) {
      form.add("project", "must be of a-z, 0-9 and -");
    }
    var source = source(project, kind);
    return source.with(secrets(kind));
  }

  /**
   * Reads it as the API is told of it, an object, without its secrets: {@link #secret} reads what
   * is told of them.
   *
   * @param project whose it is
   */
  public Source ofApi(String project) {
    if (!ID.matcher(id).matches()) {
      form.add("id", "must have " + ID_WORDS);
    }
    checkNames(OF_API);
    return source(project, kind());
  }

  /** Reads the one secret that the API is told; null if it was left out or can't be one. */
  public static @Nullable String secret(
      @Nullable SourceKind kind, JsonNode secret, FormReader form) {
    if (secret.isMissingNode()) {
      return null;
    }
    int length = secret.asText("").length();
    if (!secret.isTextual()
        || length < FEWEST_SECRET_CHARACTERS
        || length > MOST_SECRET_CHARACTERS) {
      form.add(
          "secret",
          "must be a text of "
              + FEWEST_SECRET_CHARACTERS
              + " to "
              + MOST_SECRET_CHARACTERS
              + " characters");
      return null;
    }
    var fault = kind == null ? Optional.<String>empty() : kind.faultOfSecret(secret.textValue());
    fault.ifPresent(message -> form.add("secret", message));
    return fault.isPresent() ? null : secret.textValue();
  }

  private void checkNames(Set<String> ofAll) {
    for (var field : json.properties()) {
      var name = field.getKey();
      if (!ofAll.contains(name) && !OF_SOME.contains(name)) {
        var all = new TreeSet<>(ofAll);
        all.addAll(OF_SOME);
        form.add(name, "is none of " + listed(all));
      }
    }
  }

  private @Nullable SourceKind kind() {
    var kind = SourceKind.of(json.path("kind").asText("")).orElse(null);
    if (kind == null) {
      form.add("kind", "must be one of " + listed(SourceKind.texts()));
    } else {
      checkMeaning(kind);
    }
    return kind;
  }

  /** What a kind would pass over was meant to have an effect. */
  private void checkMeaning(SourceKind kind) {
    var settings = kind.settings();
    for (var field : json.properties()) {
      var name = field.getKey();
      if (OF_SOME.contains(name) && !settings.contains(name)) {
        form.add(
            name,
            "has no meaning for "
                + kind.text()
                + ", which knows "
                + listed(settings.stream().sorted().toList()));
      }
    }
  }

  private Source source(String project, @Nullable SourceKind kind) {
    boolean isMapped = kind == SourceKind.JSON;
    if (isMapped) {
      MappingForm.check(json.path("mapping"), form);
    }
    return new Source(
        id,
        project,
        kind == null ? "" : kind.text(),
        List.of(),
        text("account"),
        text("visitor"),
        text("user"),
        ids("won"),
        ids("lost"),
        isMapped ? json.path("mapping") : MissingNode.getInstance());
  }

  private List<String> secrets(@Nullable SourceKind kind) {
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
      form.add(
          "secret",
          "must be a text, or secrets a list of texts, of at least "
              + FEWEST_SECRET_CHARACTERS
              + " characters");
    } else if (kind != null) {
      secrets.stream()
          .flatMap(secret -> kind.faultOfSecret(secret).stream())
          .forEach(fault -> form.add("secret", fault));
    }
    return secrets;
  }

  /** Returns a text, or a whole number as its digits; empty if there is none. */
  private String text(String field) {
    var node = json.path(field);
    if (node.isMissingNode()) {
      return "";
    }
    var text = plain(node);
    if (text.isBlank()) {
      form.add(field, "must be a text that is not blank");
    }
    return text;
  }

  /** Returns a list of ids, which may be written as numbers; empty if there is none. */
  private Set<String> ids(String field) {
    var ids = new LinkedHashSet<String>();
    var list = json.path(field);
    boolean isGood = list.isMissingNode() || list.isArray();
    for (var one : list) {
      var id = plain(one);
      isGood &= !id.isBlank();
      ids.add(id);
    }
    if (!isGood) {
      form.add(field, "must be a list of stages by their ids");
    }
    return ids;
  }

  private static String plain(JsonNode node) {
    return node.isTextual() || node.isIntegralNumber() ? node.asText() : "";
  }

  private static String listed(Collection<String> words) {
    return String.join(", ", words);
  }
}
