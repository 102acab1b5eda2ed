package io.voronka.ingest;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The script for sites that use no SDK: {@code t.js} among the resources. */
final class Tracker {

  static final String PATH = "/t.js";

  private static final byte[] SCRIPT = read();

  private Tracker() {}

  private static byte[] read() {
    try (var in = Objects.requireNonNull(Tracker.class.getResourceAsStream(PATH))) {
      return in.readAllBytes();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Browsers may keep it for an hour. */
  static void serve(Context ctx) {
    ctx.header("Cache-Control", "public, max-age=3600")
        .result(SCRIPT)
        .contentType("text/javascript; charset=utf-8");
  }
}
