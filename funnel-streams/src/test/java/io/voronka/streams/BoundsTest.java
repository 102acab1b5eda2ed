package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.count.Bucket;
import io.voronka.model.count.Granularity;
import io.voronka.model.count.Page;
import io.voronka.model.count.Segment;
import io.voronka.model.count.TallyKey;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.wire.EventCodec;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.ReceivedEvent.Kind;
import io.voronka.wire.RoomEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Env;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksMemEnv;

/** What is held in memory stays within its bounds. */
class BoundsTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final FunnelVersion FUNNEL = new FunnelVersion("shop", "checkout", 1);

  @Test
  void rooms_leave_memory_when_there_are_too_many() {
    long bound = 100_000;
    var cache = new RoomCache(TestStores.plain("rooms"), true, bound, room -> {});
    for (int person = 0; person < 10_000; person++) {
      assertThat(cache.get(EventCodec.senderKey("shop", "p" + person)).all()).isEmpty();
      assertThat(cache.bytes()).isLessThanOrEqualTo(bound);
    }
    assertThat(cache.bytes()).isPositive();
  }

  @Test
  void rooms_that_are_asked_for_again_stay_while_others_leave() {
    long bound = 100_000;
    var cache = new RoomCache(TestStores.plain("rooms"), true, bound, room -> {});
    var busy = EventCodec.senderKey("shop", "busy");
    var first = cache.get(busy);
    for (int person = 0; person < 10_000; person++) {
      cache.get(EventCodec.senderKey("shop", "p" + person));
      cache.get(EventCodec.senderKey("shop", "p" + person / 2)); // half of them, too
      assertThat(cache.get(busy)).isSameAs(first);
      assertThat(cache.bytes()).isLessThanOrEqualTo(bound);
    }
    for (int person = 0; person < 10_000; person++) {
      cache.get(EventCodec.senderKey("shop", "p" + person));
    }
    assertThat(cache.get(busy)).isNotSameAs(first);
  }

  @Test
  void rooms_are_written_before_a_commit_when_they_are_many() {
    long bound = 100_000;
    var cache = new RoomCache(TestStores.plain("rooms"), true, bound, room -> {});
    for (int person = 0; !cache.isFull(); person++) {
      assertThat(person).isLessThan(1000);
      cache.changed(cache.get(EventCodec.senderKey("shop", "p" + person)));
    }
    cache.write();
    assertThat(cache.isFull()).isFalse();
  }

  @Test
  void rooms_that_are_to_be_written_stay_in_memory_until_then() {
    long bound = 100_000;
    var store = TestStores.plain("rooms");
    var cache = new RoomCache(store, true, bound, room -> {});
    int changed = 0;
    for (; !cache.isFull(); changed++) {
      var content = cache.get(EventCodec.senderKey("shop", "p" + changed));
      content.blocks().put("p" + changed, entry("m" + changed));
      cache.changed(content);
    }
    for (int person = 0; person < 1000; person++) {
      assertThat(cache.get(EventCodec.senderKey("shop", "other" + person)).all()).isEmpty();
      assertThat(cache.bytes()).isLessThanOrEqualTo(bound);
    }
    assertThat(changed).isGreaterThan(10);
    for (int person = 0; person < changed; person++) {
      assertThat(cache.get(EventCodec.senderKey("shop", "p" + person)).all()).hasSize(1);
    }
    assertThat(store.approximateNumEntries()).isZero();
    cache.write();
    for (int person = 0; person < changed; person++) {
      var room = Rooms.read(store, EventCodec.senderKey("shop", "p" + person));
      assertThat(room.all()).extracting(RoomEntry::id).containsExactly("m" + person);
    }
  }

  private static RoomEntry entry(String id) {
    var event = new Event(id, 1, "view", new Fields(Map.of()));
    return RoomEntry.of(
        EventCodec.encode(new ReceivedEvent(Kind.TRACK, "ann", null, List.of(), 0, event)));
  }

  @Test
  void figures_leave_memory_with_a_commit_when_there_are_too_many() {
    var store = TestStores.figures(TestStores.plain("tallies"));
    for (int i = 0; i < 20_000; i++) {
      store.toChange(tally(i)).counters.add(0, 1);
    }
    store.flushCache();
    assertThat(store.held()).isEqualTo(20_000);

    store.toChange(tally(20_000)).counters.add(0, 1);
    store.flushCache();
    assertThat(store.held()).isZero();
    assertThat(store.figure(tally(7)).counters.get(0)).isEqualTo(1);
  }

  private static TallyKey tally(int hour) {
    var bucket = new Bucket(Granularity.HOUR, hour * 3_600_000L);
    return new TallyKey(FUNNEL, bucket, Segment.EVERYBODY, Page.SERIES);
  }

  @Test
  void stores_share_one_bound_however_many_there_are() throws RocksDBException {
    long bound = 16 << 20;
    var random = new Random(20261129);
    var configs = new HashMap<String, Object>();
    configs.put(StoreOnDisk.MEMORY_BYTES, bound);
    var disk = new RocksMemEnv(Env.getDefault()); // a slow one would let much wait
    var open = new ArrayList<AutoCloseable>();
    var stores = new ArrayList<RocksDB>();
    for (int i = 0; i < 6; i++) {
      var setter = new StoreOnDisk();
      var options =
          new Options()
              .setEnv(disk)
              .setCreateIfMissing(true)
              .setTableFormatConfig(new BlockBasedTableConfig());
      setter.setConfig("store", options, configs);
      var store = RocksDB.open(options, "/store" + i);
      stores.add(store);
      open.addAll(List.of(store, options));
    }
    for (int i = 0; i < 60_000; i++) { // 60 MB
      var key = new byte[16];
      var value = new byte[1000];
      random.nextBytes(key);
      random.nextBytes(value);
      stores.get(i % stores.size()).put(key, value);
      stores.get(random.nextInt(stores.size())).get(key);
      if (i % 1000 == 0) {
        // What is on its way to disk is still there until it arrives.
        for (var store : stores) {
          awaitWritten(store);
        }
        assertThat(StoreOnDisk.taken(bound)).isLessThanOrEqualTo(2 * bound);
      }
    }
    assertThat(StoreOnDisk.taken(bound)).isPositive();
    open.forEach(BoundsTest::close);
    disk.close();
  }

  private static void awaitWritten(RocksDB store) throws RocksDBException {
    var deadline = Instant.now().plus(SOON);
    while (store.getLongProperty("rocksdb.mem-table-flush-pending") > 0
        || store.getLongProperty("rocksdb.num-running-flushes") > 0) {
      assertThat(Instant.now()).as("written to disk until").isBefore(deadline);
      Thread.onSpinWait();
    }
  }

  private static void close(AutoCloseable one) {
    try {
      one.close();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }
}
