package io.voronka.dashboard;

import io.javalin.config.RoutesConfig;
import io.voronka.dashboard.oidc.Grants;
import io.voronka.dashboard.oidc.OidcClient;
import io.voronka.wire.Seal;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;

/** How people are let in to the page: by a token, or by an issuer if one is set. */
final class PageDoor {

  private final DashboardSettings settings;
  private final Seal seal;
  private final boolean isSecure;
  private final PageSessions sessions;
  private final InstantSource clock;

  PageDoor(DashboardSettings settings, SecureRandom random, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    seal = new Seal(key(settings.door(), random), random);
    isSecure = settings.pageUrl().startsWith("https:");
    sessions = new PageSessions(seal, isSecure, settings.port(), random, clock);
  }

  private static byte[] key(DoorSettings door, SecureRandom random) {
    var key = door.sessionKey();
    if (key == null) {
      key = new byte[Seal.KEY_BYTES];
      random.nextBytes(key);
    }
    return key;
  }

  /** Whoever has a token of the settings or the book, or a session of this door. */
  Access access(AccessBook book) {
    var oidc = settings.door().oidc();
    return new Access(
        settings.projectsByToken(),
        book,
        sessions,
        oidc == null ? Grants.NONE : oidc.grants(),
        settings.door().proxies());
  }

  void register(RoutesConfig routes, Access access) {
    var oidc = settings.door().oidc();
    var attempts = SessionOfPageRoutes.attempts(settings.door().proxies(), clock);
    new SessionOfPageRoutes(access, sessions, oidc != null, attempts).register(routes);
    if (oidc != null) {
      var callback = URI.create(settings.pageUrl() + OidcRoutes.CALLBACK);
      var client = new OidcClient(oidc, callback, clock);
      new OidcRoutes(client, sessions, seal, isSecure, settings.port(), attempts, clock)
          .register(routes);
    }
  }
}
