package io.voronka.dashboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.wire.access.KeyUse;
import io.voronka.wire.source.SourceSecrets;
import io.voronka.wire.source.StoredSource;
import io.voronka.wire.source.StoredSource.Secret;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How sources of webhooks are shown, with what came from them and never a secret. Pure. */
final class SourceListing {

  private final List<KeyUse> uses;
  private final Predicate<String> isOfSettings;
  private final @Nullable SourceSecrets secrets;
  private final long now;

  /**
   * Takes what is to be shown with them.
   *
   * @param uses of the project, the oldest first
   * @param isOfSettings tells whether an id is that of a source of the settings, whosesoever
   * @param secrets tells which can be opened; null: there is no key
   */
  SourceListing(
      List<KeyUse> uses,
      Predicate<String> isOfSettings,
      @Nullable SourceSecrets secrets,
      long now) {
    this.uses = uses;
    this.isOfSettings = isOfSettings;
    this.secrets = secrets;
    this.now = now;
  }

  /** Lists those of the settings of running services first. */
  ArrayNode list(List<StoredSource> made) {
    var list = JsonNodeFactory.instance.arrayNode();
    UseSum.byId(uses, UseSum::isOfSource).values().stream()
        .filter(sum -> UseSum.isOfSettings(sum.latest(), now))
        .forEach(
            sum -> {
              var use = sum.latest();
              var json = head(list.addObject(), use.id(), use.kind(), "settings");
              UseSum.put(json.put("state", "active"), sum);
            });
    made.forEach(source -> put(list.addObject(), source));
    return list;
  }

  /** Writes one that was made. */
  ObjectNode put(ObjectNode json, StoredSource source) {
    head(json, source.id(), source.kind(), "api");
    boolean isOverruled = isOfSettings.test(source.id());
    var problem = isOverruled ? "The settings have a source of this id, which goes before." : null;
    if (problem == null) {
      problem = problemOfSecret(source);
    }
    json.put("state", isOverruled ? "overruled" : problem != null ? "unreadable" : state(source));
    json.put("problem", problem).put("paused", source.paused());
    json.setAll(source.settings().<ObjectNode>deepCopy());
    json.put("createdAt", UseSum.time(source.createdMillis()))
        .put("secretSetAt", UseSum.time(source.secrets().get(0).sinceMillis()))
        .put("previousGoodUntil", previousGoodUntil(source));
    UseSum.put(json, isOverruled ? null : UseSum.byId(uses, UseSum::isOfSource).get(source.id()));
    return json;
  }

  private static String state(StoredSource source) {
    return source.paused() ? "paused" : "active";
  }

  private @Nullable String problemOfSecret(StoredSource source) {
    if (secrets == null) {
      return SourceSecrets.KEY + " is not set, so its secret can't be read and nothing is taken.";
    }
    return secrets.isOpen(source)
        ? null
        : "Its secret was closed with another "
            + SourceSecrets.KEY
            + ", so nothing is taken. Set the secret anew.";
  }

  private @Nullable String previousGoodUntil(StoredSource source) {
    return source.secrets().stream()
        .skip(1)
        .filter(secret -> secret.isGoodAt(now))
        .map(Secret::untilMillis)
        .max(Long::compare)
        .map(UseSum::time)
        .orElse(null);
  }

  private static ObjectNode head(ObjectNode json, String id, String kind, String from) {
    return json.put("id", id)
        .put("name", id)
        .put("kind", kind)
        .put("from", from)
        .put("path", "/hooks/" + kind + "/" + id);
  }
}
