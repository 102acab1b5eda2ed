package io.voronka.dashboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.wire.access.KeyUse;
import io.voronka.wire.access.WriteKey;
import io.voronka.wire.access.WriteKey.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How write keys are shown, with what came by them. Pure. */
final class KeyListing {

  private KeyListing() {}

  /**
   * Lists keys: those of the settings first.
   *
   * @param uses of the project, the oldest first
   */
  static ArrayNode keys(List<WriteKey> made, List<KeyUse> uses, long now) {
    var list = JsonNodeFactory.instance.arrayNode();
    var sums = UseSum.byId(uses, UseSum::isOfKey);
    sums.values().stream()
        .filter(sum -> UseSum.isOfSettings(sum.latest(), now))
        .forEach(
            sum -> {
              var json = head(list.addObject(), sum.latest().id(), sum.latest().name(), true);
              json.putNull("hint").putArray("allowedOrigins");
              json.putNull("eventsPerSecond").put("disabled", false);
              json.putNull("createdAt").putNull("previousGoodUntil");
              UseSum.put(json, sum);
            });
    made.forEach(key -> UseSum.put(put(list.addObject(), key, now), sums.get(key.id())));
    return list;
  }

  /** Writes a key without what came by it. */
  static ObjectNode put(ObjectNode json, WriteKey key, long now) {
    head(json, key.id(), key.name(), false).put("hint", key.secrets().get(0).hint());
    key.origins().forEach(json.putArray("allowedOrigins")::add);
    json.put("eventsPerSecond", key.eventsPerSecond() == 0 ? null : key.eventsPerSecond())
        .put("disabled", key.disabled())
        .put("createdAt", UseSum.time(key.createdMillis()))
        .put("previousGoodUntil", previousGoodUntil(key, now));
    return json;
  }

  private static @Nullable String previousGoodUntil(WriteKey key, long now) {
    return key.secrets().stream()
        .skip(1)
        .filter(secret -> secret.isGoodAt(now))
        .map(Secret::untilMillis)
        .max(Long::compare)
        .map(UseSum::time)
        .orElse(null);
  }

  private static ObjectNode head(ObjectNode json, String id, String name, boolean ofSettings) {
    return json.put("id", id).put("name", name).put("from", ofSettings ? "settings" : "api");
  }
}
