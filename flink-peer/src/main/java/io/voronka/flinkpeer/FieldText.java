package io.voronka.flinkpeer;

import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.java.tuple.Tuple2;

/** Writes one field of a sum as text. */
final class FieldText implements SerializationSchema<Tuple2<Integer, Long>> {

  private static final long serialVersionUID = 1;

  private final int field;

  FieldText(int field) {
    this.field = field;
  }

  @Override
  public byte[] serialize(Tuple2<Integer, Long> sum) {
    return sum.getField(field).toString().getBytes(StandardCharsets.UTF_8);
  }
}
