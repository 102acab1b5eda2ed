package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.wire.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A funnel that uses most of what a definition can say, asked about in every way. */
class FunnelRulesE2E {

  private static final int NEW_FUNNELS = 5;
  private static final String CHECKOUT =
      """
      {"name": "Checkout", "window": "session", "breakdowns": ["utm"],
       "stages": [
         {"name": "Viewed", "anyOf": [{"event": "view"}]},
         {"name": "Carted", "anyOf": [{"event": "cart"}], "within": "PT10M"},
         {"name": "Address", "anyOf": [{"event": "address"}], "optional": true},
         {"name": "Bought", "anyOf": [{"event": "buy"}], "value": "revenue", "target": 0.5}],
       "exclude": [{"anyOf": [{"event": "empty"}], "after": 2, "before": 4}]}
      """;

  private static final String EVENTS =
      """
      ann 10:00 view {"utm": "mail"}
      ann 10:05 cart {}
      ann 10:06 address {}
      ann 10:10 buy {"revenue": 20.5}
      ann 12:00 view {}
      bob 10:00 view {"utm": "ads"}
      bob 10:05 cart {}
      bob 10:06 empty {}
      bob 10:10 buy {"revenue": 5}
      cid 10:00 view {"utm": "mail"}
      cid 10:11 cart {}
      dan 10:00 view {"utm": "ads"}
      dan 10:05 cart {}
      dan 10:36 buy {"revenue": 7}
      """;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Sends the events; returns the position after them. */
  private static String send(ApiClient api) {
    var calls = new ArrayList<String>();
    for (var line : EVENTS.lines().toList()) {
      var parts = line.split(" ", 4);
      calls.add(
          """
          {"type": "track", "userId": "%s", "timestamp": "2026-03-02T%s:00Z", "event": "%s",
           "properties": %s}
          """
              .formatted((Object[]) parts));
    }
    var answer = api.ingest("/v1/batch", utf8("{\"batch\": [" + String.join(",", calls) + "]}"));
    assertThat(answer.statusCode()).as(ApiClient.text(answer)).isEqualTo(200);
    return Json.read(answer.body()).path("position").asText();
  }

  private static List<Long> reached(JsonNode report) {
    var reached = new ArrayList<Long>();
    report.path("stages").forEach(stage -> reached.add(stage.path("reached").asLong()));
    return reached;
  }

  @Test
  void the_rules_hold_in_every_report() {
    var api = SharedProduct.api("rules");
    api.define("checkout", Json.read(utf8(CHECKOUT)));

    var position = send(api);
    var live = api.reportAfter("checkout", position);

    assertThat(reached(live)).containsExactly(4L, 2L, 1L, 1L);
    var bought = live.at("/stages/3");
    assertThat(bought.path("value").asDouble()).isEqualTo(20.5);
    assertThat(bought.path("valuesUnread").asLong()).isZero();
    assertThat(bought.path("target").asDouble()).isEqualTo(0.5);
    assertThat(bought.path("conversionFromPrevious").asDouble()).isEqualTo(0.5);
    assertThat(live.at("/stages/0/projectedConversion/estimate").asDouble()).isEqualTo(0.5);
    assertThat(live.at("/stages/0/dropped").asLong()).isEqualTo(2);

    var day = "from=2026-03-02T00:00:00Z&to=2026-03-03T00:00:00Z";
    assertThat(api.report("checkout", "?" + day).path("stages")).isEqualTo(live.path("stages"));
    var asked = (ObjectNode) Json.read(utf8("{\"breakdown\": [\"utm\"]}"));
    asked.set("definition", Json.read(utf8(CHECKOUT)));
    var adHoc = api.dashboard("POST", "/query/funnel", Json.bytes(asked));
    assertThat(adHoc.statusCode()).as(ApiClient.text(adHoc)).isEqualTo(200);
    var report = Json.read(adHoc.body());
    assertThat(report.path("stages")).isEqualTo(live.path("stages"));
    assertThat(report.path("funnel").isNull()).isTrue();
    assertThat(report.path("breakdown")).hasSize(2);

    var attempts = api.report("checkout", "?counting=attempts");
    assertThat(attempts.path("counting").asText()).isEqualTo("attempts");
    assertThat(reached(attempts)).containsExactly(5L, 2L, 1L, 1L);
    var mail = "[{\"property\": \"utm\", \"op\": \"eq\", \"value\": \"mail\"}]";
    assertThat(
            reached(
                api.report(
                    "checkout", "?where=" + URLEncoder.encode(mail, StandardCharsets.UTF_8))))
        .containsExactly(2L, 1L, 1L, 1L);
    for (int copy = 0; copy < NEW_FUNNELS; copy++) {
      var id = "checkout-" + copy;
      api.define(id, Json.read(utf8(CHECKOUT)));
      // Its live figures have hardly begun, but all that the position asks for must be there.
      var atOnce = api.reportAfter(id, position);
      assertThat(atOnce.path("complete").asBoolean()).as(id).isTrue();
      assertThat(atOnce.path("stages")).as(id).isEqualTo(live.path("stages"));
    }
  }
}
