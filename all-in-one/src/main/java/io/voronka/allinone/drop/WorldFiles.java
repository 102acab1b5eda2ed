package io.voronka.allinone.drop;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.model.detection.MinuteCounts;
import io.voronka.wire.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a world, one JSON object a line. */
public final class WorldFiles {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final double TWICE_SHARE = 0.005;
  private static final double MILLIS = 60_000;

  private WorldFiles() {}

  /**
   * Writes what becomes known in each minute: {@code {"m": 12, "r": 9, "a": [[delayMinutes, count],
   * ...]}}.
   */
  public static void writeCounts(DropWorld world, OutputStream out) throws IOException {
    while (world.hasNext()) {
      out.write(line(world.next().counts()).getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static String line(MinuteCounts counts) {
    var text =
        new StringBuilder("{\"m\":")
            .append(counts.minute())
            .append(",\"r\":")
            .append(counts.reached())
            .append(",\"a\":[");
    for (int i = 0; i < counts.delays().length; i++) {
      text.append(i == 0 ? "[" : ",[")
          .append(counts.delays()[i])
          .append(',')
          .append(counts.counts()[i])
          .append(']');
    }
    return text.append("]}\n").toString();
  }

  private record Call(double happened, ObjectNode json) {}

  /**
   * Writes the same as track calls in the order in which they arrive: {@code Cart Viewed}, {@code
   * Order Completed}, and {@code Clock Ticked} once a minute. A few are sent twice, with the same
   * id.
   *
   * @param settings of a world with properties
   * @param start the Monday 00:00 with which it begins
   * @return the episodes
   */
  public static List<Episode> writeCalls(WorldSettings settings, Instant start, OutputStream out)
      throws IOException {
    var arriving = new HashMap<Long, List<Call>>();
    var twice = new Dice(~settings.seed());
    var world =
        new DropWorld(
            settings,
            visit -> {
              add(arriving, visit.enteredKnown(), call(settings, visit, start, false), twice);
              if (visit.hasAdvanced()) {
                add(arriving, visit.advancedKnown(), call(settings, visit, start, true), twice);
              }
            });
    for (long minute = 0; world.hasNext(); minute++) {
      world.next();
      add(arriving, minute, tick(settings, minute, start), twice);
      var calls = arriving.remove(minute);
      if (calls != null) {
        calls.sort(Comparator.comparingDouble(Call::happened));
        for (var call : calls) {
          out.write(Json.bytes(call.json()));
          out.write('\n');
        }
      }
    }
    return world.episodes();
  }

  private static void add(Map<Long, List<Call>> arriving, long minute, Call call, Dice twice) {
    var calls = arriving.computeIfAbsent(minute, when -> new ArrayList<>());
    calls.add(call);
    if (twice.happens(TWICE_SHARE)) {
      calls.add(call);
    }
  }

  private static Call call(WorldSettings settings, Visit visit, Instant start, boolean isAdvance) {
    var visitor = "visitor-" + settings.seed() + "-" + visit.number();
    double happened = isAdvance ? visit.advanced() : visit.entered();
    var json =
        track(
            isAdvance ? "Order Completed" : "Cart Viewed",
            visitor + (isAdvance ? "-order" : "-cart"),
            visitor,
            start,
            happened);
    var properties = json.putObject("properties");
    for (int i = 0; i < Person.PROPERTIES.size(); i++) {
      var property = Person.PROPERTIES.get(i);
      properties.put(property.name(), property.values().get(Person.value(visit.kind(), i)));
    }
    return new Call(happened, json);
  }

  private static Call tick(WorldSettings settings, long minute, Instant start) {
    var clock = "clock-" + settings.seed();
    double now = (double) minute;
    return new Call(now, track("Clock Ticked", clock + "-" + minute, clock, start, now));
  }

  private static ObjectNode track(
      String event, String id, String visitor, Instant start, double minute) {
    return NODES
        .objectNode()
        .put("type", "track")
        .put("messageId", id)
        .put("anonymousId", visitor)
        .put("event", event)
        .put("timestamp", start.plusMillis((long) (minute * MILLIS)).toString());
  }

  /**
   * Writes the truth: {@code {"kind", "start", "end", "delta", "mode", "segment",
   * "reference_delay_min"}}. Times are in minutes; a reference that lies beyond the episode is
   * null.
   */
  public static void writeTruth(List<Episode> episodes, OutputStream out) throws IOException {
    for (var episode : episodes) {
      double reference = episode.referenceDelayMinutes();
      var json =
          NODES
              .objectNode()
              .put("kind", episode.kind().text())
              .put("start", episode.start())
              .put("end", episode.end())
              .put("delta", episode.kind().delta())
              .put("mode", episode.mode())
              .put("segment", episode.kind().segment());
      json.put("reference_delay_min", Double.isFinite(reference) ? reference : null);
      out.write(Json.bytes(json));
      out.write('\n');
    }
  }
}
