package io.voronka.dashboard.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.voronka.dashboard.oidc.SignInRefused.Reason;
import java.io.IOException;
import java.net.URI;
import java.util.Set;

/**
 * What an issuer publishes about itself: where people sign in, where codes are exchanged, and the
 * keys that sign its tokens, which are fetched again when an unknown one is met.
 */
record Issuer(URI authorization, URI token, IDTokenValidator validator) {

  static final int TIMEOUT_MILLIS = 5000;

  private static final int MOST_BYTES = 256 << 10;

  /** Keys of issuers alone: what a secret shared with clients signs could be theirs. */
  private static final Set<JWSAlgorithm> ALGORITHMS = Set.copyOf(JWSAlgorithm.Family.SIGNATURE);

  static Issuer discover(OidcSettings settings) throws SignInRefused {
    var name = new com.nimbusds.oauth2.sdk.id.Issuer(settings.issuer());
    try {
      var published = OIDCProviderMetadata.resolve(name, TIMEOUT_MILLIS, TIMEOUT_MILLIS);
      var retriever = new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MOST_BYTES);
      var keys =
          JWKSourceBuilder.<SecurityContext>create(published.getJWKSetURI().toURL(), retriever)
              .retrying(true)
              .build();
      var validator =
          new IDTokenValidator(
              name,
              new ClientID(settings.clientId()),
              new JWSVerificationKeySelector<>(ALGORITHMS, keys),
              null);
      return new Issuer(
          published.getAuthorizationEndpointURI(), published.getTokenEndpointURI(), validator);
    } catch (IOException | GeneralException away) {
      throw new SignInRefused(Reason.AWAY, "the issuer's description can't be had", away);
    }
  }
}
