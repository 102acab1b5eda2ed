package io.voronka.flinkpeer;

import io.voronka.wire.EventCodec;
import io.voronka.wire.EventReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads single events in the product's form, with its codec; leaves out what is of no stage. */
final class StepReader implements KafkaRecordDeserializationSchema<Step> {

  private static final long serialVersionUID = 1;

  private final ArrayList<String> stages;
  private transient @Nullable EventReader reader;

  StepReader(List<String> stages) {
    this.stages = new ArrayList<>(stages);
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    reader = EventReader.of(stages);
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Step> out) {
    var opened = reader;
    var event = opened == null ? null : opened.read(record.value());
    if (event != null) {
      out.collect(
          new Step(
              EventCodec.senderOf(record.key()), stages.indexOf(event.name()), event.timeMillis()));
    }
  }

  @Override
  public TypeInformation<Step> getProducedType() {
    return TypeInformation.of(Step.class);
  }
}
