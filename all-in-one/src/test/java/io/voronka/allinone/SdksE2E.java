package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * Published SDKs, as npm has them, against the product: each takes three visitors through two steps
 * of a funnel, identifies them, and takes two of them further. Once in peace, once with the broker
 * restarted in between.
 */
class SdksE2E {

  private static final Map<String, Integer> STEPS = steps();
  private static final List<String> ON_SERVERS =
      List.of("segment-node", "posthog-node", "amplitude-node");
  private static final String NEVER_REPEATS = "mixpanel-node";
  private static final String IN_PEACE = "peace";
  private static final String RESTARTED = "restart";

  private static EmbeddedBroker broker;
  private static RunningProduct product;
  private static NodeSdks sdks;
  private static SdkSite site;
  private static ChromeDriver browser;

  private static Map<String, Integer> steps() {
    var steps = new LinkedHashMap<String, Integer>();
    steps.put("ann", 4);
    steps.put("bob", 3);
    steps.put("eve", 2);
    return steps;
  }

  private static Stream<String> sdks(String run) {
    var all = Stream.concat(ON_SERVERS.stream(), SdkSite.CALLS.keySet().stream().sorted());
    return run.equals(IN_PEACE) ? Stream.concat(all, Stream.of(NEVER_REPEATS)) : all;
  }

  static Stream<Arguments> runs() {
    return Stream.of(IN_PEACE, RESTARTED)
        .flatMap(run -> sdks(run).map(sdk -> Arguments.of(run, sdk)));
  }

  @BeforeAll
  static void send(@TempDir Path folder) throws IOException {
    TestChromium.require();
    sdks = NodeSdks.install();
    broker = new EmbeddedBroker(folder.resolve("broker"));
    broker.start();
    product = RunningProduct.start(folder.resolve("data"), env());
    assertThat(product.canBeKilled()).as("a product with the keys of this test").isTrue();
    site = new SdkSite(sdks, product.ingestUrl());
    browser = TestChromium.open(folder.resolve("profile"));
    for (var run : List.of(IN_PEACE, RESTARTED)) {
      for (var sdk : sdks(run).toList()) {
        api(run, sdk).define("steps", definition());
      }
      send(run);
    }
  }

  private static Map<String, String> env() {
    var keys = runs().map(run -> "%s-%s:key-%s-%s".formatted(twice(run)));
    var tokens = runs().map(run -> "%s-%s:token-%s-%s".formatted(twice(run)));
    return Map.of(
        "VORONKA_BOOTSTRAP", broker.bootstrap(),
        "VORONKA_WRITE_KEYS", keys.collect(Collectors.joining(",")),
        "VORONKA_API_TOKENS", tokens.collect(Collectors.joining(",")));
  }

  private static Object[] twice(Arguments run) {
    var names = run.get();
    return new Object[] {names[0], names[1], names[0], names[1]};
  }

  private static ApiClient api(String run, String sdk) {
    return new ApiClient(product, "key-" + run + "-" + sdk, "token-" + run + "-" + sdk);
  }

  private static JsonNode definition() {
    var stages =
        IntStream.rangeClosed(1, 4)
            .mapToObj("{\"name\": \"%1$d\", \"anyOf\": [{\"event\": \"Step %1$d\"}]}"::formatted)
            .collect(Collectors.joining(","));
    var definition = "{\"name\": \"Steps\", \"stages\": [" + stages + "]}";
    return Json.read(definition.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(String run) throws IOException {
    var senders = new ArrayList<NodeSender>();
    try {
      for (var sdk : sdks(run).filter(name -> name.endsWith("-node")).toList()) {
        senders.add(sdks.send(sdk, product.ingestUrl(), "key-" + run + "-" + sdk));
      }
      var windows = openPages(run);
      senders.forEach(sender -> sender.say("first"));
      windows.forEach((visitor, window) -> say(window, steps(1, 2)));
      if (run.equals(RESTARTED)) {
        waitForFirstHalf(run);
        broker.close();
      }
      senders.forEach(sender -> sender.say("second"));
      windows.forEach(
          (visitor, window) ->
              say(window, SdkSite.IDENTIFY.formatted(visitor) + steps(3, STEPS.get(visitor))));
      if (run.equals(RESTARTED)) {
        broker.start();
      }
      senders.forEach(NodeSender::end);
    } finally {
      senders.forEach(NodeSender::close);
    }
  }

  /** The pages stay open: their SDKs may have to send again. */
  private static Map<String, String> openPages(String run) {
    var windows = new LinkedHashMap<String, String>();
    for (var visitor : STEPS.keySet()) {
      browser.switchTo().newWindow(WindowType.TAB);
      browser.get(site.page(visitor, run));
      Await.soon(
          () -> "the SDKs on the page of " + visitor,
          () -> Boolean.TRUE.equals(browser.executeScript(SdkSite.IS_READY)));
      windows.put(visitor, browser.getWindowHandle());
    }
    return windows;
  }

  private static void say(String window, String script) {
    browser.switchTo().window(window);
    browser.executeScript(script);
  }

  private static String steps(int first, int last) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(step -> "Step " + step)
        .flatMap(step -> SdkSite.CALLS.values().stream().map(call -> call.formatted(step)))
        .collect(Collectors.joining(";"));
  }

  /** So that it is known what the restart interrupts: the second half. */
  private static void waitForFirstHalf(String run) {
    sdks(run).forEach(sdk -> awaitReached(run, sdk, List.of(3, 3, 0, 0)));
  }

  private static void awaitReached(String run, String sdk, List<Integer> expected) {
    Await.soon(
        () -> run + " of " + sdk + ": " + reached(run, sdk),
        () -> reached(run, sdk).equals(expected));
  }

  /** Returns how many reached each step; nothing while the figures are away, as the broker is. */
  private static List<Integer> reached(String run, String sdk) {
    var reached = new ArrayList<Integer>();
    var answer = api(run, sdk).dashboard("GET", "/funnels/steps/report", new byte[0]);
    if (answer.statusCode() == 200) {
      var stages = Json.read(answer.body()).path("stages");
      stages.forEach(stage -> reached.add(stage.path("reached").intValue()));
    }
    return reached;
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("runs")
  void every_step_counts_once(String run, String sdk) {
    awaitReached(run, sdk, List.of(3, 3, 2, 1));
    api(run, sdk).settle();
    assertThat(reached(run, sdk)).containsExactly(3, 3, 2, 1);
    for (var visitor : STEPS.entrySet()) {
      var user = sdk.equals("amplitude-node") ? visitor.getKey() + "-user" : visitor.getKey();
      assertThat(namesOf(api(run, sdk).get("/persons/" + user)))
          .containsExactlyInAnyOrderElementsOf( // some say both within a millisecond
              IntStream.rangeClosed(1, visitor.getValue()).mapToObj(n -> "Step " + n).toList());
    }
  }

  /** Returns the steps of a person's timeline; the SDKs tell page views beside them. */
  private static List<String> namesOf(JsonNode person) {
    var names = new ArrayList<String>();
    for (var event : person.path("timeline")) {
      var name = event.path("event").asText();
      if (name.startsWith("Step ")) {
        names.add(name);
      }
    }
    return names;
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.quit();
    }
    if (site != null) {
      site.close();
    }
    if (product != null) {
      product.close();
    }
    if (broker != null) {
      broker.close();
    }
  }
}
