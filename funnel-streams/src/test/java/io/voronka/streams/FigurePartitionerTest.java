package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.count.Bucket;
import io.voronka.model.count.Granularity;
import io.voronka.model.count.Page;
import io.voronka.model.count.Segment;
import io.voronka.model.count.TallyKey;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.time.Calendar;
import io.voronka.wire.TallyCodec;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class FigurePartitionerTest {

  private static final int PARTITIONS = 64;

  @Test
  void what_changes_together_is_added_up_together() {
    var partitions = new HashSet<Integer>();
    for (int version : List.of(1, 2)) {
      for (var page : List.of(Page.COUNTS, Page.SERIES, new Page(Page.Kind.DEADLINES, 70_000))) {
        partitions.add(partition("checkout", version, Bucket.ALL, page, Segment.EVERYBODY));
        var march = Bucket.of(Granularity.MONTH, 1_772_000_000_000L, Calendar.UTC);
        partitions.add(partition("checkout", version, march, page, Segment.EVERYBODY));
      }
    }
    assertThat(partitions).hasSize(1);
  }

  @Test
  void funnels_and_segments_are_spread() {
    var partitions = new HashSet<Integer>();
    for (int i = 0; i < 10; i++) {
      partitions.add(partition("f" + i, 1, Bucket.ALL, Page.COUNTS, Segment.EVERYBODY));
      var segment = new Segment(List.of(new PropertyValue.Text("browser " + i)));
      partitions.add(partition("checkout", 1, Bucket.ALL, Page.COUNTS, segment));
    }
    assertThat(partitions).hasSizeGreaterThan(10);
  }

  private static int partition(
      String funnel, int version, Bucket bucket, Page page, Segment segment) {
    var key = new TallyKey(new FunnelVersion("shop", funnel, version), bucket, segment, page);
    return FigurePartitioner.partitionOf(TallyCodec.encode(key), PARTITIONS);
  }
}
