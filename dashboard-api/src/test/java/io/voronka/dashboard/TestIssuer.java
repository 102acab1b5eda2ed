package io.voronka.dashboard;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A small issuer of OpenID Connect with one client and one person. It checks what it is shown as a
 * real one does; its tokens are as a test wants them.
 */
final class TestIssuer implements AutoCloseable {

  static final String CLIENT = "voronka";
  static final String SECRET = "client-secret/with:signs";

  private final HttpServer server;
  private final RSAKey key;
  private final Map<String, String> codes = new HashMap<>();

  /** How tokens are made of what they should say. */
  UnaryOperator<JWTClaimsSet.Builder> twist = UnaryOperator.identity();

  /** With which key they are signed; it is called as the real one is. */
  RSAKey signedWith;

  TestIssuer() throws IOException, JOSEException {
    key = newKey();
    signedWith = key;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/.well-known/openid-configuration", this::describe);
    server.createContext(
        "/keys", exchange -> send(exchange, 200, new JWKSet(key.toPublicJWK()).toString()));
    server.createContext("/token", this::exchange);
    server.start();
  }

  static RSAKey newKey() throws JOSEException {
    return new RSAKeyGenerator(2048).keyID("k1").generate();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void describe(HttpExchange exchange) throws IOException {
    send(
        exchange,
        200,
        """
        {"issuer": "%1$s", "authorization_endpoint": "%1$s/login", "token_endpoint": "%1$s/token",
         "jwks_uri": "%1$s/keys", "response_types_supported": ["code"],
         "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"]}
        """
            .formatted(address()));
  }

  /** The person agrees to what a browser was sent here for; returns the code that goes back. */
  synchronized String agree(Map<String, String> asked) {
    codes.put("code-1", asked.get("code_challenge") + " " + asked.get("nonce"));
    return "code-1";
  }

  private synchronized void exchange(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var form = parameters(body);
    var kept = codes.remove(form.getOrDefault("code", "")); // good once
    boolean isClient = credentials().equals(exchange.getRequestHeaders().getFirst("Authorization"));
    if (!isClient || kept == null || !kept.startsWith(challenge(form.get("code_verifier")) + " ")) {
      send(exchange, 400, "{\"error\": \"invalid_grant\"}");
      return;
    }
    var idToken = token(kept.substring(kept.indexOf(' ') + 1));
    send(
        exchange,
        200,
        """
        {"access_token": "unused", "token_type": "Bearer", "expires_in": 60, "id_token": "%s"}
        """
            .formatted(idToken));
  }

  /** RFC 6749, 2.3.1: each part is encoded as in a form. */
  private static String credentials() {
    var plain = CLIENT + ":client-secret%2Fwith%3Asigns";
    return "Basic " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  private static String challenge(String verifier) {
    try {
      var hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private String token(String nonce) {
    var now = Instant.now();
    var claims =
        twist
            .apply(
                new JWTClaimsSet.Builder()
                    .issuer(address())
                    .audience(CLIENT)
                    .subject("ann")
                    .issueTime(Date.from(now))
                    .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))))
                    .claim("nonce", nonce)
                    .claim("realm", Map.of("groups", List.of("everybody", "analysts"))))
            .build();
    try {
      var jwt =
          new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(), claims);
      jwt.sign(new RSASSASigner(signedWith));
      return jwt.serialize();
    } catch (JOSEException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** The parameters of a query or a form. */
  static Map<String, String> parameters(String text) {
    var parameters = new HashMap<String, String>();
    for (var pair : text.split("&", -1)) {
      var parts = pair.split("=", 2);
      parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return parameters;
  }

  private static void send(HttpExchange exchange, int status, String json) {
    var body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    try {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
