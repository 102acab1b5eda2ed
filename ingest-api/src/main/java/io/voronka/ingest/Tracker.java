package io.voronka.ingest;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The script for sites that use no SDK: {@code t.js} among the resources, without its indentation
 * and all comments but the first line.
 */
final class Tracker {

  static final String PATH = "/t.js";

  private static final byte[] SCRIPT = read();

  private Tracker() {}

  private static byte[] read() {
    try (var in = Objects.requireNonNull(Tracker.class.getResourceAsStream(PATH))) {
      return withoutComments(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .getBytes(StandardCharsets.UTF_8);
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

  /** Browsers may keep it for an hour. */
  static void serve(Context ctx) {
    ctx.header("Cache-Control", "public, max-age=3600")
        .result(SCRIPT)
        .contentType("text/javascript; charset=utf-8");
  }
}
