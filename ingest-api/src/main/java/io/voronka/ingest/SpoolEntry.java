package io.voronka.ingest;

import io.voronka.wire.Topics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The records of one request as an entry of the spool: of each a byte for its topic, and key and
 * value after their lengths in four bytes.
 */
final class SpoolEntry {

  private static final List<String> TOPICS = List.of(Topics.EVENTS, Topics.REJECTED);

  private SpoolEntry() {}

  static byte[] encode(List<ProducerRecord<byte[], byte[]>> records) {
    int size = 0;
    for (var record : records) {
      size += 1 + 2 * Integer.BYTES + record.key().length + record.value().length;
    }
    var out = ByteBuffer.allocate(size);
    for (var record : records) {
      out.put((byte) TOPICS.indexOf(record.topic()));
      out.putInt(record.key().length).put(record.key());
      out.putInt(record.value().length).put(record.value());
    }
    return out.array();
  }

  static List<ProducerRecord<byte[], byte[]>> decode(byte[] entry) {
    var in = ByteBuffer.wrap(entry);
    var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
    while (in.hasRemaining()) {
      var topic = TOPICS.get(in.get());
      var key = bytes(in);
      records.add(new ProducerRecord<>(topic, key, bytes(in)));
    }
    return records;
  }

  private static byte[] bytes(ByteBuffer in) {
    var bytes = new byte[in.getInt()];
    in.get(bytes);
    return bytes;
  }
}
