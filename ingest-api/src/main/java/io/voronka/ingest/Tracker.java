package io.voronka.ingest;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The scripts for browsers, among the resources: {@code t.js} for sites that use no SDK, and {@code
 * analytics.js}, which is what Segment's HTML snippet loads, with the first in it. Both go without
 * their indentation and all comments but the first line.
 */
final class Tracker {

  static final String PATH = "/t.js";
  static final String SNIPPET_PATH = "/analytics.js/v1/{key}/analytics.min.js";

  private static final String SCRIPT = read("/t.js");
  private static final String SNIPPET = read("/analytics.js").replace("/* t.js */\n", SCRIPT);

  private Tracker() {}

  private static String read(String resource) {
    try (var in = Objects.requireNonNull(Tracker.class.getResourceAsStream(resource))) {
      return withoutComments(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String withoutComments(String script) {
    var lines = script.lines().map(String::strip).toList();
    return lines.stream()
        .skip(1)
        .filter(line -> !line.isEmpty() && !line.startsWith("//"))
        .collect(Collectors.joining("\n", lines.get(0) + "\n", "\n"));
  }

  static void serve(Context ctx) {
    serve(ctx, SCRIPT);
  }

  /**
   * Serves what Segment's HTML snippet loads; the key is in the path, where the script finds it.
   */
  static void serveSnippet(Context ctx) {
    serve(ctx, SNIPPET);
  }

  /** Browsers may keep them for an hour. */
  private static void serve(Context ctx, String script) {
    ctx.header("Cache-Control", "public, max-age=3600")
        .result(script.getBytes(StandardCharsets.UTF_8))
        .contentType("text/javascript; charset=utf-8");
  }
}
