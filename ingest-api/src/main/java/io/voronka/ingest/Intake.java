package io.voronka.ingest;

import io.voronka.ingest.protocol.Rejection;
import io.voronka.wire.ReceivedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one request brought, to be kept as a whole.
 *
 * @param project whose it is
 * @param events those that are taken, in the order sent
 * @param rejections what could not be taken
 * @param isSentAgain whether its sender sends it again if it hears that it was not kept
 * @param trace the {@code traceparent} under which the sender follows the request; null if it does
 *     not
 */
record Intake(
    String project,
    List<ReceivedEvent> events,
    List<Rejection> rejections,
    boolean isSentAgain,
    @Nullable String trace) {

  Intake {
    events = List.copyOf(events);
    rejections = List.copyOf(rejections);
  }

  Intake(
      String project, List<ReceivedEvent> events, List<Rejection> rejections, boolean isSentAgain) {
    this(project, events, rejections, isSentAgain, null);
  }

  /** Returns the same under a trace. */
  Intake tracedBy(@Nullable String trace) {
    return new Intake(project, events, rejections, isSentAgain, trace);
  }
}
