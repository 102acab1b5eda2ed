package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.voronka.wire.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures in a browser how soon the first page shows the figures of {@value #FUNNELS} funnels, for
 * somebody who has never been there and for one who comes back, and how soon a funnel's page moves
 * after an event was acknowledged. Prints milliseconds. Run by name only.
 */
class PageSpeed {

  private static final int FUNNELS = 50;
  private static final int PEOPLE = 2_000;
  private static final int ROUNDS = 7;
  private static final int MOVES = 30;
  private static final List<String> STAGES = List.of("Viewed", "Added", "Started", "Bought");
  private static final Map<String, String> ENV =
      Map.of(
          "VORONKA_WRITE_KEYS", "speed:writekey-speed",
          "VORONKA_API_TOKENS", "speed:apitoken-speed");

  /** Tells, once all cards have figures, how long ago the page was asked for. */
  private static final String UNTIL_ALL_ARE_SHOWN =
      """
      const done = arguments[arguments.length - 1];
      (function look() {
        const shown = [...document.querySelectorAll('.card-body')].filter((body) => !body.hidden);
        if (shown.length === %d) done(performance.now());
        else requestAnimationFrame(look);
      })();
      """
          .formatted(FUNNELS);

  @Test
  void measure(@TempDir Path folder) {
    TestChromium.require();
    try (var product = RunningProduct.start(folder.resolve("data"), ENV)) {
      var api = new ApiClient(product, "writekey-speed", "apitoken-speed");
      define(api);
      send(api);
      api.settle();
      var first = new ArrayList<Double>();
      var again = new ArrayList<Double>();
      var moves = new ArrayList<Double>();
      for (int round = 0; round < ROUNDS; round++) {
        try (var window =
            new DashboardWindow(product.dashboardUrl(), folder.resolve("browser-" + round))) {
          window.open("#token=apitoken-speed");
          first.add(untilAllAreShown(window));
          window.open("about:blank");
          window.reopen("#/");
          again.add(untilAllAreShown(window));
          if (round == ROUNDS - 1) {
            moves.addAll(moves(window, api));
          }
        }
      }
      print("first page of " + FUNNELS + " funnels, never seen before", first);
      print("the same, seen before", again);
      print("a funnel's page moves after an acknowledgement", moves);
    }
  }

  private static void define(ApiClient api) {
    for (int i = 0; i < FUNNELS; i++) {
      var funnel = JsonNodeFactory.instance.objectNode();
      funnel.put("name", "Funnel " + i).put("window", "P" + (1 + i % 14) + "D");
      var stages = funnel.putArray("stages");
      for (var stage : STAGES) {
        stages.addObject().put("name", stage).putArray("anyOf").addObject().put("event", stage);
      }
      api.define("f" + i, funnel);
    }
  }

  private static void send(ApiClient api) {
    for (int from = 0; from < PEOPLE; from += 100) {
      var body = JsonNodeFactory.instance.objectNode();
      var calls = body.putArray("batch");
      for (int person = from; person < from + 100; person++) {
        for (int stage = 0; stage <= person % STAGES.size(); stage++) {
          calls
              .addObject()
              .put("type", "track")
              .put("userId", "user-" + person)
              .put("event", STAGES.get(stage));
        }
      }
      var answer = api.ingest("/v1/batch", Json.bytes(body));
      assertThat(answer.statusCode()).as(ApiClient.text(answer)).isEqualTo(200);
    }
  }

  private static double untilAllAreShown(DashboardWindow window) {
    return ((Number) window.runUntilCalledBack(UNTIL_ALL_ARE_SHOWN)).doubleValue();
  }

  /** Each time somebody enters; the number of those who have is to be another one. */
  private static List<Double> moves(DashboardWindow window, ApiClient api) {
    var millis = new ArrayList<Double>();
    window.open("#/funnel/f0");
    window.find("main table, main canvas, main svg");
    for (int i = 0; i < MOVES; i++) {
      var body = "{\"userId\": \"new-" + i + "\", \"event\": \"Viewed\"}";
      var answer = api.ingest("/v1/track", body.getBytes(StandardCharsets.UTF_8));
      long acknowledged = System.nanoTime();
      assertThat(answer.statusCode()).as(ApiClient.text(answer)).isEqualTo(200);
      window.shows(".key-figures div:first-child .figure", "%,d".formatted(PEOPLE + i + 1));
      millis.add((System.nanoTime() - acknowledged) / 1e6);
    }
    return millis;
  }

  private static void print(String what, List<Double> millis) {
    Collections.sort(millis);
    System.out.printf(
        "%s, ms: median %.0f, worst %.0f of %d%n",
        what, millis.get(millis.size() / 2), millis.get(millis.size() - 1), millis.size());
  }
}
