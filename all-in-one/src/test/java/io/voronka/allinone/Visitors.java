package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.wire.Json;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * People of whom the figures are known: all look and put into the cart, each with two ids, every
 * second one buys.
 */
final class Visitors {

  private static final Duration TAKEN = Duration.ofMinutes(3);

  private int people;

  /** So many more people come; each batch is sent until it is taken. */
  void visit(int more, Supplier<ApiClient> api) {
    for (int end = people + more; people < end; people++) {
      var body = JsonNodeFactory.instance.objectNode();
      body.withArray("batch").add(call("view", "anonymousId", "device"));
      var known = call("cart", "userId", "user").put("anonymousId", "device" + people);
      body.withArray("batch").add(known);
      if (people % 2 == 0) {
        body.withArray("batch").add(call("buy", "userId", "user"));
      }
      var bytes = Json.bytes(body);
      Await.until(TAKEN, () -> "a batch is taken", () -> isTaken(bytes, api.get()));
    }
  }

  private ObjectNode call(String event, String kind, String id) {
    var hour = Map.of("view", "10", "cart", "11", "buy", "12").get(event);
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "track")
        .put("messageId", event + people)
        .put("timestamp", "2026-03-02T" + hour + ":00:00Z")
        .put("event", event)
        .put(kind, id + people);
  }

  private static boolean isTaken(byte[] body, ApiClient api) {
    try {
      var answer = api.ingest("/v1/batch", body);
      assertThat(answer.statusCode()).as(ApiClient.text(answer)).isIn(200, 503);
      return answer.statusCode() == 200;
    } catch (UncheckedIOException away) {
      return false;
    }
  }

  /** Holds all figures, live and from the timelines, against those of the people who came. */
  void check(ApiClient api) {
    api.settle();
    for (var query : List.of("", "?from=2026-03-01T00:00:00Z&to=2026-03-04T00:00:00Z")) {
      var reached = new ArrayList<Integer>();
      api.report("shop", query)
          .path("stages")
          .forEach(stage -> reached.add(stage.path("reached").asInt()));
      assertThat(reached).as(query).containsExactly(people, people, (people + 1) / 2);
    }
    assertThat(api.get("/sessions/report").path("persons").asInt()).isEqualTo(people);
  }
}
