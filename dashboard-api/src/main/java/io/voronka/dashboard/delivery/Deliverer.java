package io.voronka.dashboard.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.voronka.kit.KafkaSettings;
import io.voronka.kit.LogKeys;
import io.voronka.wire.AlertRecord;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.Topics;
import io.voronka.wire.alert.AlertNotice;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers alerts. A consumer group gives each partition of them to one instance, which holds what
 * is to be delivered of it; that is kept in the partition of the same number of another topic,
 * before it is noted how far alerts were read. So each is delivered at least once, and by its id a
 * receiver can tell what it has.
 */
public final class Deliverer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);
  private static final String GROUP = "voronka-alert-deliveries";
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final Duration MOST = Duration.ofSeconds(20);
  private static final long RETRY_MILLIS = 1000;

  /**
   * How alerts are delivered.
   *
   * @param mail null: e-mail is not set up
   * @param allowsPrivate whether addresses of private networks may be sent to
   * @param pagerDuty where events of PagerDuty go
   */
  public record Settings(@Nullable MailSettings mail, boolean allowsPrivate, URI pagerDuty) {}

  /** What this instance holds of one partition. */
  private static final class Part {
    final Outbox outbox;
    final long end; // of what was there when it began
    boolean isRead;

    Part(Outbox outbox, long end) {
      this.outbox = outbox;
      this.end = end;
      this.isRead = end == 0;
    }
  }

  private final KafkaSettings kafka;
  private final Wishes wishes;
  private final InstantSource clock;
  private final String writer;
  private final Rounds rounds;
  private final Thread thread = new Thread(this::run, "deliver-alerts");
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<Integer, Part> parts = new HashMap<>();
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private volatile @Nullable Exception unkept;

  /**
   * Describes it; nothing is delivered before {@link #start()}.
   *
   * @param notices gives an alert with its links
   * @param writer a name that no other instance has, also after a restart
   */
  public Deliverer(
      KafkaSettings kafka,
      Settings settings,
      Wishes wishes,
      Function<AlertRecord, AlertNotice> notices,
      MeterRegistry registry,
      InstantSource clock,
      String writer) {
    this.kafka = kafka;
    this.wishes = wishes;
    this.clock = clock;
    this.writer = writer;
    var addresses = new SafeAddresses(settings.allowsPrivate, InetAddress::getAllByName);
    var mail = settings.mail;
    this.rounds =
        new Rounds(
            wishes,
            notices,
            new HttpSender(addresses, MOST, settings.pagerDuty, clock),
            mail == null ? null : new MailSender(mail, MOST, clock),
            new RetryPlan(new Random()),
            new DeliveryMetrics(registry));
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  private void run() {
    while (closing.getCount() > 0) {
      try (var producer = producer();
          var own = new KafkaConsumer<byte[], byte[]>(config())) {
        consumer = own;
        parts.clear();
        own.subscribe(List.of(Topics.ALERTS, Topics.DELIVERIES), new Assignment(own));
        while (closing.getCount() > 0) {
          step(own, producer);
        }
      } catch (WakeupException stopped) {
        return;
      } catch (RuntimeException | ExecutionException failed) {
        LOG.atWarn().setCause(failed).log("delivering failed, beginning again");
        pause();
      }
    }
  }

  private void step(KafkaConsumer<byte[], byte[]> own, KafkaProducer<byte[], byte[]> producer)
      throws ExecutionException {
    var failed = unkept;
    if (failed != null) {
      unkept = null;
      throw new ExecutionException("a delivery could not be kept", failed); // begin again
    }
    var records = own.poll(POLL);
    for (var record : records.records(Topics.DELIVERIES)) {
      takeDelivery(record);
    }
    for (var entry : parts.entrySet()) {
      var from = new TopicPartition(Topics.DELIVERIES, entry.getKey());
      var part = entry.getValue();
      if (!part.isRead && own.position(from) >= part.end) {
        part.isRead = true;
        own.resume(List.of(new TopicPartition(Topics.ALERTS, entry.getKey())));
      }
    }
    var read = new HashMap<TopicPartition, OffsetAndMetadata>();
    for (var record : records.records(Topics.ALERTS)) {
      takeAlert(record, producer);
      read.put(
          new TopicPartition(record.topic(), record.partition()),
          new OffsetAndMetadata(record.offset() + 1));
    }
    if (!read.isEmpty()) {
      producer.flush();
      if (unkept == null) {
        own.commitSync(read);
      }
    }
    var outboxes =
        parts.values().stream().filter(part -> part.isRead).map(part -> part.outbox).toList();
    rounds.round(
        outboxes,
        clock.millis(),
        (outbox, delivery) -> keep(delivery, outbox.partition(), producer));
  }

  private void takeDelivery(ConsumerRecord<byte[], byte[]> record) {
    var part = parts.get(record.partition());
    if (part == null || record.value() == null) {
      return;
    }
    try {
      var delivery = Delivery.decode(record.value());
      // What this instance wrote it knows already, and perhaps better by now.
      if (!part.isRead || !delivery.writer().equals(writer)) {
        part.outbox.put(delivery);
      }
    } catch (MalformedRecord notUnderstood) {
      LOG.atError()
          .addKeyValue(LogKeys.OFFSET, record.offset())
          .log("a delivery can't be read and is left out");
    }
  }

  private void takeAlert(
      ConsumerRecord<byte[], byte[]> record, KafkaProducer<byte[], byte[]> producer) {
    var part = parts.get(record.partition());
    if (part == null || record.value() == null || !AlertRecord.hasKey(record.key())) {
      return;
    }
    try {
      var alert = AlertRecord.decode(record.value());
      var subject = alert.subject();
      part.outbox
          .decide(
              alert,
              wishes.rules(subject.project(), subject.funnel()),
              wishes.isKnown(subject.project(), alert.alert().id()),
              clock.millis())
          .forEach(delivery -> keep(delivery, record.partition(), producer));
    } catch (MalformedRecord notUnderstood) {
      LOG.atError()
          .addKeyValue(LogKeys.OFFSET, record.offset())
          .log("an alert can't be read and is not delivered");
    }
  }

  private void keep(Delivery delivery, int partition, KafkaProducer<byte[], byte[]> producer) {
    producer.send(
        new ProducerRecord<>(Topics.DELIVERIES, partition, delivery.key(), own(delivery)),
        (written, failed) -> {
          if (failed != null) {
            unkept = failed;
          }
        });
  }

  private byte[] own(Delivery delivery) {
    return delivery.by(writer).encode();
  }

  /** Holds what is kept of the partitions that are this instance's. */
  private final class Assignment implements ConsumerRebalanceListener {

    private final KafkaConsumer<byte[], byte[]> own;

    Assignment(KafkaConsumer<byte[], byte[]> own) {
      this.own = own;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
      var kept = assigned.stream().filter(one -> one.topic().equals(Topics.DELIVERIES)).toList();
      own.seekToBeginning(kept);
      own.endOffsets(kept)
          .forEach(
              (partition, end) ->
                  parts.put(
                      partition.partition(),
                      new Part(new Outbox(partition.partition(), writer), end)));
      own.pause(
          assigned.stream()
              .filter(one -> one.topic().equals(Topics.ALERTS))
              .filter(one -> !isRead(one.partition()))
              .toList());
    }

    private boolean isRead(int partition) {
      var part = parts.get(partition);
      return part != null && part.isRead;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      revoked.forEach(one -> parts.remove(one.partition()));
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    var config = kafka.client(KafkaSettings.Client.PRODUCER);
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "voronka-dashboard-deliveries");
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) WAIT.toMillis() / 2);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) WAIT.toMillis());
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, WAIT.toMillis());
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private Map<String, Object> config() {
    var config = kafka.client(KafkaSettings.Client.CONSUMER);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 15_000);
    config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1500);
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return config;
  }

  private void pause() {
    try {
      var unused = closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    var own = consumer;
    if (own != null) {
      own.wakeup();
    }
    try {
      thread.join(Duration.ofSeconds(5).toMillis());
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    rounds.close();
  }
}
