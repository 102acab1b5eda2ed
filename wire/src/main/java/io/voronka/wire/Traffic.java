package io.voronka.wire;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many messages one partition of events has exchanged with the others, since ever.
 *
 * @param sent by the partition that it sent them to
 * @param taken by the partition that they came from: those that are in the figures
 * @param hops the most that any of those sent was away from the event that was its cause
 */
public record Traffic(Map<Integer, Long> sent, Map<Integer, Long> taken, int hops) {

  public static final Traffic NONE = new Traffic(Map.of(), Map.of(), 0);

  public Traffic {
    sent = Collections.unmodifiableMap(new TreeMap<>(sent));
    taken = Collections.unmodifiableMap(new TreeMap<>(taken));
  }
}
