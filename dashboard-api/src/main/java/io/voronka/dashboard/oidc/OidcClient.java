package io.voronka.dashboard.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import io.voronka.dashboard.oidc.SignInRefused.Reason;
import io.voronka.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signs people in at an issuer: the authorization code flow of OpenID Connect with PKCE, state and
 * nonce. An id token is believed if a key of the issuer has signed it for this client, for this
 * attempt, and it is not over. Thread-safe.
 */
public final class OidcClient {

  private static final Duration DESCRIPTION_LASTS = Duration.ofHours(6);

  private final OidcSettings settings;
  private final URI callback;
  private final InstantSource clock;
  private @Nullable Issuer issuer;
  private Instant issuerUntil = Instant.EPOCH;

  /**
   * Describes it; the issuer is asked when somebody signs in.
   *
   * @param callback where the issuer sends people back to
   */
  public OidcClient(OidcSettings settings, URI callback, InstantSource clock) {
    this.settings = settings;
    this.callback = callback;
    this.clock = clock;
  }

  /**
   * One attempt to sign in; the browser that began it keeps it.
   *
   * @param state comes back with the answer
   * @param nonce stands in the id token
   * @param verifier is shown with the code
   */
  public record Attempt(String state, String nonce, String verifier) {

    /** Makes a new one. */
    public static Attempt begin() {
      return new Attempt(
          new State().getValue(), new Nonce().getValue(), new CodeVerifier().getValue());
    }
  }

  /**
   * Who has signed in.
   *
   * @param subject how the issuer names the person
   * @param values of the roles claim that allow something
   */
  public record Member(String subject, List<String> values) {

    public Member {
      values = List.copyOf(values);
    }
  }

  /** Returns where the browser goes to sign in. */
  public URI address(Attempt attempt) throws SignInRefused {
    return new AuthenticationRequest.Builder(
            ResponseType.CODE,
            new Scope("openid", "profile", "email"),
            new ClientID(settings.clientId()),
            callback)
        .endpointURI(issuer().authorization())
        .state(new State(attempt.state()))
        .nonce(new Nonce(attempt.nonce()))
        .codeChallenge(new CodeVerifier(attempt.verifier()), CodeChallengeMethod.S256)
        .build()
        .toURI();
  }

  /** Exchanges the code that an attempt has brought; what is not to be believed is refused. */
  public Member finish(Attempt attempt, String code) throws SignInRefused {
    var now = issuer();
    var tokens = exchange(now, attempt, code);
    try {
      var claims =
          now.validator().validate(tokens.getOIDCTokens().getIDToken(), new Nonce(attempt.nonce()));
      requireOwn(claims);
      var values = settings.grants().known(values(claims));
      if (values.isEmpty()) {
        throw new SignInRefused(
            Reason.NO_ROLE, "no value of the claim " + settings.rolesClaim() + " allows anything");
      }
      return new Member(claims.getSubject().getValue(), values);
    } catch (BadJOSEException unbelievable) {
      throw new SignInRefused(
          Reason.REFUSED, "the id token can't be believed: " + unbelievable.getMessage());
    } catch (JOSEException failed) {
      throw new SignInRefused(Reason.AWAY, "the issuer's keys can't be had", failed);
    }
  }

  /** OpenID Connect Core 1.0, 3.1.3.7: what is for several must say that it was made for us. */
  private void requireOwn(IDTokenClaimsSet claims) throws SignInRefused {
    var party = claims.getAuthorizedParty();
    boolean isForUs =
        party == null
            ? claims.getAudience().size() == 1
            : party.getValue().equals(settings.clientId());
    if (!isForUs) {
      throw new SignInRefused(Reason.REFUSED, "the id token was made for another client");
    }
  }

  private OIDCTokenResponse exchange(Issuer now, Attempt attempt, String code)
      throws SignInRefused {
    var grant =
        new AuthorizationCodeGrant(
            new AuthorizationCode(code), callback, new CodeVerifier(attempt.verifier()));
    var id = new ClientID(settings.clientId());
    var secret = settings.clientSecret();
    var request =
        (secret == null
                ? new TokenRequest.Builder(now.token(), id, grant)
                : new TokenRequest.Builder(
                    now.token(), new ClientSecretBasic(id, new Secret(secret)), grant))
            .build()
            .toHTTPRequest();
    request.setConnectTimeout(Issuer.TIMEOUT_MILLIS);
    request.setReadTimeout(Issuer.TIMEOUT_MILLIS);
    try {
      var answer = OIDCTokenResponseParser.parse(request.send());
      if (answer.indicatesSuccess()) {
        return (OIDCTokenResponse) answer.toSuccessResponse();
      }
      throw new SignInRefused(
          Reason.REFUSED,
          "the issuer refuses the code: " + answer.toErrorResponse().getErrorObject().getCode());
    } catch (IOException away) {
      throw new SignInRefused(Reason.AWAY, "the issuer can't be reached", away);
    } catch (ParseException malformed) {
      throw new SignInRefused(
          Reason.REFUSED, "the issuer's answer can't be read: " + malformed.getMessage());
    }
  }

  /** A claim may be one text or a list; anything else says nothing. */
  private List<String> values(IDTokenClaimsSet claims) {
    var claim = Json.read(claims.toJSONString().getBytes(StandardCharsets.UTF_8));
    for (var name : settings.rolesClaim().split("\\.", -1)) {
      claim = claim.path(name);
    }
    var values = new ArrayList<String>();
    if (claim.isTextual()) {
      values.add(claim.textValue());
    }
    for (var value : claim) {
      if (value.isTextual()) {
        values.add(value.textValue());
      }
    }
    return values;
  }

  private synchronized Issuer issuer() throws SignInRefused {
    var known = issuer;
    var now = clock.instant();
    if (known == null || !now.isBefore(issuerUntil)) {
      known = Issuer.discover(settings);
      issuer = known;
      issuerUntil = now.plus(DESCRIPTION_LASTS);
    }
    return known;
  }
}
