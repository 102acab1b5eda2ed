package io.voronka.ingest.protocol;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as a decoder sees it. */
public interface Request {

  /** Names the route in rejections, such as {@code v1/batch}. */
  String source();

  /** Returns a header; case does not matter. */
  @Nullable String header(String name);

  /** Returns all headers, by their names in lower case. */
  Map<String, String> headers();

  /** Returns a parameter of the query, decoded; the first of several. */
  @Nullable String query(String name);

  /** Returns all parameters of the query, decoded; of several the first. */
  Map<String, String> query();

  Instant receivedAt();
}
