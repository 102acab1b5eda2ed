package io.voronka.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.model.count.Counting;
import io.voronka.model.count.Granularity;
import io.voronka.model.definition.Condition;
import io.voronka.wire.ConditionJson;
import io.voronka.wire.FormReader;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.Position;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a report is asked for from the fields of an object; faults are left in the form. */
final class ReportQueryReader {

  /** The fields of a query. */
  static final Set<String> KNOWN =
      Set.of("from", "to", "asOf", "granularity", "breakdown", "where", "counting", "after");

  private static final int MAX_CONDITIONS = 20;

  private final FormReader form;
  private final JsonNode json;

  ReportQueryReader(FormReader form, JsonNode json) {
    this.form = form;
    this.json = json;
  }

  /**
   * Reads all fields.
   *
   * @param breakdowns those of the definition; null if it could not be read
   */
  ReportQuery read(@Nullable List<String> breakdowns) {
    var from = time("from");
    var to = time("to");
    requireOrder(from, to);
    return new ReportQuery(
        from,
        to,
        time("asOf"),
        form.oneOf(
            "granularity",
            json.path("granularity"),
            Granularity::ofSeries,
            Granularity.DAY,
            "minute, hour, day, week or month"),
        breakdown(breakdowns),
        where(),
        form.oneOf(
            "counting",
            json.path("counting"),
            Counting::of,
            Counting.PERSONS,
            "'persons' or 'attempts'"),
        after());
  }

  private @Nullable Instant time(String name) {
    return form.timeOrNull(name, json.path(name));
  }

  private List<String> breakdown(@Nullable List<String> known) {
    return form.list(
        "breakdown",
        json.path("breakdown"),
        (path, item) -> {
          var name = form.textOrNull(path, item);
          if (name != null && known != null && !known.contains(name)) {
            form.add(path, "'" + name + "' is not a breakdown of this funnel");
          }
          return name;
        });
  }

  /** Tells of a range that ends before it begins. */
  void requireOrder(@Nullable Instant from, @Nullable Instant to) {
    if (from != null && to != null && !from.isBefore(to)) {
      form.add("to", "must be later than from");
    }
  }

  private List<Condition> where() {
    if (json.path("where").size() > MAX_CONDITIONS) {
      form.add("where", "allows at most " + MAX_CONDITIONS);
      return List.of();
    }
    return ConditionJson.read("where", json.path("where"), form);
  }

  /** Reads {@code after}. */
  Position after() {
    var text = form.textOrNull("after", json.path("after"));
    try {
      return text == null ? Position.NONE : Position.parse(text);
    } catch (MalformedRecord malformed) {
      form.add("after", String.valueOf(malformed.getMessage()));
      return Position.NONE;
    }
  }
}
