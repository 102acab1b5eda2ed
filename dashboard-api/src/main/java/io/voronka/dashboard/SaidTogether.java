package io.voronka.dashboard;

import io.voronka.wire.FigureKey;
import io.voronka.wire.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Holds back what was read of {@link Topics#STAGE_COUNTS} until all is there that was said
 * together: it ends with a mark. Figures change together, and half of a change is not true. Not
 * thread-safe.
 */
final class SaidTogether {

  /** By partition, what was read since its last mark. */
  private final Map<Integer, List<ConsumerRecord<byte[], byte[]>>> unmarked = new HashMap<>();

  private final Consumer<ConsumerRecord<byte[], byte[]>> taker;

  /**
   * Makes it.
   *
   * @param taker is given the records in their order
   */
  SaidTogether(Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    this.taker = taker;
  }

  /**
   * Takes what was read.
   *
   * @param isWaiting whether to wait for marks; who reads a topic anew shows nothing yet, and would
   *     hold back nearly all of it
   */
  void take(Iterable<ConsumerRecord<byte[], byte[]>> records, boolean isWaiting) {
    for (var record : records) {
      var together = unmarked.computeIfAbsent(record.partition(), none -> new ArrayList<>());
      together.add(record);
      if (!isWaiting || FigureKey.isMark(record.key())) {
        together.forEach(taker);
        together.clear();
      }
    }
  }

  void clear() {
    unmarked.clear();
  }
}
