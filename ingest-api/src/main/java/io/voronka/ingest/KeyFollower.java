package io.voronka.ingest;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of the write keys that are made, changed and removed while the service runs. */
final class KeyFollower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KeyFollower.class);

  private final WriteKeys keys;
  private final TopicReader reader;

  KeyFollower(KafkaSettings kafka, WriteKeys keys) {
    this.keys = keys;
    this.reader = new TopicReader(kafka, Topics.ACCESS, () -> {}, this::take);
  }

  /**
   * Returns once all keys are known, or some senders would be refused for good.
   *
   * @throws ServiceException ({@link ProblemType#UNAVAILABLE}) if that takes too long
   */
  void start(Duration within) {
    reader.startAndCatchUp(within, "The write keys");
  }

  private void take(ConsumerRecords<byte[], byte[]> records) {
    for (var record : records) {
      try {
        if (record.key() != null) {
          keys.take(AccessRecord.decode(record.key(), record.value()));
        }
      } catch (MalformedRecord notUnderstood) {
        LOG.atError()
            .addKeyValue(LogKeys.OFFSET, record.offset())
            .log("a key can't be read and is left out");
      }
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
