package io.voronka.ingest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Hands the trace of a request on to its records, in the header of the W3C's Trace Context that
 * OpenTelemetry reads at both ends.
 */
final class Traces {

  static final String HEADER = "traceparent";

  private static final Pattern PARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private Traces() {}

  /** Returns what a request says of its trace; null if that is nothing or no such thing. */
  static @Nullable String of(@Nullable String header) {
    return header != null && PARENT.matcher(header).matches() ? header : null;
  }

  /** Returns the headers of records under a trace. */
  static List<Header> headers(@Nullable String trace) {
    return trace == null
        ? List.of()
        : List.of(new RecordHeader(HEADER, trace.getBytes(StandardCharsets.US_ASCII)));
  }
}
