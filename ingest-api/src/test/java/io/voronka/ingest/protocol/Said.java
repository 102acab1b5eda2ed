package io.voronka.ingest.protocol;

import io.voronka.ingest.call.EventDraft;
import io.voronka.wire.EventCodec;
import io.voronka.wire.PropertyJson;
import io.voronka.wire.ReceivedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a body comes to, in lines that a test can hold against others. */
public final class Said {

  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  public static final EventDraft.Factory DRAFTS =
      new EventDraft.Factory(Duration.ofDays(90), () -> new UUID(0, 7));

  private Said() {}

  static String by(Protocol ofPath, Request request, String body) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    return lines(ofPath.open(request, bytes).calls());
  }

  /** Returns events, then refusals, a line each. */
  public static String lines(CallsOfBody calls) {
    var events = calls.events().stream().map(Said::line);
    var refused = calls.refused().stream().map(one -> "refused: " + one.why().reason());
    return java.util.stream.Stream.concat(events, refused).collect(Collectors.joining("; "));
  }

  private static String line(ReceivedEvent said) {
    var event = said.event();
    return String.join(
        " ",
        said.kind().name(),
        event.name(),
        "#" + event.id(),
        event.timeMillis() == NOW.toEpochMilli()
            ? "now"
            : Instant.ofEpochMilli(event.timeMillis()).toString(),
        said.userId() + "/" + said.anonymousId() + said.otherIds(),
        PropertyJson.write(EventCodec.properties(event)).toString());
  }
}
