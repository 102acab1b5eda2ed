package io.voronka.ingest;

import io.voronka.ingest.protocol.Rejection;
import io.voronka.wire.ReceivedEvent;
import java.util.List;

/**
 * What one request brought, to be kept as a whole.
 *
 * @param project whose it is
 * @param events those that are taken, in the order sent
 * @param rejections what could not be taken
 * @param isSentAgain whether its sender sends it again if it hears that it was not kept
 */
record Intake(
    String project, List<ReceivedEvent> events, List<Rejection> rejections, boolean isSentAgain) {

  Intake {
    events = List.copyOf(events);
    rejections = List.copyOf(rejections);
  }
}
