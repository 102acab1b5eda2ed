package io.voronka.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Statistics;
import org.rocksdb.TickerType;

/** Who is new is known as such without reading what is stored of others. */
class StoreOnDiskTest {

  private static final int KEYS = 10_000;

  @TempDir private Path folder;

  @Test
  void a_key_that_is_not_there_is_not_looked_for_in_blocks() throws RocksDBException {
    RocksDB.loadLibrary();
    try (var filter = new BloomFilter();
        var statistics = new Statistics();
        var options = new Options()) {
      // As Kafka Streams hands them over.
      options.setCreateIfMissing(true);
      options.setTableFormatConfig(new BlockBasedTableConfig().setFilterPolicy(filter));
      options.setOptimizeFiltersForHits(true);
      options.setStatistics(statistics);
      var config = Map.<String, Object>of(StoreOnDisk.MEMORY_BYTES, 8L << 20);
      new StoreOnDisk().setConfig(Stores.ROOMS, options, config);
      try (var store = RocksDB.open(options, folder.toString())) {
        for (int i = 0; i < KEYS; i++) {
          store.put(key(2 * i), new byte[100]);
        }
        store.compactRange(); // into the last level
        long before = blocksLookedAt(statistics);
        for (int i = 0; i < KEYS; i++) {
          assertThat(store.get(key(2 * i + 1))).isNull();
        }
        assertThat(blocksLookedAt(statistics) - before).isLessThan(KEYS / 20);
        assertThat(store.get(key(2))).hasSize(100);
      }
    }
  }

  private static long blocksLookedAt(Statistics statistics) {
    return statistics.getTickerCount(TickerType.BLOCK_CACHE_DATA_HIT)
        + statistics.getTickerCount(TickerType.BLOCK_CACHE_DATA_MISS);
  }

  private static byte[] key(int number) {
    return "user-%08d".formatted(number).getBytes(UTF_8);
  }
}
