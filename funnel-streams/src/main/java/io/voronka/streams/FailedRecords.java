package io.voronka.streams;

import io.voronka.kit.LogKeys;
import io.voronka.wire.MalformedRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that no record stops a partition. One that can't be read is rejected. One that the
 * program fails at for no reason that was foreseen ends the transaction, which undoes what it had
 * changed; when it comes again, it is rejected without being looked at. Thread-safe.
 *
 * <p>Bound: the last {@value #MOST} records that failed. One that is forgotten fails once more.
 */
final class FailedRecords {

  private static final Logger LOG = LoggerFactory.getLogger(FailedRecords.class);
  static final int MOST = 1000;

  /** More than come between two commits: after a failure the guilty record is among them. */
  static final int CAREFUL = 1_000_000;

  private final AtomicInteger careful = new AtomicInteger(); // for so many records

  private volatile boolean hasReasons;

  private record Place(String topic, int partition, long offset, int part) {
    static Place of(RecordMetadata from, int part) {
      return new Place(from.topic(), from.partition(), from.offset(), part);
    }
  }

  private final Map<Place, String> reasons =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, String> eldest) {
          return size() > MOST;
        }
      };

  /**
   * Handles a record.
   *
   * @param from where it lies
   * @param work handles it
   * @param reject takes the reason why it can't be handled
   */
  void handle(RecordMetadata from, Runnable work, Consumer<String> reject) {
    handle(from, 0, work, reject);
  }

  /**
   * The same of a part of a record, which does not answer for the others.
   *
   * @param part its number, from 1
   */
  void handle(RecordMetadata from, int part, Runnable work, Consumer<String> reject) {
    if (isCareful()) {
      careful.decrementAndGet();
    }
    var before = hasReasons ? reasonOf(Place.of(from, part)) : null;
    if (before != null) {
      reject.accept(before);
      return;
    }
    try {
      work.run();
    } catch (MalformedRecord malformed) {
      reject.accept(String.valueOf(malformed.getMessage()));
    } catch (KafkaException | FailedTogether other) {
      throw other; // not the record's fault
    } catch (RuntimeException unforeseen) {
      note(Place.of(from, part), unforeseen);
      throw unforeseen;
    }
  }

  /**
   * Does what many records made necessary. Where that fails, nobody knows at which of them: they
   * are to be handled to their end one by one when they come again.
   */
  void handleTogether(Runnable work) {
    try {
      work.run();
    } catch (KafkaException ofKafka) {
      throw ofKafka; // not the records' fault
    } catch (RuntimeException unforeseen) {
      if (isCareful()) {
        throw unforeseen;
      }
      careful.set(CAREFUL);
      throw new FailedTogether(unforeseen);
    }
  }

  /** Some record, nobody knows which, is the cause. */
  private static final class FailedTogether extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FailedTogether(RuntimeException cause) {
      super(cause);
    }
  }

  /** Whether each record is to be handled to its end, so that it is known if it fails. */
  boolean isCareful() {
    return careful.get() > 0;
  }

  private synchronized @Nullable String reasonOf(Place place) {
    return reasons.get(place);
  }

  private synchronized void note(Place place, RuntimeException unforeseen) {
    hasReasons = true;
    reasons.put(place, "the program failed at it: " + unforeseen);
    LOG.atError()
        .setCause(unforeseen)
        .addKeyValue(LogKeys.TOPIC, place.topic())
        .addKeyValue(LogKeys.PARTITION, place.partition())
        .addKeyValue(LogKeys.OFFSET, place.offset())
        .log("a record is not understood and will be rejected");
  }

  /** How many records are known to fail. */
  synchronized int size() {
    return reasons.size();
  }
}
