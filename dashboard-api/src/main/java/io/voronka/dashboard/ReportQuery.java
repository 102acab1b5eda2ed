package io.voronka.dashboard;

import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.model.count.Granularity;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.Violation;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.Position;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a report is asked for.
 *
 * @param from first moment of entries, included; null: since ever
 * @param to last moment of entries, excluded; null: no end
 * @param asOf events later than it are not seen; null: now
 * @param granularity of the series
 * @param breakdown names of the definition's breakdowns to split by, together
 * @param after events that must be in the figures
 */
record ReportQuery(
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable Instant asOf,
    Granularity granularity,
    List<String> breakdown,
    Position after) {

  static final ReportQuery ALL_TIME =
      new ReportQuery(null, null, null, Granularity.DAY, List.of(), Position.NONE);

  private static final Set<String> KNOWN =
      Set.of("from", "to", "asOf", "granularity", "breakdown", "counting", "after");

  /** Whether the figures kept for all of time answer it, as far as they hold its series. */
  boolean isAllTime() {
    return from == null && to == null && asOf == null;
  }

  /**
   * Reads query parameters.
   *
   * @throws ServiceException naming every fault
   */
  static ReportQuery parse(Map<String, List<String>> parameters, FunnelDefinition definition) {
    return new Parser(parameters).parse(definition);
  }

  private static final class Parser {

    private final Map<String, List<String>> parameters;
    private final List<Violation> violations = new ArrayList<>();

    Parser(Map<String, List<String>> parameters) {
      this.parameters = parameters;
    }

    ReportQuery parse(FunnelDefinition definition) {
      for (var name : parameters.keySet()) {
        if (!KNOWN.contains(name)) {
          add(name, name.equals("where") ? "is not supported yet" : "is not a known parameter");
        }
      }
      var query =
          new ReportQuery(
              time("from"),
              time("to"),
              time("asOf"),
              granularity(),
              breakdown(definition),
              after());
      if (!value("counting").equals("persons") && !value("counting").isEmpty()) {
        add("counting", "must be 'persons': nothing else is supported yet");
      }
      if (query.from != null && query.to != null && !query.from.isBefore(query.to)) {
        add("to", "must be later than from");
      }
      if (!violations.isEmpty()) {
        throw new ServiceException(
            ProblemType.INVALID, "The query can't be answered as it is.", violations);
      }
      return query;
    }

    private @Nullable Instant time(String name) {
      var text = value(name);
      if (text.isEmpty()) {
        return null;
      }
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeParseException malformed) {
        add(name, "must be an ISO 8601 time with zone, such as 2026-03-01T00:00:00Z");
        return null;
      }
    }

    private Granularity granularity() {
      var text = value("granularity");
      var granularity = Granularity.ofSeries(text.isEmpty() ? "day" : text);
      if (granularity.isEmpty()) {
        add("granularity", "must be minute, hour, day, week or month");
      }
      return granularity.orElse(Granularity.DAY);
    }

    private List<String> breakdown(FunnelDefinition definition) {
      var text = value("breakdown");
      var names = text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1));
      for (var name : names) {
        if (!definition.breakdowns().contains(name)) {
          add("breakdown", "'" + name + "' is not a breakdown of this funnel");
        }
      }
      return names;
    }

    private Position after() {
      var text = value("after");
      try {
        return text.isEmpty() ? Position.NONE : Position.parse(text);
      } catch (MalformedRecord malformed) {
        add("after", String.valueOf(malformed.getMessage()));
        return Position.NONE;
      }
    }

    private String value(String name) {
      var values = parameters.getOrDefault(name, List.of());
      if (values.size() > 1) {
        add(name, "is given more than once");
      }
      return values.isEmpty() ? "" : values.get(0);
    }

    private void add(String path, String message) {
      violations.add(new Violation(path, message));
    }
  }
}
