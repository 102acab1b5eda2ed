package io.voronka.streams;

import io.voronka.wire.StageMinutes.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far each project is over all partitions of events: as far as every one of them that is not
 * idle. Where all are idle nobody is to wait for, so as far as any.
 */
final class ProjectClocks {

  /** The minute of a project of which nothing can be said. */
  static final long UNKNOWN = Long.MIN_VALUE;

  private final int partitions;
  private final Map<String, Map<Integer, Clock>> clocks = new HashMap<>();
  private final Map<String, Long> reached = new HashMap<>();

  /** Makes it for so many partitions of events. */
  ProjectClocks(int partitions) {
    this.partitions = partitions;
  }

  void take(int partition, List<Clock> said) {
    for (var clock : said) {
      clocks.computeIfAbsent(clock.project(), project -> new HashMap<>()).put(partition, clock);
      reached.merge(clock.project(), now(clock.project()), Math::max);
    }
  }

  private long now(String project) {
    var said = clocks.getOrDefault(project, Map.of()).values();
    if (said.size() < partitions) {
      return UNKNOWN;
    }
    return said.stream()
        .filter(clock -> !clock.isIdle())
        .mapToLong(Clock::minute)
        .min()
        .orElseGet(() -> said.stream().mapToLong(Clock::minute).max().orElse(UNKNOWN));
  }

  /** The minute that a project is in: all before it are over. It never goes back. */
  long minute(String project) {
    return reached.getOrDefault(project, UNKNOWN);
  }
}
