package io.voronka.dashboard;

import static io.voronka.dashboard.TimeTexts.text;

import io.voronka.wire.Json;
import io.voronka.wire.PersonsQuestion.Listed;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists of people as RFC 4180 text with a header row. Ids and traits are JSON in their cells. A
 * cell that a spreadsheet would take for a formula begins with an apostrophe.
 */
final class PersonsCsv {

  private static final List<String> HEADER =
      List.of("id", "ids", "entered", "reachedAt", "deadline", "traits");
  private static final String FORMULAS = "=+-@\t\r";

  private final Writer out;

  PersonsCsv(Writer out) {
    this.out = out;
  }

  /** Writes the names of the columns. */
  void header() throws IOException {
    row(HEADER);
  }

  void person(Listed person) throws IOException {
    var deadline = text(person.deadlineMillis());
    row(
        List.of(
            person.id(),
            json(person.ids()),
            text(person.enteredMillis()),
            text(person.reachedMillis()),
            deadline == null ? "" : deadline,
            json(person.traits())));
  }

  private static String json(Object value) {
    return new String(Json.bytes(value), StandardCharsets.UTF_8);
  }

  private void row(List<String> cells) throws IOException {
    @Nullable String separator = null;
    for (var cell : cells) {
      out.write(separator == null ? "" : separator);
      out.write(quoted(harmless(cell)));
      separator = ",";
    }
    out.write("\r\n");
  }

  private static String harmless(String cell) {
    return !cell.isEmpty() && FORMULAS.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
  }

  private static String quoted(String cell) {
    boolean isPlain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return isPlain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
