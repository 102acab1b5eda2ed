package io.voronka.dashboard;

import io.voronka.wire.FormReader;
import io.voronka.wire.Json;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The text of what callers give back to get the next page: opaque to them and fit for a URL. */
final class Cursors {

  private static final int MAX_TEXT = 8000;

  private Cursors() {}

  static String text(Object cursor) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(cursor));
  }

  /** Reads parameter {@code cursor}; null if it was left out or is none of this type. */
  static <T> @Nullable T read(QueryParameters given, Class<T> type) {
    var text = given.textOrNull("cursor");
    if (text == null) {
      return null;
    }
    try {
      if (text.length() <= MAX_TEXT) {
        return Json.read(Base64.getUrlDecoder().decode(text), type);
      }
    } catch (IllegalArgumentException malformed) {
      // the same fault as one that is too long
    }
    refuse(given.form());
    return null;
  }

  static void refuse(FormReader form) {
    form.add("cursor", "is not one that this service gave out for this query");
  }
}
