package io.voronka.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.wire.access.KeyUse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What came by one key or source, over all runs. Pure. */
record UseSum(KeyUse latest, long lastSeenMillis, long accepted, long rejected, long refused) {

  /** An ingest service tells its settings every minute; what none tells any more is gone. */
  private static final long GONE_MILLIS = Duration.ofMinutes(3).toMillis();

  private static UseSum of(KeyUse use) {
    return new UseSum(use, use.lastSeenMillis(), use.accepted(), use.rejected(), use.refused());
  }

  /** Adds what was told before or at the same time as the other. */
  private UseSum and(UseSum later) {
    return new UseSum(
        later.latest,
        Math.max(lastSeenMillis, later.lastSeenMillis),
        accepted + later.accepted,
        rejected + later.rejected,
        refused + later.refused);
  }

  /**
   * Adds up by ids.
   *
   * @param uses of a project, the oldest first
   */
  static Map<String, UseSum> byId(List<KeyUse> uses, Predicate<KeyUse> which) {
    var sums = new LinkedHashMap<String, UseSum>();
    uses.stream().filter(which).forEach(use -> sums.merge(use.id(), of(use), UseSum::and));
    return sums;
  }

  static boolean isOfKey(KeyUse use) {
    return use.kind().equals(KeyUse.OF_KEY);
  }

  static boolean isOfSource(KeyUse use) {
    return !isOfKey(use);
  }

  /** Whether it is in the settings of a running service. */
  static boolean isOfSettings(KeyUse use, long now) {
    return use.fromSettings() && use.saidMillis() > now - GONE_MILLIS;
  }

  /** Writes a sum; zeros where nothing came yet. */
  static void put(ObjectNode json, @Nullable UseSum sum) {
    json.put("lastSeen", sum == null ? null : time(sum.lastSeenMillis()))
        .put("accepted", sum == null ? 0 : sum.accepted())
        .put("rejected", sum == null ? 0 : sum.rejected())
        .put("refused", sum == null ? 0 : sum.refused());
  }

  /** Writes a moment; null of none. */
  static @Nullable String time(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis).toString();
  }
}
