package io.voronka.dashboard.oidc;

import io.voronka.kit.SettingsReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An issuer of OpenID Connect at which people sign in.
 *
 * @param issuer {@code VORONKA_OIDC_ISSUER}: its address, over HTTPS unless it is of this machine
 * @param clientId {@code VORONKA_OIDC_CLIENT_ID}: how the issuer knows this dashboard
 * @param clientSecret {@code VORONKA_OIDC_CLIENT_SECRET}: shown to the issuer alone; null: the
 *     dashboard is a public client
 * @param rolesClaim {@code VORONKA_OIDC_ROLES_CLAIM}: the claim of the id token that {@code grants}
 *     are about, a path such as {@code realm_access.roles}; default {@code roles}
 * @param grants {@code VORONKA_OIDC_ROLES}: {@code value=project:role[,value=project:role...]}
 */
public record OidcSettings(
    URI issuer, String clientId, @Nullable String clientSecret, String rolesClaim, Grants grants) {

  private static final Set<String> OF_THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

  /** Reads the settings; empty without an issuer. Faults stay with the reader. */
  public static Optional<OidcSettings> read(SettingsReader reader) {
    var issuer =
        reader.parsed(
            "VORONKA_OIDC_ISSUER",
            OidcSettings::issuer,
            "an https address without ? and #, such as https://login.example.com/realms/main");
    var clientId = reader.text("VORONKA_OIDC_CLIENT_ID", "");
    var secret = reader.text("VORONKA_OIDC_CLIENT_SECRET", "");
    var claim = reader.text("VORONKA_OIDC_ROLES_CLAIM", "roles");
    var grants =
        reader.parsed(
            "VORONKA_OIDC_ROLES",
            Grants::read,
            "value=project:role with the role viewer, editor or admin, several by commas");
    if (issuer.isEmpty()) {
      return Optional.empty();
    }
    if (clientId.isEmpty()) {
      reader.fault("VORONKA_OIDC_CLIENT_ID", "is needed with VORONKA_OIDC_ISSUER");
    }
    if (reader.text("VORONKA_OIDC_ROLES", "").isEmpty()) {
      reader.fault("VORONKA_OIDC_ROLES", "is needed with VORONKA_OIDC_ISSUER");
    }
    return Optional.of(
        new OidcSettings(
            issuer.get(),
            clientId,
            secret.isEmpty() ? null : secret,
            claim,
            grants.orElse(Grants.NONE)));
  }

  /** An issuer on this machine may do without HTTPS: nobody listens in between. */
  private static Optional<URI> issuer(String text) {
    try {
      var uri = new URI(text);
      boolean isSafe =
          "https".equals(uri.getScheme())
              || "http".equals(uri.getScheme()) && OF_THIS_MACHINE.contains(uri.getHost());
      boolean isPlain = uri.getQuery() == null && uri.getFragment() == null;
      return uri.getHost() != null && isSafe && isPlain ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException malformed) {
      return Optional.empty();
    }
  }

  /** Names the issuer only. */
  @Override
  public String toString() {
    return "OidcSettings[issuer=" + issuer + "]";
  }
}
