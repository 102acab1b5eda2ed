package io.voronka.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.voronka.model.definition.FunnelDefinition;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A report as text with a header row: one of its three tables, with the numbers of the JSON form.
 *
 * @param query what is reported
 * @param table which table: stages, series or breakdown
 */
record ReportCsv(ReportQuery query, String table) {

  private static final List<String> TABLES = List.of("stages", "series", "breakdown");

  /** Columns of a stage, by where they stand in the JSON form. */
  private static final Map<String, String> OF_STAGE = columnsOfStage();

  private static Map<String, String> columnsOfStage() {
    var columns = new LinkedHashMap<String, String>();
    for (var name :
        List.of(
            "name",
            "reached",
            "advanced",
            "pending",
            "dropped",
            "conversionFromPrevious",
            "conversionFromFirst")) {
      columns.put(name, "/" + name);
    }
    for (var name : List.of("estimate", "low", "high")) {
      columns.put("projectedConversion." + name, "/projectedConversion/" + name);
    }
    for (var from : List.of("secondsFromPrevious", "secondsFromFirst")) {
      for (var name : List.of("median", "p90", "mean")) {
        columns.put(from + "." + name, "/" + from + "/" + name);
      }
    }
    for (var name : List.of("value", "valuesUnread", "target")) {
      columns.put(name, "/" + name);
    }
    return columns;
  }

  /**
   * Reads query parameters: those of a report, and which table.
   *
   * @throws io.voronka.kit.ServiceException naming every fault
   */
  static ReportCsv parse(Map<String, List<String>> parameters, FunnelDefinition definition) {
    var given =
        new QueryParameters(parameters, QueryParameters.and(ReportQueryReader.KNOWN, "table"));
    var query = given.reader().read(definition.breakdowns());
    var table = given.oneOf("table", TABLES);
    if (table.equals("breakdown") && query.breakdown().isEmpty()) {
      given.form().add("breakdown", "is missing: by what to split");
    }
    given.orThrow();
    return new ReportCsv(query, table);
  }

  void answer(Context ctx, String funnel, ObjectNode report) {
    ctx.result(text(report));
    ctx.contentType("text/csv; charset=utf-8; header=present");
    ctx.header("Content-Disposition", "attachment; filename=\"" + funnel + "-" + table + ".csv\"");
  }

  /** Writes the table of a report. */
  String text(ObjectNode report) {
    var out = new StringWriter();
    var rows = new CsvRows(out);
    try {
      for (var row : rows(report)) {
        rows.plain(row);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // memory takes everything
    }
    return out.toString();
  }

  private List<List<String>> rows(ObjectNode report) {
    return switch (table) {
      case "series" -> series(report);
      case "breakdown" -> breakdown(report);
      default -> stages(report);
    };
  }

  private static List<List<String>> stages(ObjectNode report) {
    var rows = new ArrayList<List<String>>();
    rows.add(new ArrayList<>(OF_STAGE.keySet()));
    for (var stage : report.path("stages")) {
      rows.add(OF_STAGE.values().stream().map(place -> cell(stage.at(place))).toList());
    }
    return rows;
  }

  private static List<List<String>> series(ObjectNode report) {
    var rows = new ArrayList<List<String>>();
    rows.add(header(List.of("bucket", "mature"), report));
    for (var period : report.path("series")) {
      rows.add(row(List.of(period.path("bucket"), period.path("mature")), period.path("reached")));
    }
    return rows;
  }

  private List<List<String>> breakdown(ObjectNode report) {
    var names = query.breakdown();
    var rows = new ArrayList<List<String>>();
    var first = new ArrayList<>(names);
    first.add("other");
    rows.add(header(first, report));
    for (var group : report.path("breakdown")) {
      var cells = new ArrayList<JsonNode>();
      names.forEach(name -> cells.add(group.path("values").path(name)));
      cells.add(group.path("other"));
      rows.add(row(cells, group.path("reached")));
    }
    return rows;
  }

  private static List<String> header(List<String> names, ObjectNode report) {
    var header = new ArrayList<String>();
    names.forEach(name -> header.add(CsvRows.harmless(name)));
    report.path("stages").forEach(stage -> header.add(cell(stage.path("name"))));
    return header;
  }

  private static List<String> row(List<JsonNode> cells, JsonNode reached) {
    var row = new ArrayList<String>();
    cells.forEach(one -> row.add(cell(one)));
    reached.forEach(one -> row.add(cell(one)));
    return row;
  }

  /** Nothing for what is null or absent; everything else as JSON writes it, text without quotes. */
  private static String cell(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return "";
    }
    return value.isTextual() ? CsvRows.harmless(value.textValue()) : value.toString();
  }
}
