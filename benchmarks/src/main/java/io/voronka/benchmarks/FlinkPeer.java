package io.voronka.benchmarks;

import io.voronka.wire.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;

/**
 * A funnel counted by the Flink job of {@code flink-peer}, which has a class path of its own. It is
 * done when the sums are right, which may be before it has read the last events.
 *
 * @param options of its JVM
 * @param state {@code hashmap} or {@code rocksdb}
 * @param job which one
 * @param first how many people have to have reached each stage after the first part
 * @param all the same after both
 */
record FlinkPeer(
    List<String> options, String state, Job job, Duration window, List<Long> first, List<Long> all)
    implements StreamPeer {

  /** What the job is good for: see {@code FlinkFunnel}. */
  enum Job {
    IN_ORDER("in-order"),
    ANY_ORDER("any-order");

    private final String text;

    Job(String text) {
      this.text = text;
    }
  }

  private static final String SUMS = "flink-sums";
  private static final String MAIN = "io.voronka.flinkpeer.FlinkFunnel";

  /** Where the module's classes and libraries are, from the top of the repository. */
  private static final String CLASS_PATH =
      System.getProperty(
          "voronka.flink.classpath", "flink-peer/target/classes:flink-peer/target/lib/*");

  private static final Duration POLL = Duration.ofMillis(10);

  @Override
  public Run start(ShopTopic topic, Path folder)
      throws IOException, InterruptedException, ExecutionException {
    Map<String, Object> config =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, topic.bootstrap());
    try (var admin = Admin.create(config)) {
      admin.createTopics(List.of(new NewTopic(SUMS, 1, (short) 1))).all().get();
    }
    Files.createDirectories(folder.resolve("tmp"));
    var command = new ArrayList<>(options);
    // Flink looks into classes of the JDK.
    for (var opened : List.of("java.util", "java.lang", "java.net", "java.time")) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", CLASS_PATH, MAIN, topic.bootstrap(), Topics.EVENTS, SUMS));
    command.addAll(List.of(job.text, state, folder.toString()));
    command.add(Integer.toString(Runtime.getRuntime().availableProcessors()));
    command.add(Long.toString(window.toMillis()));
    command.addAll(ShopLog.STAGES);
    return new Running(
        new JavaProcess(command, Map.of(), folder.resolve("flink.log")), topic.bootstrap());
  }

  private final class Running implements Run {

    private final JavaProcess process;
    private final org.apache.kafka.clients.consumer.KafkaConsumer<byte[], byte[]> consumer;
    private final Long[] sums = new Long[ShopLog.STAGES.size()];

    Running(JavaProcess process, String bootstrap) {
      this.process = process;
      this.consumer = FigureReader.consumer(bootstrap);
      consumer.assign(List.of(new TopicPartition(SUMS, 0)));
      consumer.seekToBeginning(consumer.assignment());
      Arrays.fill(sums, 0L);
    }

    @Override
    public boolean isDone(boolean isAll) throws IOException {
      process.requireAlive();
      for (var record : consumer.poll(POLL)) {
        sums[(int) number(record.key())] = number(record.value());
      }
      return Arrays.asList(sums).equals(isAll ? all : first);
    }

    private static long number(byte[] text) {
      return Long.parseLong(new String(text, StandardCharsets.UTF_8));
    }

    @Override
    public void check() {
      if (!Arrays.asList(sums).equals(all)) {
        throw new IllegalStateException("Flink has " + Arrays.asList(sums) + ", must be " + all);
      }
    }

    @Override
    public void close() {
      consumer.close();
      process.close();
    }
  }
}
