package io.voronka.model.timeline;

import java.time.Duration;

/**
 * Where sessions end.
 *
 * @param gap longest time between two events of one session, end included
 * @param longest longest time from the first to the last event of one session, end included
 */
public record SessionRule(Duration gap, Duration longest) {

  public static final SessionRule DEFAULT =
      new SessionRule(Duration.ofMinutes(30), Duration.ofHours(24));
}
