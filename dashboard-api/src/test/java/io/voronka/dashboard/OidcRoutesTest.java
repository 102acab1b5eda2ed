package io.voronka.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import io.voronka.dashboard.oidc.OidcClient;
import io.voronka.dashboard.oidc.OidcSettings;
import io.voronka.kit.Health;
import io.voronka.kit.SettingsReader;
import io.voronka.kit.Telemetry;
import io.voronka.kit.TrustedProxies;
import io.voronka.kit.WebServer;
import io.voronka.wire.Json;
import io.voronka.wire.Seal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Signing in at an issuer over HTTP, as a browser would; the issuer is {@link TestIssuer}. */
class OidcRoutesTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final URI CALLBACK =
      URI.create("https://voronka.example.com" + OidcRoutes.CALLBACK);

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private TestIssuer issuer;
  private WebServer server;

  @BeforeEach
  void start() throws Exception {
    issuer = new TestIssuer();
    server = open("analysts=shop:viewer,leads=shop:editor,admins=mall:admin");
  }

  private WebServer open(String roles) {
    var reader =
        new SettingsReader(
            Map.of(
                "VORONKA_OIDC_ISSUER",
                issuer.address(),
                "VORONKA_OIDC_CLIENT_ID",
                TestIssuer.CLIENT,
                "VORONKA_OIDC_CLIENT_SECRET",
                TestIssuer.SECRET,
                "VORONKA_OIDC_ROLES_CLAIM",
                "realm.groups",
                "VORONKA_OIDC_ROLES",
                roles));
    var settings = OidcSettings.read(reader).orElseThrow();
    reader.orThrow();
    var random = new SecureRandom();
    var seal = new Seal(new byte[Seal.KEY_BYTES], random);
    var sessions = new PageSessions(seal, false, 8080, random, now::get);
    var attempts = SessionOfPageRoutes.attempts(new TrustedProxies(0), now::get);
    var access =
        new Access(Map.of(), new AccessBook(), sessions, settings.grants(), new TrustedProxies(1));
    var client = new OidcClient(settings, CALLBACK, now::get);
    var opened =
        new WebServer(
            "127.0.0.1",
            0,
            1000,
            () -> Health.READY,
            new Telemetry(),
            routes -> {
              new SessionOfPageRoutes(access, sessions, true, attempts).register(routes);
              new OidcRoutes(client, sessions, seal, false, 8080, attempts, now::get)
                  .register(routes);
              routes.get("/api/v1/read", ctx -> ctx.result(access.project(ctx)));
              routes.post("/api/v1/change", ctx -> ctx.result(access.project(ctx)));
            });
    opened.start();
    return opened;
  }

  @AfterEach
  void stop() {
    server.close();
    issuer.close();
  }

  @Test
  void who_has_signed_in_there_is_signed_in_here_with_the_role_of_a_claim() throws Exception {
    var session = signIn();

    var who = who(session);
    assertThat(who.path("project").asText()).isEqualTo("shop");
    assertThat(who.path("role").asText()).isEqualTo("viewer");
    assertThat(get("/api/v1/read", session).body()).isEqualTo("shop");
    var change = request("/api/v1/change", session).header("X-CSRF-Token", csrf(who));
    var refused = HTTP.send(change.POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    assertThat(refused.statusCode()).as("what a viewer may not do").isEqualTo(403);
  }

  @Test
  void the_issuer_is_asked_as_the_standard_says() throws Exception {
    var begun = get(OidcRoutes.PATH, "");

    var asked = asked(begun);
    assertThat(location(begun)).startsWith(issuer.address() + "/login?");
    assertThat(asked)
        .containsEntry("response_type", "code")
        .containsEntry("client_id", TestIssuer.CLIENT)
        .containsEntry("redirect_uri", CALLBACK.toString())
        .containsEntry("code_challenge_method", "S256");
    assertThat(asked.get("scope").split(" ", -1)).contains("openid");
    assertThat(asked.get("state")).hasSizeGreaterThan(30);
    assertThat(asked.get("nonce")).hasSizeGreaterThan(30);
    assertThat(begun.headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith("voronka-oidc-8080=")
        .contains("HttpOnly", "SameSite=Lax", "Max-Age=600")
        .doesNotContain(asked.get("state"), asked.get("nonce"), TestIssuer.SECRET);
  }

  @Test
  void a_session_lasts_half_a_day_and_no_longer_than_its_grant() throws Exception {
    var session = signIn();

    server.close();
    server = open("leads=shop:editor");
    assertThat(who(session).path("project").isNull()).as("the grant is gone").isTrue();
    server.close();
    server = open("analysts=shop:admin");
    assertThat(who(session).path("role").asText()).as("the grant has changed").isEqualTo("admin");
    now.updateAndGet(time -> time.plus(Duration.ofHours(12)));
    assertThat(who(session).path("project").isNull()).as("over").isTrue();
  }

  static Stream<Arguments> unbelievable() {
    return Stream.of(
        token("another nonce", claims -> claims.claim("nonce", "other")),
        token("no nonce", claims -> claims.claim("nonce", null)),
        token("another audience", claims -> claims.audience("other-client")),
        token(
            "several audiences, for another",
            claims -> claims.audience(List.of(TestIssuer.CLIENT, "b")).claim("azp", "b")),
        token("another issuer", claims -> claims.issuer("https://other.example.com")),
        token(
            "over",
            claims -> claims.expirationTime(Date.from(Instant.now().minus(Duration.ofHours(1))))),
        token("no end", claims -> claims.expirationTime(null)),
        token("nobody", claims -> claims.subject(null)));
  }

  private static Arguments token(String what, UnaryOperator<JWTClaimsSet.Builder> twist) {
    return Arguments.of(what, twist);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unbelievable")
  void a_token_that_says_the_wrong_thing_is_refused(
      String what, UnaryOperator<JWTClaimsSet.Builder> twist) throws Exception {
    issuer.twist = twist;

    assertRefused(comeBack(), "refused");
  }

  @Test
  void a_token_that_somebody_else_signed_is_refused() throws Exception {
    issuer.signedWith = TestIssuer.newKey();

    assertRefused(comeBack(), "refused");
  }

  @Test
  void another_state_is_refused_and_so_is_none() throws Exception {
    var begun = get(OidcRoutes.PATH, "");
    var code = issuer.agree(asked(begun));

    assertRefused(get(callback(code, "other"), cookie(begun)), "refused");
    assertRefused(get(OidcRoutes.CALLBACK + "?code=" + code, cookie(begun)), "refused");
    assertRefused(get(callback(code, asked(begun).get("state")), ""), "refused");
  }

  @Test
  void an_answer_is_good_once_and_for_ten_minutes() throws Exception {
    var begun = get(OidcRoutes.PATH, "");
    var path = callback(issuer.agree(asked(begun)), asked(begun).get("state"));
    var first = get(path, cookie(begun));

    assertThat(first.headers().allValues("Set-Cookie"))
        .as("the attempt is taken away")
        .anyMatch(cookie -> cookie.startsWith("voronka-oidc-8080=;"));
    assertRefused(get(path, cookie(begun)), "refused");
    var late = get(OidcRoutes.PATH, "");
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(10)));
    var latePath = callback(issuer.agree(asked(late)), asked(late).get("state"));
    assertRefused(get(latePath, cookie(late)), "refused");
  }

  @Test
  void a_code_of_another_attempt_is_refused() throws Exception {
    var others = get(OidcRoutes.PATH, "");
    var code = issuer.agree(asked(others));
    var own = get(OidcRoutes.PATH, "");

    assertRefused(get(callback(code, asked(own).get("state")), cookie(own)), "refused");
  }

  @Test
  void who_has_no_role_is_told_so() throws Exception {
    issuer.twist = claims -> claims.claim("realm", Map.of("groups", List.of("everybody")));
    assertRefused(comeBack(), "no-role");
    issuer.twist = claims -> claims.claim("realm", "analysts");
    assertRefused(comeBack(), "no-role");
  }

  @Test
  void the_first_project_counts_and_in_it_the_largest_role() throws Exception {
    issuer.twist =
        claims -> claims.claim("realm", Map.of("groups", List.of("admins", "leads", "analysts")));

    var who = who(signIn());

    assertThat(who.path("project").asText()).isEqualTo("shop");
    assertThat(who.path("role").asText()).isEqualTo("editor");
  }

  @Test
  void an_issuer_that_is_away_is_told_of() throws Exception {
    issuer.close();

    assertRefused(get(OidcRoutes.PATH, ""), "away");
  }

  private static void assertRefused(HttpResponse<String> answer, String reason) {
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(location(answer)).endsWith("/#sign-in=" + reason);
    assertThat(answer.headers().allValues("Set-Cookie"))
        .noneMatch(cookie -> cookie.startsWith("voronka-8080="));
  }

  /** Returns the cookie of the session. */
  private String signIn() throws Exception {
    var answer = comeBack();
    assertThat(location(answer)).endsWith("/#/");
    return answer.headers().allValues("Set-Cookie").stream()
        .filter(cookie -> cookie.startsWith("voronka-8080="))
        .map(cookie -> cookie.split(";", 2)[0])
        .findFirst()
        .orElseThrow();
  }

  private HttpResponse<String> comeBack() throws Exception {
    var begun = get(OidcRoutes.PATH, "");
    var asked = asked(begun);
    return get(callback(issuer.agree(asked), asked.get("state")), cookie(begun));
  }

  private static String callback(String code, String state) {
    return OidcRoutes.CALLBACK + "?code=" + code + "&state=" + state;
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElse("");
  }

  private static Map<String, String> asked(HttpResponse<String> begun) {
    return new HashMap<>(
        TestIssuer.parameters(location(begun).substring(location(begun).indexOf('?') + 1)));
  }

  private static String cookie(HttpResponse<String> answer) {
    return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
  }

  private JsonNode who(String session) throws IOException, InterruptedException {
    return Json.read(
        get("/api/v1/session", session).body().getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static String csrf(JsonNode who) {
    return who.path("csrf").asText();
  }

  private HttpResponse<String> get(String path, String cookie)
      throws IOException, InterruptedException {
    return HTTP.send(request(path, cookie).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path, String cookie) {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    return cookie.isEmpty() ? request : request.header("Cookie", cookie);
  }
}
