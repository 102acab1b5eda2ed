package io.voronka.flinkpeer;

import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * How many people reached each stage of one ordered funnel, by Flink in this process: events are
 * read from Kafka, those of no stage left out at once, the rest shuffled in memory to where the
 * state of their person is; increments of a stage are added up and the sums written to Kafka at
 * most ten times a second. Checkpoints every second, exactly once.
 *
 * <p>It does less than the product: nothing but the totals is kept, and {@code in-order} no event
 * is recognised as a repetition and none may come late. {@code any-order} totals are exact, as the
 * product's are, for events that come late or again, too.
 *
 * <p>Arguments: bootstrap servers, topic of events, topic of sums (key: the stage as text, value:
 * the sum as text), {@code in-order} or {@code any-order}, {@code hashmap} or {@code rocksdb},
 * folder, parallelism, window in milliseconds, stages.
 */
public final class FlinkFunnel {

  private static final int FIRST_STAGE = 8; // of the arguments

  private FlinkFunnel() {}

  /** Runs until it is killed. */
  public static void main(String[] args) throws Exception {
    int parallelism = Integer.parseInt(args[6]);
    long windowMillis = Long.parseLong(args[7]);
    var stages = List.copyOf(Arrays.asList(args).subList(FIRST_STAGE, args.length));
    var env =
        StreamExecutionEnvironment.createLocalEnvironment(
            parallelism, configuration(args[4], args[5]));
    env.fromSource(source(args[0], args[1], stages), WatermarkStrategy.noWatermarks(), "events")
        .keyBy(step -> step.person, Types.STRING)
        .process(attempts(args[3], windowMillis, stages.size()))
        .returns(Types.INT)
        .keyBy(stage -> stage, Types.INT)
        .process(new Sums())
        .returns(Types.TUPLE(Types.INT, Types.LONG))
        .sinkTo(sink(args[0], args[2]));
    env.execute("funnel");
  }

  private static PersonAttempts attempts(String job, long windowMillis, int stages) {
    return switch (job) {
      case "in-order" -> new Attempts(windowMillis, stages);
      case "any-order" -> new AttemptsInAnyOrder(windowMillis, stages);
      default -> throw new IllegalArgumentException("in-order or any-order, not " + job);
    };
  }

  private static Configuration configuration(String state, String folder) {
    var configuration = new Configuration();
    configuration.setString("state.backend.type", state);
    configuration.setString("execution.checkpointing.incremental", "true"); // heap ignores it
    configuration.setString("execution.checkpointing.mode", "EXACTLY_ONCE");
    configuration.setString("execution.checkpointing.interval", "1s");
    configuration.setString("execution.checkpointing.dir", "file://" + folder + "/checkpoints");
    configuration.setString("io.tmp.dirs", folder + "/tmp");
    configuration.setString("pipeline.object-reuse", "true");
    configuration.setString("taskmanager.memory.managed.size", "256m"); // RocksDB's
    configuration.setString("state.backend.rocksdb.use-bloom-filter", "true");
    return configuration;
  }

  private static KafkaSource<Step> source(String bootstrap, String topic, List<String> stages) {
    return KafkaSource.<Step>builder()
        .setBootstrapServers(bootstrap)
        .setTopics(topic)
        .setGroupId("flink-funnel")
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
        .setDeserializer(new StepReader(stages))
        .build();
  }

  private static KafkaSink<Tuple2<Integer, Long>> sink(String bootstrap, String topic) {
    return KafkaSink.<Tuple2<Integer, Long>>builder()
        .setBootstrapServers(bootstrap)
        .setRecordSerializer(
            KafkaRecordSerializationSchema.<Tuple2<Integer, Long>>builder()
                .setTopic(topic)
                .setKeySerializationSchema(new FieldText(0))
                .setValueSerializationSchema(new FieldText(1))
                .build())
        // The sums are absolute: to say one again changes nothing.
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .build();
  }
}
