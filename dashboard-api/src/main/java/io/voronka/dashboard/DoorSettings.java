package io.voronka.dashboard;

import io.voronka.dashboard.oidc.OidcSettings;
import io.voronka.kit.SettingsReader;
import io.voronka.kit.TrustedProxies;
import org.jspecify.annotations.Nullable;

/**
 * How callers are let in.
 *
 * @param requestsPerSecond {@code VORONKA_API_REQUESTS_PER_SECOND}: how many one caller may make on
 *     average, twice as many at once; default 500
 * @param sessionKey {@code VORONKA_SESSION_KEY}: 32 bytes in Base64 that seal the cookies of those
 *     who are signed in; the same for several dashboards; null: made up at each start
 * @param proxies of our own that requests come through
 * @param oidc the issuer at which people sign in; null: there is none
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record DoorSettings(
    int requestsPerSecond,
    byte @Nullable [] sessionKey,
    TrustedProxies proxies,
    @Nullable OidcSettings oidc) {

  private static final int REQUESTS = 500;
  private static final int MOST_REQUESTS = 1_000_000;

  /** Reads the settings; faults stay with the reader. */
  static DoorSettings read(SettingsReader reader) {
    return new DoorSettings(
        reader.number("VORONKA_API_REQUESTS_PER_SECOND", REQUESTS, 1, MOST_REQUESTS),
        reader.key("VORONKA_SESSION_KEY").orElse(null),
        TrustedProxies.read(reader),
        OidcSettings.read(reader).orElse(null));
  }

  /** Names the limit only. */
  @Override
  public String toString() {
    return "DoorSettings[requestsPerSecond=" + requestsPerSecond + "]";
  }
}
