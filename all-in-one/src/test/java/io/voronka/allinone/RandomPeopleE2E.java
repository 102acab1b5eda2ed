package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.model.evaluation.Evaluator;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.identity.Moment;
import io.voronka.model.timeline.SessionRule;
import io.voronka.model.timeline.Sessions;
import io.voronka.model.timeline.Timeline;
import io.voronka.testing.FunnelText;
import io.voronka.testing.IdentityOracle;
import io.voronka.wire.DefinitionJson;
import io.voronka.wire.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random calls of people with several ids, in any order and some of them twice, to the whole
 * product on a real broker; the funnel is edited, the product killed in the middle, and some people
 * are erased. The figures are those that the plain functions give for the persons that the rule
 * makes of what was said.
 */
class RandomPeopleE2E {

  private static final long SEED = 20261129;
  private static final int GROUPS = 250; // of ids that can belong together
  private static final int CALLS = 16; // of each group
  private static final int PIECES = 8; // in which they are sent
  private static final long FROM = Instant.parse("2026-03-02T06:00:00Z").toEpochMilli();
  private static final int SPAN_MILLIS = 12 * 3_600_000;
  private static final List<String> NAMES = List.of("view", "cart", "buy", "page");
  private static final Map<String, String> ENV =
      Map.of(
          "VORONKA_WRITE_KEYS", "shop:writekey-shop",
          "VORONKA_API_TOKENS", "shop:apitoken-shop",
          "VORONKA_RETENTION", "P7300D"); // the events are of a fixed day

  /**
   * One call.
   *
   * @param event its name is null if it only says who is who
   */
  private record Call(
      @Nullable String user, @Nullable String device, @Nullable String event, Moment at) {

    String sender() {
      return user != null ? user : String.valueOf(device);
    }

    ObjectNode json() {
      var json =
          JsonNodeFactory.instance
              .objectNode()
              .put("type", event == null ? "identify" : "track")
              .put("messageId", at.messageId())
              .put("timestamp", Instant.ofEpochMilli(at.timeMillis()).toString());
      if (event != null) {
        json.put("event", event);
      }
      if (user != null) {
        json.put("userId", user);
      }
      if (device != null) {
        json.put("anonymousId", device);
      }
      return json;
    }
  }

  private final Random random = new Random(SEED);
  private final List<Call> calls = new ArrayList<>();

  @Test
  void figures_are_those_of_the_rule_whatever_happens(@TempDir Path folder) {
    for (int group = 0; group < GROUPS; group++) {
      for (int i = 0; i < CALLS; i++) {
        calls.add(call(group));
      }
    }
    var arrivals = new ArrayList<>(calls);
    arrivals.addAll(calls.subList(0, calls.size() / 4)); // sent twice
    Collections.shuffle(arrivals, random);
    try (var product = RunningProduct.start(folder.resolve("data"), ENV)) {
      var api = new ApiClient(product, "writekey-shop", "apitoken-shop");
      api.define("shop", funnel("PT8H"));
      int piece = arrivals.size() / PIECES + 1;
      for (int i = 0; i < PIECES; i++) {
        send(api, arrivals.subList(i * piece, Math.min(arrivals.size(), (i + 1) * piece)));
        if (i == 2 && product.canBeKilled()) {
          product.kill();
          product.start();
        } else if (i == 4) {
          api.define("shop", funnel("PT3H"));
        }
      }
      api.settle();
      var persons = persons();
      check(api, persons.values());

      var erased = persons.keySet().stream().limit(20).toList();
      for (var person : erased) {
        var answer =
            api.dashboard("DELETE", "/persons/" + person + "?aggregates=subtract", new byte[0]);
        assertThat(answer.statusCode()).as(ApiClient.text(answer)).isEqualTo(200);
        persons.remove(person);
      }
      api.settle();
      check(api, persons.values());
    }
  }

  private Call call(int group) {
    var user = "g%du%d".formatted(group, random.nextInt(3));
    var device = "g%dd%d".formatted(group, random.nextInt(3));
    var name = NAMES.get(random.nextInt(NAMES.size()));
    var at = new Moment(FROM + random.nextInt(SPAN_MILLIS), "m" + calls.size());
    return switch (random.nextInt(8)) {
      case 0, 1 -> new Call(user, null, name, at);
      case 2, 3, 4, 5 -> new Call(null, device, name, at);
      case 6 -> new Call(user, device, name, at);
      default -> new Call(user, device, null, at);
    };
  }

  private static JsonNode funnel(String window) {
    return DefinitionJson.write(FunnelText.funnel("view > cart > buy", window));
  }

  private static void send(ApiClient api, List<Call> calls) {
    var body = JsonNodeFactory.instance.objectNode();
    calls.forEach(call -> body.withArray("batch").add(call.json()));
    var answer = api.ingest("/v1/batch", Json.bytes(body));
    assertThat(answer.statusCode()).as(ApiClient.text(answer)).isEqualTo(200);
  }

  /** The timeline of each person of whom something happened, by the rule. */
  private Map<String, Timeline> persons() {
    var oracle = new IdentityOracle();
    var ids = new TreeSet<String>();
    for (var call : calls) {
      Stream.of(call.sender(), call.device() == null ? call.sender() : call.device())
          .forEach(ids::add);
      if (call.user() != null) {
        var others = call.device() == null ? List.<String>of() : List.of(call.device());
        oracle.hear(new IdentityOracle.Statement(call.user(), call.at(), others));
      }
    }
    var timelines = new HashMap<String, Timeline>();
    oracle
        .persons(ids)
        .forEach(
            (home, own) -> {
              var timeline = timeline(own);
              if (!timeline.events().isEmpty()) {
                timelines.put(home, timeline);
              }
            });
    return timelines;
  }

  private Timeline timeline(SortedSet<String> ids) {
    var events = new ArrayList<Event>();
    for (var call : calls) {
      if (call.event() != null && ids.contains(call.sender())) {
        var at = call.at();
        events.add(new Event(at.messageId(), at.timeMillis(), call.event(), new Fields(Map.of())));
      }
    }
    return Timeline.of(events);
  }

  private static void check(ApiClient api, Collection<Timeline> people) {
    var evaluator = new Evaluator(FunnelText.funnel("view > cart > buy", "PT3H"));
    var reached = new long[3];
    long sessions = 0;
    for (var timeline : people) {
      var outcome = evaluator.attempts(timeline).in(Long.MIN_VALUE, Long.MAX_VALUE);
      for (int stage = 0; outcome != null && stage < outcome.depth(); stage++) {
        reached[stage]++;
      }
      sessions += Sessions.of(timeline, SessionRule.DEFAULT).list().size();
    }
    var found = new ArrayList<Long>();
    api.report("shop", "").path("stages").forEach(one -> found.add(one.path("reached").asLong()));
    assertThat(found).as("seed %s", SEED).containsExactly(reached[0], reached[1], reached[2]);
    var report = api.get("/sessions/report");
    assertThat(report.path("persons").asLong()).as("seed %s", SEED).isEqualTo(people.size());
    assertThat(report.path("sessions").asLong()).as("seed %s", SEED).isEqualTo(sessions);
  }
}
