package io.voronka.dashboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.wire.access.KeyUse;
import io.voronka.wire.access.WriteKey;
import io.voronka.wire.access.WriteKey.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How write keys and the sources of webhooks are shown, with what came by them. Pure. */
final class KeyListing {

  /** An ingest service tells its settings every minute; what none tells any more is gone. */
  private static final long GONE_MILLIS = Duration.ofMinutes(3).toMillis();

  private KeyListing() {}

  /** What came by one key or source, over all runs. */
  private record Sum(
      KeyUse latest, long lastSeenMillis, long accepted, long rejected, long refused) {

    static Sum of(KeyUse use) {
      return new Sum(use, use.lastSeenMillis(), use.accepted(), use.rejected(), use.refused());
    }

    /** Adds what was told before or at the same time as the other. */
    Sum and(Sum later) {
      return new Sum(
          later.latest,
          Math.max(lastSeenMillis, later.lastSeenMillis),
          accepted + later.accepted,
          rejected + later.rejected,
          refused + later.refused);
    }
  }

  /**
   * Lists keys: those of the settings first.
   *
   * @param uses of the project, the oldest first
   */
  static ArrayNode keys(List<WriteKey> made, List<KeyUse> uses, long now) {
    var list = JsonNodeFactory.instance.arrayNode();
    var sums = sums(uses, use -> use.kind().equals(KeyUse.OF_KEY));
    ofSettings(sums, now)
        .forEach(
            sum -> {
              var json = head(list.addObject(), sum.latest().id(), sum.latest().name(), true);
              json.putNull("hint").putArray("allowedOrigins");
              json.putNull("eventsPerSecond").put("disabled", false);
              json.putNull("createdAt").putNull("previousGoodUntil");
              put(json, sum);
            });
    made.forEach(key -> put(put(list.addObject(), key, now), sums.get(key.id())));
    return list;
  }

  /** Lists the sources of webhooks that are in the settings of a running service. */
  static ArrayNode sources(List<KeyUse> uses, long now) {
    var list = JsonNodeFactory.instance.arrayNode();
    ofSettings(sums(uses, use -> !use.kind().equals(KeyUse.OF_KEY)), now)
        .forEach(
            sum -> {
              var json = head(list.addObject(), sum.latest().id(), sum.latest().name(), true);
              json.put("kind", sum.latest().kind());
              json.put("path", "/hooks/" + sum.latest().kind() + "/" + sum.latest().id());
              put(json, sum);
            });
    return list;
  }

  private static Map<String, Sum> sums(List<KeyUse> uses, Predicate<KeyUse> which) {
    var sums = new LinkedHashMap<String, Sum>();
    uses.stream().filter(which).forEach(use -> sums.merge(use.id(), Sum.of(use), Sum::and));
    return sums;
  }

  private static List<Sum> ofSettings(Map<String, Sum> sums, long now) {
    return sums.values().stream()
        .filter(sum -> sum.latest().fromSettings())
        .filter(sum -> sum.latest().saidMillis() > now - GONE_MILLIS)
        .toList();
  }

  /** Writes a key without what came by it. */
  static ObjectNode put(ObjectNode json, WriteKey key, long now) {
    head(json, key.id(), key.name(), false).put("hint", key.secrets().get(0).hint());
    key.origins().forEach(json.putArray("allowedOrigins")::add);
    json.put("eventsPerSecond", key.eventsPerSecond() == 0 ? null : key.eventsPerSecond())
        .put("disabled", key.disabled())
        .put("createdAt", time(key.createdMillis()))
        .put("previousGoodUntil", previousGoodUntil(key, now));
    return json;
  }

  private static @Nullable String previousGoodUntil(WriteKey key, long now) {
    return key.secrets().stream()
        .skip(1)
        .filter(secret -> secret.isGoodAt(now))
        .map(Secret::untilMillis)
        .max(Long::compare)
        .map(KeyListing::time)
        .orElse(null);
  }

  private static ObjectNode head(ObjectNode json, String id, String name, boolean ofSettings) {
    return json.put("id", id).put("name", name).put("from", ofSettings ? "settings" : "api");
  }

  private static void put(ObjectNode json, @Nullable Sum sum) {
    json.put("lastSeen", sum == null ? null : time(sum.lastSeenMillis()))
        .put("accepted", sum == null ? 0 : sum.accepted())
        .put("rejected", sum == null ? 0 : sum.rejected())
        .put("refused", sum == null ? 0 : sum.refused());
  }

  private static @Nullable String time(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis).toString();
  }
}
