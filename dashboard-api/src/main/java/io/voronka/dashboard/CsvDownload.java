package io.voronka.dashboard;

import io.javalin.http.Context;
import io.voronka.kit.LogKeys;
import io.voronka.kit.ServiceException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a list of people as text while it is read, a page at a time. Used once. */
final class CsvDownload {

  private static final Logger LOG = LoggerFactory.getLogger(CsvDownload.class);
  private static final String TYPE = "text/csv";

  private final PersonLists lists;
  private final PersonsQuery query;
  private int left;

  CsvDownload(PersonLists lists, PersonsQuery query) {
    this.lists = lists;
    this.query = query;
    this.left = query.limit() == null ? Integer.MAX_VALUE : query.limit();
  }

  /** Whether the caller asks for this form rather than for JSON: the first of the two named. */
  static boolean isWanted(Context ctx) {
    var accept = ctx.header("Accept");
    int csv = accept == null ? -1 : accept.indexOf(TYPE);
    int json = accept == null ? -1 : accept.indexOf("application/json");
    return csv >= 0 && (json < 0 || csv < json);
  }

  /**
   * Writes everybody from the query's cursor on, or as many as its limit says. If the rest can't be
   * read, the connection is broken off, so that nobody takes a part for the whole.
   *
   * @throws ServiceException if not even the first page can be read
   */
  void write(Context ctx) {
    var first = page(query.cursor());
    ctx.contentType(TYPE + "; charset=utf-8; header=present");
    ctx.header(
        "Content-Disposition",
        "attachment; filename=\"" + query.funnel().key().funnel() + "-persons.csv\"");
    try {
      var out =
          new BufferedWriter(
              new OutputStreamWriter(ctx.res().getOutputStream(), StandardCharsets.UTF_8));
      var csv = new PersonsCsv(out);
      csv.header();
      for (var page = first; page != null; page = after(page)) {
        for (var person : page.persons()) {
          csv.person(person);
        }
        out.flush();
      }
    } catch (IOException | ServiceException failed) {
      LOG.atWarn()
          .addKeyValue(LogKeys.FUNNEL, query.funnel().key().funnel())
          .addKeyValue(LogKeys.REASON, failed.getMessage())
          .log("a list of people is broken off");
      abort(ctx);
    }
  }

  private PersonLists.@Nullable Page after(PersonLists.Page page) {
    return page.next() == null || left == 0 ? null : page(page.next());
  }

  private PersonLists.Page page(@Nullable PersonsCursor cursor) {
    var page = lists.page(query, cursor, Math.min(left, PersonsQuery.MAX_LIMIT));
    left -= page.persons().size();
    return page;
  }

  private static void abort(Context ctx) {
    try {
      ctx.res().sendError(-1); // of Jetty: closes the connection without an end of the body
    } catch (IOException gone) {
      LOG.atDebug().setCause(gone).log("the connection was gone already");
    }
  }
}
