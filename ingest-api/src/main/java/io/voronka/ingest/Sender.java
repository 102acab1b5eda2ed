package io.voronka.ingest;

import io.voronka.wire.access.WriteKey;
import org.jspecify.annotations.Nullable;

/**
 * Who sends with a write key.
 *
 * @param key what is known of the key
 * @param limit how much it may send
 * @param use counts what it sends
 */
record Sender(WriteKey key, RateLimit limit, UseCount use) {

  String project() {
    return key.project();
  }

  /** Returns the same with another key's settings; what it has sent still counts. */
  Sender with(WriteKey other) {
    boolean isSame = other.eventsPerSecond() == key.eventsPerSecond();
    return new Sender(other, isSame ? limit : limit.of(other.eventsPerSecond()), use);
  }

  /** Whether events are taken by a secret of this hash. */
  boolean isGood(String hash, long millis) {
    return !key.disabled()
        && key.secrets().stream()
            .anyMatch(secret -> secret.hash().equals(hash) && secret.isGoodAt(millis));
  }

  /** Whether a page may send with it; what has no origin is no page. */
  boolean allows(@Nullable String origin) {
    return origin == null
        || key.origins().isEmpty()
        || key.origins().stream().anyMatch(allowed -> isOf(origin, allowed));
  }

  private static boolean isOf(String origin, String allowed) {
    int star = allowed.indexOf("*");
    if (star < 0) {
      return origin.equalsIgnoreCase(allowed);
    }
    var scheme = allowed.substring(0, star);
    var domain = allowed.substring(star + 1); // with its dot
    return origin.length() > scheme.length() + domain.length()
        && origin.regionMatches(true, 0, scheme, 0, scheme.length())
        && origin.regionMatches(
            true, origin.length() - domain.length(), domain, 0, domain.length());
  }
}
