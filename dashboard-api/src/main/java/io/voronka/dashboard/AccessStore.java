package io.voronka.dashboard;

import io.voronka.kit.KafkaSettings;
import io.voronka.kit.LogKeys;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.kit.TopicReader;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.Topics;
import io.voronka.wire.access.AccessRecord;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps write keys, tokens and sources of webhooks. The topic is the truth; the book says what it
 * says. Thread-safe.
 */
final class AccessStore implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AccessStore.class);
  private static final Duration READ_WAIT = Duration.ofSeconds(60);

  private final AccessBook book = new AccessBook();
  private final TopicReader reader;
  private final RecordWriter writer;

  /** Describes a store; nothing is read before {@link #start()}. */
  AccessStore(KafkaSettings kafka, RecordWriter writer) {
    this.writer = writer;
    this.reader = new TopicReader(kafka, Topics.ACCESS, () -> {}, this::take);
  }

  /**
   * Returns once everything is known: before that, tokens would be refused that are good.
   *
   * @throws ServiceException if Kafka is away for too long
   */
  void start() {
    reader.startAndCatchUp(READ_WAIT, "The tokens");
  }

  AccessBook book() {
    return book;
  }

  private void take(ConsumerRecords<byte[], byte[]> records) {
    for (var record : records) {
      try {
        if (record.key() != null) {
          book.take(AccessRecord.decode(record.key(), record.value()));
        }
      } catch (MalformedRecord notUnderstood) {
        LOG.atError()
            .addKeyValue(LogKeys.OFFSET, record.offset())
            .log("a key, token or source can't be read and is left out");
      }
    }
  }

  /**
   * Writes a record and waits until it has come back: the next request may show the new token.
   *
   * @throws ServiceException ({@link ProblemType#UNAVAILABLE}) if Kafka does not take it
   */
  void write(AccessRecord record) {
    writer.write(new ProducerRecord<>(Topics.ACCESS, record.encodeKey(), record.encodeValue()));
    try {
      book.await(record, RecordWriter.WAIT.toMillis());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ServiceException(ProblemType.UNAVAILABLE, "The service is stopping.", stopped);
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
