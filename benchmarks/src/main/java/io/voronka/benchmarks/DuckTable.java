package io.voronka.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A log as a table of DuckDB in a file, in this process, with all processors. */
final class DuckTable implements AutoCloseable {

  private final Connection connection;

  private DuckTable(Connection connection) {
    this.connection = connection;
  }

  /**
   * Makes the table.
   *
   * @param folder for the database; to be deleted by the caller
   */
  static DuckTable of(List<ShopLog.Entry> log, Path folder) throws IOException, SQLException {
    var csv = Files.createTempFile(folder, "log", ".csv");
    try (var out = Files.newBufferedWriter(csv)) {
      for (var entry : log) {
        out.write(
            "m%d,%s,%d,%s,%s,%d\n"
                .formatted(
                    entry.number(),
                    entry.person(),
                    entry.millis(),
                    entry.name(),
                    entry.category(),
                    entry.priceCents()));
      }
    }
    var table =
        new DuckTable(DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("log.duckdb")));
    table.execute(
        """
        CREATE TABLE events AS
          SELECT column0 AS id, column1 AS person, make_timestamp(column2 * 1000) AS happened,
            column3 AS name, column4 AS category, column5 AS price
          FROM read_csv('%s', header = false)
        """
            .formatted(csv));
    table.execute("CHECKPOINT");
    return table;
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /**
   * Returns how many people reached each stage of an ordered funnel.
   *
   * <p>Each event of a stage takes the latest event of the stage before from which a chain leads to
   * it; with that it has the latest start that a chain to it can have. So the figures are exact for
   * stages of different names.
   */
  List<Long> reached(List<String> stages, Duration window) throws SQLException {
    var sql =
        new StringBuilder(
            """
            WITH stage1 AS
              (SELECT person, happened, happened AS start FROM events WHERE name = '%s')\
            """
                .formatted(stages.get(0)));
    var counts = new StringBuilder("SELECT (SELECT count(DISTINCT person) FROM stage1)");
    for (int stage = 2; stage <= stages.size(); stage++) {
      sql.append(
          """
          ,
          stage%1$d AS
            (SELECT event.person, event.happened, before.start
             FROM events event ASOF JOIN stage%2$d before
               ON event.person = before.person AND event.happened >= before.happened
             WHERE event.name = '%3$s' AND event.happened - before.start <= INTERVAL %4$d SECONDS)\
          """
              .formatted(stage, stage - 1, stages.get(stage - 1), window.toSeconds()));
      counts.append(", (SELECT count(DISTINCT person) FROM stage%d)".formatted(stage));
    }
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql.append('\n').append(counts).toString())) {
      row.next();
      var reached = new ArrayList<Long>();
      for (int stage = 1; stage <= stages.size(); stage++) {
        reached.add(row.getLong(stage));
      }
      return reached;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
