package io.voronka.streams;

import io.voronka.wire.FigureKey;
import io.voronka.wire.TallyCodec;
import io.voronka.wire.Topics;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Where figures are added up, and where the sums lie. */
final class FigurePartitioner {

  private FigurePartitioner() {}

  /**
   * The partition of sums that adds up the tally: that of all figures of its funnel and segment,
   * which change together and so are published together. Else a reader could see somebody who has
   * come, but is neither in time nor lost.
   */
  static int partitionOf(byte[] tally, int partitions) {
    return Topics.partitionOf(TallyCodec.ofSegment(tally), partitions);
  }

  /** Sends a bundle to the partition that its key is. */
  static StreamPartitioner<byte[], byte[]> ofBundles() {
    return (topic, key, value, partitions) -> Optional.of(Set.of(ByteBuffer.wrap(key).getInt()));
  }

  /** Keeps what a sum says on the sum's own partition. */
  static StreamPartitioner<byte[], byte[]> ofSums() {
    return (topic, key, value, partitions) -> {
      var figure = FigureKey.decode(key);
      return Optional.of(
          Set.of(
              figure.kind() == FigureKey.Kind.FIGURE
                  ? partitionOf(figure.tally(), partitions)
                  : ByteBuffer.wrap(figure.tally()).getInt()));
    };
  }
}
