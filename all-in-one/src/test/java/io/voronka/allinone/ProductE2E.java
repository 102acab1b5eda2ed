package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.voronka.allinone.demo.SampleSet;
import io.voronka.allinone.load.EventLoader;
import io.voronka.allinone.load.LoadProgress;
import io.voronka.allinone.load.LoadTally;
import io.voronka.allinone.load.OutgoingCall;
import io.voronka.allinone.load.Pace;
import io.voronka.wire.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The product as its users meet it: a process, two ports, nothing inside touched. */
class ProductE2E {

  private static final List<String> PROJECTS = List.of("plain", "other-people", "crash");
  private static final Map<String, String> ENV =
      Map.of(
          "VORONKA_WRITE_KEYS", secrets("writekey"),
          "VORONKA_API_TOKENS", secrets("apitoken"),
          "VORONKA_RETENTION", "P7300D"); // the sets are of 2016 to 2018

  private static String secrets(String prefix) {
    return String.join(
        ",", PROJECTS.stream().map(project -> project + ":" + prefix + "-" + project).toList());
  }

  private static ApiClient api(RunningProduct product, String project) {
    return new ApiClient(product, "writekey-" + project, "apitoken-" + project);
  }

  /** Returns how many calls were taken. */
  private static long send(RunningProduct product, String project, Iterator<OutgoingCall> calls) {
    var tally = new LoadTally();
    send(product, project, calls, tally);
    return tally.accepted();
  }

  private static void send(
      RunningProduct product, String project, Iterator<OutgoingCall> calls, LoadTally tally) {
    var loader =
        new EventLoader(
            URI.create(product.ingestUrl()), "writekey-" + project, 4, InstantSource.system());
    try {
      loader.load(calls, Pace.MAX, tally, LoadProgress.silent());
    } catch (Exception failed) {
      throw new AssertionError("the load failed", failed);
    }
    assertThat(tally.rejected()).isZero();
  }

  @Test
  void the_figures_of_the_bundled_sets_are_the_expected_ones(@TempDir Path folder)
      throws InterruptedException {
    try (var product = RunningProduct.start(folder.resolve("data"), ENV)) {
      var plain = api(product, "plain");
      var others = api(product, "other-people");
      long sent = 0;
      for (var set : SampleSet.ALL) {
        for (var expected : ExpectedFigures.of(set.name())) {
          expected.define(expected.personFrom().isEmpty() ? plain : others);
          if (!expected.personFrom().isEmpty()) {
            try (var calls = set.calls(expected.personFrom(), Duration.ZERO)) {
              send(product, "other-people", calls.iterator());
            }
          }
        }
        try (var calls = set.calls(Duration.ZERO)) {
          sent += send(product, "plain", calls.iterator());
        }
      }
      plain.settle();
      others.settle();

      for (var set : SampleSet.ALL) {
        for (var expected : ExpectedFigures.of(set.name())) {
          expected.check(expected.personFrom().isEmpty() ? plain : others);
        }
        // Lists are read from all timelines: one funnel of each set stands for the others.
        new ListedPeople(plain, ExpectedFigures.of(set.name()).get(0).id()).check();
      }
      checkNamesAndPaths(plain, sent);
      assertThat(product.stop()).isZero();
    }
  }

  /** What was sent is seen, and everybody's first is the beginning of a path. */
  private static void checkNamesAndPaths(ApiClient api, long sent) {
    long seen = 0;
    var names = api.get("/events/names").path("names");
    for (var name : names) {
      seen += name.path("count").asLong();
    }
    assertThat(seen).isPositive().isLessThanOrEqualTo(sent);
    var name = URLEncoder.encode(names.path(0).path("name").asText(), StandardCharsets.UTF_8);
    var properties = api.get("/events/properties?event=" + name).path("properties");
    assertThat(properties).isNotEmpty();
    var paths = api.get("/paths?depth=3&start=" + name);
    assertThat(paths.at("/nodes/0/persons").asLong())
        .isEqualTo(paths.path("persons").asLong())
        .isPositive();
  }

  @Test
  void shuffled_repeated_and_killed_in_the_middle_it_counts_the_same(@TempDir Path folder) {
    long seed = 20_261_125;
    var set = SampleSet.GROCERY_OFFERS;
    var calls = new ArrayList<OutgoingCall>();
    try (var events = set.calls(Duration.ZERO)) {
      events.forEach(calls::add);
    }
    var random = new Random(seed);
    Collections.shuffle(calls, random);
    calls.addAll(calls.subList(0, calls.size() / 10));
    Collections.shuffle(calls, random);

    try (var product = RunningProduct.start(folder.resolve("data"), ENV)) {
      assumeThat(product.canBeKilled()).as("a process of this test").isTrue();
      var api = api(product, "crash");
      var expected =
          ExpectedFigures.of(set.name()).stream()
              .filter(funnel -> funnel.personFrom().isEmpty())
              .toList();
      expected.forEach(funnel -> funnel.define(api));
      var tally = new LoadTally(); // of records there are fewer than calls
      var sending =
          CompletableFuture.allOf(
              parts(calls)
                  .map(
                      part ->
                          CompletableFuture.runAsync(
                              () -> send(product, "crash", part.iterator(), tally)))
                  .toArray(CompletableFuture[]::new));
      Await.soon(() -> "a fifth is taken", () -> tally.accepted() > calls.size() / 5);
      product.kill();
      product.start();
      Await.soon(() -> "half is taken", () -> tally.accepted() > calls.size() / 2);
      product.kill();
      product.start();
      sending.join();
      api.settle();

      for (var funnel : expected) {
        assertThatCode(() -> funnel.check(api)).as("seed %s", seed).doesNotThrowAnyException();
      }
    }
  }

  private static Stream<List<OutgoingCall>> parts(List<OutgoingCall> calls) {
    int quarter = calls.size() / 4 + 1;
    return Stream.of(0, 1, 2, 3)
        .map(
            i ->
                calls.subList(
                    Math.min(i * quarter, calls.size()),
                    Math.min((i + 1) * quarter, calls.size())));
  }

  @Test
  void rubbish_gets_answers_and_harms_nobody() {
    var api = SharedProduct.api("rubbish");
    api.define(
        "signup",
        Json.read(
            utf8(
                """
                {"name": "Sign-up", "stages": [
                  {"name": "Seen", "anyOf": [{"event": "Seen 👀"}]},
                  {"name": "Joined", "anyOf": [{"event": "Joined"}]}]}
                """)));
    var answers = new HashMap<String, Integer>();
    var rubbish =
        Map.of(
            "empty", utf8(""),
            "cut", utf8("{\"batch\": [{\"type\": \"track\""),
            "not JSON", utf8("<xml/>"),
            "deep", utf8("[".repeat(10_000)),
            "long", new byte[10_000_000],
            "no ids", utf8("{\"type\": \"track\", \"event\": \"Seen\"}"),
            "NUL", utf8("{\"event\": \"a\\u0000b\", \"userId\": \"u\"}"),
            "bad time",
                utf8("{\"event\": \"a\", \"userId\": \"u\", \"timestamp\": \"yesterday\"}"));
    String position = "";
    for (int person = 0; person < 100; person++) {
      rubbish.forEach(
          (name, body) -> answers.put(name, api.ingest("/v1/track", body).statusCode()));
      position =
          Json.read(
                  api.ingest(
                          "/v1/batch",
                          utf8(
                              """
                              {"batch": [
                                {"type": "track", "userId": "p%1$d", "event": "Seen 👀"},
                                {"type": "track", "event": "Seen 👀"},
                                {"type": "track", "userId": "p%1$d", "event": "Joined"}]}
                              """
                                  .formatted(person)))
                      .body())
              .path("position")
              .asText();
    }

    assertThat(answers)
        .isEqualTo(
            Map.of(
                "empty", 400,
                "cut", 400,
                "not JSON", 400,
                "deep", 400,
                "long", 413,
                "no ids", 400,
                "NUL", 400,
                "bad time", 400));
    var report = api.reportAfter("signup", position);
    assertThat(report.path("stages").path(0).path("reached").asLong()).isEqualTo(100);
    assertThat(report.path("stages").path(1).path("reached").asLong()).isEqualTo(100);
    Await.soon(
        () -> "every refused call is kept: " + api.get("/status"),
        () -> api.get("/status").path("rejected").asLong() >= 100 * 8);
  }

  @Test
  void a_query_is_told_every_fault() {
    var api = SharedProduct.api("rubbish");
    api.define(
        "one",
        Json.read(utf8("{\"name\": \"One\", \"stages\": [{\"name\": \"a\", \"anyOf\": [{}]}]}")));

    var answer =
        api.dashboard(
            "GET",
            "/funnels/one/report?from=now&granularity=decade&breakdown=x&color=red&after=!",
            new byte[0]);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    var paths = new ArrayList<String>();
    Json.read(answer.body())
        .path("violations")
        .forEach(violation -> paths.add(violation.path("path").asText()));
    assertThat(paths)
        .containsExactlyInAnyOrder("from", "granularity", "breakdown", "color", "after");
    assertThat(
            SharedProduct.api("other").dashboard("GET", "/funnels/one", new byte[0]).statusCode())
        .as("another project's funnel")
        .isEqualTo(404);
    assertThat(
            new ApiClient(SharedProduct.get(), "-", "wrong")
                .dashboard("GET", "/funnels", new byte[0])
                .statusCode())
        .isEqualTo(401);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
