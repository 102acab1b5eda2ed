package io.voronka.ingest;

import io.javalin.http.Context;
import io.voronka.ingest.protocol.Request;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as it came in over HTTP. */
record HttpRequest(Context ctx, String source, Instant receivedAt) implements Request {

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
    return ctx.queryParam(name);
  }

  @Override
  public Map<String, String> query() {
    var query = new HashMap<String, String>();
    ctx.queryParamMap()
        .forEach((name, values) -> query.put(name, values.isEmpty() ? "" : values.get(0)));
    return query;
  }
}
