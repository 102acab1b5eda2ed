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

/**
 * Tells of the write keys and sources that are made, changed and removed while the service runs.
 */
final class KeyFollower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KeyFollower.class);

  private final WriteKeys keys;
  private final HookSources sources;
  private final TopicReader reader;

  KeyFollower(KafkaSettings kafka, WriteKeys keys, HookSources sources) {
    this.keys = keys;
    this.sources = sources;
    this.reader = new TopicReader(kafka, Topics.ACCESS, () -> {}, this::take);
  }

  /**
   * Returns once all are known, or some senders would be refused for good.
   *
   * @throws ServiceException ({@link ProblemType#UNAVAILABLE}) if that takes too long
   */
  void start(Duration within) {
    reader.startAndCatchUp(within, "The write keys");
    sources.caughtUp();
  }

  private void take(ConsumerRecords<byte[], byte[]> records) {
    for (var record : records) {
      try {
        if (record.key() != null) {
          var said = AccessRecord.decode(record.key(), record.value());
          keys.take(said);
          sources.take(said);
        }
      } catch (MalformedRecord notUnderstood) {
        LOG.atError()
            .addKeyValue(LogKeys.OFFSET, record.offset())
            .log("a key or source can't be read and is left out");
      }
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
