package io.voronka.streams;

import io.voronka.wire.FigureKey;
import io.voronka.wire.Json;
import io.voronka.wire.Mark;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Sends a figure where its tally's key belongs, whichever partition of events it speaks for; a mark
 * to every sum, and from a sum to its own partition.
 */
final class FigurePartitioner implements StreamPartitioner<byte[], byte[]> {

  @Override
  public Optional<Set<Integer>> partitions(String topic, byte[] key, byte[] value, int partitions) {
    var figure = FigureKey.decode(key);
    if (figure.kind() == FigureKey.Kind.FIGURE) {
      return Optional.of(Set.of(Utils.toPositive(Utils.murmur2(figure.tally())) % partitions));
    }
    int sum = Json.read(value, Mark.class).sumPartition();
    return Optional.of(
        sum >= 0
            ? Set.of(sum)
            : IntStream.range(0, partitions).boxed().collect(Collectors.toSet()));
  }
}
