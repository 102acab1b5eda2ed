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
 */
record Intake(String project, List<ReceivedEvent> events, List<Rejection> rejections) {

  Intake {
    events = List.copyOf(events);
    rejections = List.copyOf(rejections);
  }
}
