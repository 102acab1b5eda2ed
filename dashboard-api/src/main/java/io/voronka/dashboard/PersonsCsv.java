package io.voronka.dashboard;

import static io.voronka.dashboard.TimeTexts.text;

import io.voronka.wire.Json;
import io.voronka.wire.PersonsQuestion.Listed;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Lists of people as text with a header row. Ids and traits are JSON in their cells. */
final class PersonsCsv {

  private static final List<String> HEADER =
      List.of("id", "ids", "entered", "reachedAt", "deadline", "traits");

  private final CsvRows rows;

  PersonsCsv(Writer out) {
    this.rows = new CsvRows(out);
  }

  /** Writes the names of the columns. */
  void header() throws IOException {
    rows.texts(HEADER);
  }

  void person(Listed person) throws IOException {
    var deadline = text(person.deadlineMillis());
    rows.texts(
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
}
