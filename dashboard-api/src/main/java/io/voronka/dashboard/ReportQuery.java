package io.voronka.dashboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.model.count.Counting;
import io.voronka.model.count.Granularity;
import io.voronka.model.count.Range;
import io.voronka.model.definition.Condition;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.Violation;
import io.voronka.wire.FormReader;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.Position;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a report is asked for.
 *
 * @param from first moment of entries, included; null: since ever
 * @param to last moment of entries, excluded; null: no end
 * @param asOf events later than it are not seen; null: now
 * @param granularity of the series
 * @param breakdown names of the definition's breakdowns to split by, together
 * @param where conditions on the event with which people enter
 * @param counting persons or attempts
 * @param after events that must be in the figures
 */
record ReportQuery(
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable Instant asOf,
    Granularity granularity,
    List<String> breakdown,
    List<Condition> where,
    Counting counting,
    Position after) {

  static final ReportQuery ALL_TIME =
      new ReportQuery(
          null, null, null, Granularity.DAY, List.of(), List.of(), Counting.PERSONS, Position.NONE);

  /** Whether it asks for everybody of all time: what live figures hold. */
  boolean isOfEverybody() {
    return from == null
        && to == null
        && asOf == null
        && where.isEmpty()
        && counting == Counting.PERSONS;
  }

  /** Whose figures it asks for, where now is this. */
  Range range(Instant now) {
    return new Range(
        from == null ? Long.MIN_VALUE : from.toEpochMilli(),
        to == null ? Long.MAX_VALUE : to.toEpochMilli(),
        (asOf == null ? now : asOf).toEpochMilli(),
        counting,
        where,
        granularity);
  }

  /** The last moment whose events are seen: without a stated one, as in live figures, any is. */
  long untilMillis() {
    return asOf == null ? Long.MAX_VALUE : asOf.toEpochMilli();
  }

  /**
   * Reads query parameters.
   *
   * @throws ServiceException naming every fault
   */
  static ReportQuery parse(Map<String, List<String>> parameters, FunnelDefinition definition) {
    var form = new FormReader();
    var json = asBody(parameters, form);
    var query = new ReportQueryReader(form, json).read(definition.breakdowns());
    if (!form.violations().isEmpty()) {
      // The list of names is one parameter.
      var violations =
          form.violations().stream()
              .map(
                  fault ->
                      fault.path().startsWith("breakdown[")
                          ? new Violation("breakdown", fault.message())
                          : fault)
              .toList();
      throw new ServiceException(
          ProblemType.INVALID, "The query can't be answered as it is.", violations);
    }
    return query;
  }

  private static ObjectNode asBody(Map<String, List<String>> parameters, FormReader form) {
    var json = JsonNodeFactory.instance.objectNode();
    parameters.forEach(
        (name, values) -> {
          if (!ReportQueryReader.KNOWN.contains(name)) {
            form.add(name, "is not a known parameter");
          } else if (values.size() > 1) {
            form.add(name, "is given more than once");
          } else if (!values.isEmpty() && !values.get(0).isEmpty()) {
            put(name, values.get(0), json, form);
          }
        });
    return json;
  }

  private static void put(String name, String value, ObjectNode json, FormReader form) {
    switch (name) {
      case "breakdown" -> List.of(value.split(",", -1)).forEach(json.withArray(name)::add);
      case "where" -> {
        try {
          json.set(name, Json.read(value.getBytes(StandardCharsets.UTF_8)));
        } catch (MalformedRecord malformed) {
          form.add(name, String.valueOf(malformed.getMessage()));
        }
      }
      default -> json.put(name, value);
    }
  }
}
