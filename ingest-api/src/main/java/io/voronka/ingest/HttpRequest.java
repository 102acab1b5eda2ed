package io.voronka.ingest;

import io.javalin.http.Context;
import io.voronka.ingest.protocol.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came in over HTTP.
 *
 * @param query decoded; what can't be decoded stays as it was written
 */
record HttpRequest(Context ctx, String source, Instant receivedAt, Map<String, String> query)
    implements Request {

  static HttpRequest of(Context ctx, String source, Instant receivedAt) {
    return new HttpRequest(ctx, source, receivedAt, parametersOf(ctx.queryString()));
  }

  /** The framework's own reading depends on what the content type says. */
  static Map<String, String> parametersOf(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return Map.of();
    }
    var query = new LinkedHashMap<String, String>();
    for (var pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      var name = equals < 0 ? pair : pair.substring(0, equals);
      query.putIfAbsent(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
    }
    return query;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return text;
    }
  }

  @Override
  public @Nullable String header(String name) {
    return ctx.header(name);
  }

  @Override
  public Map<String, String> headers() {
    var headers = new HashMap<String, String>();
    ctx.headerMap().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    return headers;
  }

  @Override
  public @Nullable String query(String name) {
    return query.get(name);
  }
}
