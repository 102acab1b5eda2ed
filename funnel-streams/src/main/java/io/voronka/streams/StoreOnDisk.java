package io.voronka.streams;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.IndexType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * How stores lie on disk, and what memory they take beside: all stores of a process together as
 * much as the setting says, however many partitions there are.
 *
 * <p>Blocks are four times as large as Kafka's default, so that reading many rooms one after the
 * other costs a fifth less, and compressed, which costs no time that can be measured.
 */
public final class StoreOnDisk implements RocksDBConfigSetter {

  /** Where the configuration of Kafka Streams says how many bytes of memory stores may take. */
  static final String MEMORY_BYTES = "voronka.state.memory.bytes";

  private static final long BLOCK_BYTES = 16 << 10;
  private static final double FOR_WRITING = 0.4; // the rest is for what was read last
  private static final Map<Long, Shared> SHARED = new HashMap<>();

  /**
   * What all stores share.
   *
   * @param blocks that were read last; what is written counts as part of them
   * @param writing lets stores write to disk before it takes too much
   */
  private record Shared(Cache blocks, WriteBufferManager writing) {

    static Shared of(long bytes) {
      var blocks = new LRUCache(bytes);
      return new Shared(blocks, new WriteBufferManager((long) (bytes * FOR_WRITING), blocks));
    }
  }

  static {
    RocksDB.loadLibrary();
  }

  /** One for each bound: a process has one, tests have several. Never closed: stores come back. */
  private static synchronized Shared shared(long bytes) {
    return SHARED.computeIfAbsent(bytes, Shared::of);
  }

  /** How much of the memory is taken, in bytes. */
  static long taken(long bytes) {
    return shared(bytes).blocks.getUsage();
  }

  @Override
  public void setConfig(String store, Options options, Map<String, Object> configs) {
    var bytes = (Number) Objects.requireNonNull(configs.get(MEMORY_BYTES), MEMORY_BYTES);
    var shared = shared(bytes.longValue());
    var table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockSize(BLOCK_BYTES);
    table.setBlockCache(shared.blocks);
    // Indexes and filters grow with what is stored, so they are part of the bound. They lie in
    // parts: where they are larger than it, what is not in memory is not read whole.
    table.setCacheIndexAndFilterBlocks(true);
    table.setIndexType(IndexType.kTwoLevelIndexSearch);
    table.setPartitionFilters(true);
    table.setPinTopLevelIndexAndFilter(true);
    options.setTableFormatConfig(table);
    // Of every visitor who is new it is asked whether he is known: filters must say so of the last
    // level, too, where Kafka's default leaves them out.
    options.setOptimizeFiltersForHits(false);
    options.setWriteBufferManager(shared.writing);
    options.setCompressionType(CompressionType.LZ4_COMPRESSION);
  }

  @Override
  public void close(String store, Options options) {
    // what is shared stays
  }
}
