package io.voronka.dashboard;

import io.voronka.kit.ServiceException;
import io.voronka.model.explore.FlowQuestion;
import io.voronka.wire.FormReader;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.Position;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which flows are asked for.
 *
 * @param from first moment whose events are looked at, included; null: since ever
 * @param to last such moment, excluded; null: no end
 * @param flow the same as the instances are asked
 * @param top how many events of each step are told apart
 * @param after events that must be in the answer
 */
record PathsQuery(
    @Nullable Instant from, @Nullable Instant to, FlowQuestion flow, int top, Position after) {

  private static final Set<String> KNOWN =
      Set.of("from", "to", "start", "end", "between", "depth", "top", "repeats", "after");
  static final int DEFAULT_TOP = 10;
  static final int MAX_TOP = 50;

  /**
   * Reads query parameters.
   *
   * @throws ServiceException naming every fault
   */
  static PathsQuery parse(Map<String, List<String>> parameters) {
    var given = new QueryParameters(parameters, KNOWN);
    var range = given.reader().read(List.of());
    var ends = ends(given);
    var flow =
        new FlowQuestion(
            range.from() == null ? Long.MIN_VALUE : range.from().toEpochMilli(),
            range.to() == null ? Long.MAX_VALUE : range.to().toEpochMilli(),
            ends.get(0),
            ends.get(1),
            given.whole("depth", 1, FlowQuestion.MAX_DEPTH, FlowQuestion.DEFAULT_DEPTH),
            repeats(given));
    int top = given.whole("top", 1, MAX_TOP, DEFAULT_TOP);
    given.orThrow();
    return new PathsQuery(range.from(), range.to(), flow, top, range.after());
  }

  /** Reads {@code repeats}. */
  static boolean repeats(QueryParameters given) {
    var text = given.textOrNull("repeats");
    if (text != null && !text.equals("true") && !text.equals("false")) {
      given.form().add("repeats", "must be true or false");
    }
    return "true".equals(text);
  }

  /** The event with which flows begin and the one with which they end; null for any. */
  private static List<@Nullable String> ends(QueryParameters given) {
    var start = given.textOrNull("start");
    var end = given.textOrNull("end");
    var between = given.textOrNull("between");
    if ((start == null ? 0 : 1) + (end == null ? 0 : 1) + (between == null ? 0 : 1) > 1) {
      var form = given.form();
      form.add(
          start != null ? "start" : "end", "can't be given together with another end of the flows");
    }
    var ends = new ArrayList<@Nullable String>();
    if (between == null) {
      ends.add(start);
      ends.add(end);
    } else {
      ends.addAll(two(between, given.form()));
    }
    return ends;
  }

  /** Reads {@code A,B} or, since names may have commas, {@code ["A","B"]}. */
  private static List<String> two(String text, FormReader form) {
    var names = new ArrayList<String>();
    if (text.startsWith("[")) {
      try {
        Json.read(text.getBytes(StandardCharsets.UTF_8))
            .forEach(name -> names.add(name.isTextual() ? name.textValue() : ""));
      } catch (MalformedRecord malformed) {
        form.add("between", String.valueOf(malformed.getMessage()));
        return List.of("", "");
      }
    } else {
      names.addAll(List.of(text.split(",", -1)));
    }
    if (names.size() != 2 || names.contains("")) {
      form.add("between", "must be two event names: A,B or, if they have commas, [\"A\",\"B\"]");
      return List.of("", "");
    }
    return names;
  }
}
