package io.voronka.ingest;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Where clients reach the service, which behind a proxy it can't know by itself.
 *
 * @param scheme http or https
 * @param address host, port if it is said, and path without a slash at its end
 */
record PublicUrl(String scheme, String address) {

  /** Reads an address such as {@code https://collect.example.com}; empty if it is none. */
  static Optional<PublicUrl> parse(String text) {
    try {
      var uri = URI.create(text.strip());
      var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      boolean isPlain = uri.getRawQuery() == null && uri.getRawFragment() == null;
      if (uri.getHost() == null || !isPlain || !(scheme.equals("http") || scheme.equals("https"))) {
        return Optional.empty();
      }
      var path = uri.getRawPath().replaceAll("/+$", "");
      return Optional.of(new PublicUrl(scheme, uri.getRawAuthority() + path));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /** Takes it from a request: what the proxy says, else what the client asked for. */
  static PublicUrl of(Context ctx) {
    var forwarded = ctx.header("X-Forwarded-Proto");
    // Each proxy on the way may add its own: the first is what the client spoke.
    var scheme = forwarded == null ? ctx.scheme() : forwarded.split(",", 2)[0].strip();
    boolean isHttps = scheme.equalsIgnoreCase("https");
    return new PublicUrl(isHttps ? "https" : "http", String.valueOf(ctx.host()));
  }

  /** Returns the address of a path and query there, as they were asked for. */
  String of(String pathAndQuery) {
    return scheme + "://" + address + pathAndQuery;
  }
}
