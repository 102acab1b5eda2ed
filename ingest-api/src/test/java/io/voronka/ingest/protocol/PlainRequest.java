package io.voronka.ingest.protocol;

import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that never was on a wire. */
public record PlainRequest(
    String source, Map<String, String> headers, Map<String, String> query, Instant receivedAt)
    implements Request {

  public static PlainRequest at(Instant receivedAt) {
    return new PlainRequest("test", Map.of(), Map.of(), receivedAt);
  }

  /** Returns this with another header. */
  public PlainRequest with(String header, String value) {
    var more = new HashMap<>(headers);
    more.put(header.toLowerCase(Locale.ROOT), value);
    return new PlainRequest(source, more, query, receivedAt);
  }

  /** Returns this with another parameter. */
  public PlainRequest asking(String parameter, String value) {
    var more = new HashMap<>(query);
    more.put(parameter, value);
    return new PlainRequest(source, headers, more, receivedAt);
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
