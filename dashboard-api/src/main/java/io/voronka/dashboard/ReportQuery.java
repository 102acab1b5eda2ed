package io.voronka.dashboard;

import io.voronka.kit.ServiceException;
import io.voronka.model.count.Counting;
import io.voronka.model.count.Granularity;
import io.voronka.model.count.Range;
import io.voronka.model.definition.Condition;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.wire.Position;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

  /** The same, split by these names. */
  ReportQuery by(List<String> names) {
    return new ReportQuery(from, to, asOf, granularity, names, where, counting, after);
  }

  /**
   * Whose figures it asks for, where now is this. Without a stated moment people count as in time
   * to the end of the minute of their deadline, as they do in live figures.
   */
  Range range(Instant now) {
    return new Range(
        from == null ? Long.MIN_VALUE : from.toEpochMilli(),
        to == null ? Long.MAX_VALUE : to.toEpochMilli(),
        (asOf == null ? now.truncatedTo(ChronoUnit.MINUTES) : asOf).toEpochMilli(),
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
    var given = new QueryParameters(parameters, ReportQueryReader.KNOWN);
    var query = given.reader().read(definition.breakdowns());
    given.orThrow();
    return query;
  }
}
