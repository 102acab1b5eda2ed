package io.voronka.dashboard;

import io.voronka.kit.ServiceException;
import io.voronka.model.count.Segment;
import io.voronka.model.count.StageFigure;
import io.voronka.model.count.StageState;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Items;
import io.voronka.wire.PropertyJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which people are asked for.
 *
 * @param funnel the version that such a report is of
 * @param report the report behind whose figure they are
 * @param figure which figure
 * @param limit how many at most; null: not said
 * @param cursor where to go on; null to begin
 */
record PersonsQuery(
    Funnel funnel,
    ReportQuery report,
    StageFigure figure,
    @Nullable Integer limit,
    @Nullable PersonsCursor cursor) {

  static final int DEFAULT_LIMIT = 100;
  static final int MAX_LIMIT = 1000;

  private static final Set<String> KNOWN =
      QueryParameters.and(ReportQueryReader.KNOWN, "stage", "state", "group", "limit", "cursor");

  /**
   * Reads query parameters.
   *
   * @param current the funnel's current version
   * @throws ServiceException naming every fault
   */
  static PersonsQuery parse(
      Map<String, List<String>> parameters, Funnel current, SavedFunnels funnels) {
    var given = new QueryParameters(parameters, KNOWN);
    var report = given.reader().read(current.definition().breakdowns());
    var funnel = given.form().violations().isEmpty() ? funnels.reported(current, report) : current;
    var figure = figure(given, report, funnel);
    var limit = given.wholeOrNull("limit", 1, MAX_LIMIT);
    var cursor = Cursors.read(given, PersonsCursor.class);
    var project = funnel.key().project();
    if (cursor != null && !cursor.isOf(fingerprint(funnel, report, figure), project)) {
      Cursors.refuse(given.form());
    }
    given.orThrow();
    return new PersonsQuery(funnel, report, figure, limit, cursor);
  }

  /** Reads {@code stage}, {@code state} and {@code group}. */
  static StageFigure figure(QueryParameters given, ReportQuery report, Funnel funnel) {
    int stages = funnel.definition().stages().size();
    var stage = given.wholeOrNull("stage", 1, stages);
    var state =
        given
            .form()
            .oneOf(
                "state",
                given.fields().path("state"),
                StageState::of,
                StageState.REACHED,
                "'reached', 'advanced', 'pending' or 'dropped'");
    if (!given.fields().has("stage")) {
      given.form().add("stage", "is missing: the number of a stage, from 1");
    } else if (stage != null && stage == stages && state != StageState.REACHED) {
      given.form().add("state", "must be 'reached': nobody goes on from the last stage");
    }
    var names = breakdown(given, report, funnel.definition());
    return new StageFigure(stage == null ? 0 : stage - 1, state, names, group(given, names));
  }

  /** The names by which people are grouped: of {@code breakdown}, else those of the group. */
  static List<String> breakdown(
      QueryParameters given, ReportQuery report, FunnelDefinition definition) {
    var group = given.fields().path("group");
    var names = new ArrayList<String>();
    group.fieldNames().forEachRemaining(names::add);
    for (var name : names) {
      if (!definition.breakdowns().contains(name)) {
        given.form().add("group." + name, "is not a breakdown of this funnel");
      }
    }
    if (report.breakdown().isEmpty()) {
      return names;
    }
    if (group.isObject() && !Set.copyOf(names).equals(Set.copyOf(report.breakdown()))) {
      given.form().add("group", "must have a value for each name of breakdown and no other");
    }
    return report.breakdown();
  }

  /** The values of {@code group}, in the order of the names; null if none is asked for. */
  static @Nullable Segment group(QueryParameters given, List<String> names) {
    var group = given.fields().path("group");
    if (group.isMissingNode()) {
      return null;
    }
    if (!group.isObject() || group.isEmpty()) {
      given.form().add("group", "must be an object with a value for each breakdown");
      return null;
    }
    var values = new ArrayList<@Nullable PropertyValue>();
    for (var name : names) {
      var value = PropertyJson.read(group.path(name));
      if (value instanceof Items || value instanceof Fields) {
        given.form().add("group." + name, "must be text, a number, true, false or null");
      }
      values.add(value);
    }
    return new Segment(values);
  }

  String fingerprint() {
    return fingerprint(funnel, report, figure);
  }

  /** What makes a list this list; short, and the same in every process. */
  private static String fingerprint(Funnel funnel, ReportQuery report, StageFigure figure) {
    var text =
        funnel.key()
            + " "
            + report.from()
            + " "
            + report.to()
            + " "
            + report.asOf()
            + " "
            + report.counting()
            + " "
            + report.where()
            + " "
            + figure;
    return Integer.toHexString(text.hashCode());
  }
}
