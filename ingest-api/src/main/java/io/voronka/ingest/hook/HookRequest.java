package io.voronka.ingest.hook;

import io.voronka.ingest.protocol.Request;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request to a hook.
 *
 * @param http its headers and query
 * @param method in capitals
 * @param url the whole address as the sender knows it, with the query
 * @param raw the body as it was sent: signatures are over its bytes
 * @param body the same inflated
 */
public record HookRequest(Request http, String method, String url, byte[] raw, byte[] body) {

  @Nullable String header(String name) {
    return http.header(name);
  }

  String query(String name) {
    var value = http.query(name);
    return value == null ? "" : value;
  }

  Instant receivedAt() {
    return http.receivedAt();
  }
}
