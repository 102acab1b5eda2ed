package io.voronka.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.wire.FormReader;
import io.voronka.wire.source.Source;
import io.voronka.wire.source.SourceForm;
import io.voronka.wire.source.SourceKind;
import io.voronka.wire.source.StoredSource;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says of a source; one answer names every fault.
 *
 * @param source without its secrets
 * @param secret null: it stays as it was
 */
record SourceChange(Source source, @Nullable String secret, boolean isPaused) {

  /** Another secret of a source, and how long the one before is good. */
  record Rotation(String secret, Duration overlap) {

    @Override
    public String toString() {
      return "Rotation[" + overlap + "]";
    }
  }

  /**
   * Reads a whole description.
   *
   * @param before what there is; null: it is to be made, and needs a secret
   */
  static SourceChange read(
      String project, String id, JsonNode json, @Nullable StoredSource before) {
    var form = new FormReader();
    var source = new SourceForm(id, json, form).ofApi(project);
    var kind = SourceKind.of(source.kind()).orElse(null);
    if (before != null && kind != null && !kind.text().equals(before.kind())) {
      form.add("kind", "can't be changed: make another source, and remove this one");
    }
    if (before == null && !json.has("secret")) {
      form.add("secret", "is missing");
    }
    var secret = SourceForm.secret(kind, json.path("secret"), form);
    var change = new SourceChange(source, secret, form.flag("paused", json.path("paused")));
    KeyForm.orThrow(form, "The source can't be as it is described.");
    return change;
  }

  /**
   * Reads a description of which only what changes is said (RFC 7396: null takes a field away).
   *
   * @throws ServiceException ({@link ProblemType#INVALID}) naming every fault of the result
   */
  static SourceChange merged(JsonNode patch, StoredSource before) {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("kind", before.kind()).put("paused", before.paused());
    json.setAll(before.settings().<ObjectNode>deepCopy());
    patch
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isNull()) {
                json.remove(field.getKey());
              } else {
                json.set(field.getKey(), field.getValue());
              }
            });
    return read(before.project(), before.id(), json, before);
  }

  /** Reads another secret; the one before is good for a week, if nothing is said. */
  static Rotation rotation(byte[] body, StoredSource before) {
    var form = new FormReader();
    var json = KeyForm.json(body);
    form.object("", json, Set.of("secret", "overlap"));
    if (!json.has("secret")) {
      form.add("secret", "is missing");
    }
    var kind = SourceKind.of(before.kind()).orElse(null);
    var secret = SourceForm.secret(kind, json.path("secret"), form);
    var overlap = KeyForm.overlap(form, json.path("overlap"));
    KeyForm.orThrow(form, "The secret can't be changed like this.");
    return new Rotation(secret == null ? "" : secret, overlap);
  }

  @Override
  public String toString() {
    return "SourceChange[" + source + "]"; // the secret must not reach a log
  }
}
