package io.voronka.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.evaluation.Evaluator;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.identity.Moment;
import io.voronka.model.timeline.SessionRule;
import io.voronka.model.timeline.Sessions;
import io.voronka.model.timeline.Timeline;
import io.voronka.testing.IdentityOracle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Random calls of people, in any order of their times: some with one id each, others with several
 * that turn out to be one person's, or not to be. Remembers what was said, and knows by the rule
 * and the plain functions what the figures have to be.
 */
final class MixedPeople {

  private static final long FROM = Instant.parse("2026-03-02T06:00:00Z").toEpochMilli();
  private static final int SPAN_MILLIS = 12 * 3_600_000;
  private static final int CALLS = 16; // of each group, about
  private static final int GROUPS_AT_ONCE = 100;
  private static final List<String> NAMES = List.of("view", "cart", "buy", "page");

  /**
   * One call.
   *
   * @param group whose ids can belong together
   * @param event its name; null if it only says who is who
   */
  private record Call(
      int group,
      @Nullable String user,
      @Nullable String device,
      @Nullable String event,
      Moment at) {

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

  /**
   * What the figures have to be.
   *
   * @param reached of each funnel how many persons reached each stage
   */
  record Expected(Map<String, List<Long>> reached, long persons, long sessions) {}

  private final Random random;
  private final List<Call> calls = new ArrayList<>();

  MixedPeople(long seed) {
    this.random = new Random(seed);
  }

  int size() {
    return calls.size();
  }

  /** Makes a batch of so many new calls, and repeats a few that were made before. */
  ObjectNode next(int count) {
    var body = JsonNodeFactory.instance.objectNode();
    var batch = body.putArray("batch");
    for (int i = 0; i < count; i++) {
      var call = call(calls.size() / CALLS + random.nextInt(GROUPS_AT_ONCE));
      calls.add(call);
      batch.add(call.json());
    }
    for (int i = 0; i < count / 10; i++) {
      batch.add(calls.get(random.nextInt(calls.size())).json());
    }
    return body;
  }

  private Call call(int group) {
    var name = NAMES.get(random.nextInt(NAMES.size()));
    var at = new Moment(FROM + random.nextInt(SPAN_MILLIS), "m" + calls.size());
    if (group % 2 == 0) {
      return new Call(group, "p" + group, null, "plain-" + name, at);
    }
    var user = "g%du%d".formatted(group, random.nextInt(3));
    var device = "g%dd%d".formatted(group, random.nextInt(3));
    return switch (random.nextInt(8)) {
      case 0, 1 -> new Call(group, user, null, name, at);
      case 2, 3, 4, 5 -> new Call(group, null, device, name, at);
      case 6 -> new Call(group, user, device, name, at);
      default -> new Call(group, user, device, null, at);
    };
  }

  /** Says what the figures of the funnels have to be after all calls that were made. */
  Expected expected(Map<String, FunnelDefinition> funnels) {
    var groups = new HashMap<Integer, List<Call>>();
    calls.forEach(call -> groups.computeIfAbsent(call.group(), g -> new ArrayList<>()).add(call));
    var timelines = new ArrayList<Timeline>();
    groups.values().forEach(group -> timelines.addAll(persons(group)));
    var reached = new HashMap<String, List<Long>>();
    funnels.forEach((id, funnel) -> reached.put(id, reached(funnel, timelines)));
    long sessions =
        timelines.stream()
            .mapToLong(timeline -> Sessions.of(timeline, SessionRule.DEFAULT).list().size())
            .sum();
    return new Expected(reached, timelines.size(), sessions);
  }

  private static List<Long> reached(FunnelDefinition funnel, List<Timeline> timelines) {
    var evaluator = new Evaluator(funnel);
    var reached = new Long[funnel.stages().size()];
    Arrays.fill(reached, 0L);
    for (var timeline : timelines) {
      var outcome = evaluator.attempts(timeline).in(Long.MIN_VALUE, Long.MAX_VALUE);
      for (int stage = 0; outcome != null && stage < outcome.depth(); stage++) {
        reached[stage]++;
      }
    }
    return List.of(reached);
  }

  /** The timeline of each person of a group of whom something happened, by the rule. */
  private static List<Timeline> persons(List<Call> group) {
    var oracle = new IdentityOracle();
    var ids = new TreeSet<String>();
    for (var call : group) {
      ids.add(call.sender());
      if (call.device() != null) {
        ids.add(call.device());
      }
      if (call.user() != null) {
        var others = call.device() == null ? List.<String>of() : List.of(call.device());
        oracle.hear(new IdentityOracle.Statement(call.user(), call.at(), others));
      }
    }
    var timelines = new ArrayList<Timeline>();
    for (var own : oracle.persons(ids).values()) {
      var events = new ArrayList<Event>();
      for (var call : group) {
        if (call.event() != null && own.contains(call.sender())) {
          var at = call.at();
          events.add(
              new Event(at.messageId(), at.timeMillis(), call.event(), new Fields(Map.of())));
        }
      }
      if (!events.isEmpty()) {
        timelines.add(Timeline.of(events));
      }
    }
    return timelines;
  }
}
