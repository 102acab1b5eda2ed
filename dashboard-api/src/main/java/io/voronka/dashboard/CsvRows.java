package io.voronka.dashboard;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of RFC 4180. Text that a spreadsheet would take for a formula begins with an
 * apostrophe. Not thread-safe.
 */
final class CsvRows {

  private static final String FORMULAS = "=+-@\t\r";

  private final Writer out;

  CsvRows(Writer out) {
    this.out = out;
  }

  /** Writes a row of texts, whoever wrote them. */
  void texts(List<String> cells) throws IOException {
    plain(cells.stream().map(CsvRows::harmless).toList());
  }

  /** Writes a row of what is known to be no formula: numbers, and texts made harmless. */
  void plain(List<String> cells) throws IOException {
    @Nullable String separator = null;
    for (var cell : cells) {
      out.write(separator == null ? "" : separator);
      out.write(quoted(cell));
      separator = ",";
    }
    out.write("\r\n");
  }

  /** The text as no spreadsheet takes it for a formula. */
  static String harmless(String cell) {
    return !cell.isEmpty() && FORMULAS.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
  }

  private static String quoted(String cell) {
    boolean isPlain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return isPlain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
