package io.voronka.ingest;

import io.voronka.ingest.protocol.Rejection;
import io.voronka.ingest.protocol.Request;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request of before, as far as it was kept with what was rejected of it, or one made up. */
record StoredRequest(
    String source, Map<String, String> headers, Map<String, String> query, Instant receivedAt)
    implements Request {

  static StoredRequest of(Rejection rejection) {
    var wrapping = rejection.wrapping();
    return new StoredRequest(
        wrapping.source(), wrapping.headers(), wrapping.query(), rejection.receivedAt());
  }

  @Override
  public @Nullable String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public @Nullable String query(String name) {
    return query.get(name);
  }
}
