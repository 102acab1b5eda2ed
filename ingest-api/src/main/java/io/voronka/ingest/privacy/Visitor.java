package io.voronka.ingest.privacy;

import org.jspecify.annotations.Nullable;

/**
 * Who made a request, as far as it tells itself.
 *
 * @param userAgent of a browser that sends for itself; null: a server that sends for others
 * @param address of the browser; likewise
 */
public record Visitor(@Nullable String userAgent, @Nullable String address) {

  public static final Visitor UNKNOWN = new Visitor(null, null);
}
