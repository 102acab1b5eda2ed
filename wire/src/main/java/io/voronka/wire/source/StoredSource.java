package io.voronka.wire.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.voronka.wire.FormReader;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A source as it is kept in a topic: its secrets closed, all else readable.
 *
 * @param project whose it is
 * @param id unique in the installation
 * @param kind the {@link SourceKind#text} of one
 * @param settings as {@link Source#settings} tells them
 * @param secrets the current one first; others are good for as long as they say
 * @param paused whether nothing is kept of what comes
 * @param createdMillis since 1970 UTC
 */
public record StoredSource(
    String project,
    String id,
    String kind,
    JsonNode settings,
    List<Secret> secrets,
    boolean paused,
    long createdMillis) {

  public StoredSource {
    Objects.requireNonNull(settings);
    secrets = List.copyOf(secrets);
  }

  /**
   * One of the secrets that are good for it.
   *
   * @param closed by {@link SourceSecrets}
   * @param sinceMillis when it was set, since 1970 UTC
   * @param untilMillis how long it is good
   */
  public record Secret(String closed, long sinceMillis, long untilMillis) {

    /** Good until something else is said. */
    public static final long FOR_GOOD = Long.MAX_VALUE;

    public boolean isGoodAt(long millis) {
      return millis < untilMillis;
    }
  }

  /** Returns the source, without its secrets; empty if this version does not understand it. */
  public Optional<Source> read() {
    var form = new FormReader();
    var json = JsonNodeFactory.instance.objectNode().put("kind", kind);
    settings.properties().forEach(field -> json.set(field.getKey(), field.getValue()));
    var source = new SourceForm(id, json, form).ofApi(project);
    return form.violations().isEmpty() ? Optional.of(source) : Optional.empty();
  }

  /** Returns the same, paused or not. */
  public StoredSource paused(boolean isPaused) {
    return new StoredSource(project, id, kind, settings, secrets, isPaused, createdMillis);
  }

  /** Returns the same with other secrets. */
  public StoredSource with(List<Secret> others) {
    return new StoredSource(project, id, kind, settings, others, paused, createdMillis);
  }
}
