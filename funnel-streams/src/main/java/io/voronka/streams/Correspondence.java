package io.voronka.streams;

import io.voronka.wire.Traffic;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the messages that a partition exchanges with the others, so that the marks can say when
 * everything that an event caused is in the figures.
 */
final class Correspondence {

  private final Progress progress;
  private final Map<Integer, Long> sent;
  private final Map<Integer, Long> taken;
  private int hops;

  Correspondence(Progress progress) {
    this.progress = progress;
    var known = progress.traffic();
    this.sent = new HashMap<>(known.sent());
    this.taken = new HashMap<>(known.taken());
    this.hops = known.hops();
  }

  void sent(int partition, int hopsOfIt) {
    progress.sent(partition, sent.merge(partition, 1L, Long::sum));
    if (hopsOfIt > hops) {
      hops = hopsOfIt;
      progress.hops(hops);
    }
  }

  void taken(int partition) {
    progress.taken(partition, taken.merge(partition, 1L, Long::sum));
  }

  Traffic traffic() {
    return new Traffic(sent, taken, hops);
  }
}
