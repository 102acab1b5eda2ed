package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.count.Bucket;
import io.voronka.model.count.Counters;
import io.voronka.model.count.Page;
import io.voronka.model.count.Segment;
import io.voronka.model.count.TallyKey;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.wire.TallyCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.Test;

/** What is held in memory and written now and then is what a plain store would hold. */
class FigureStoreProperties {

  private static final int SEEDS = 2000;
  private static final int STEPS = 60;
  private static final FunnelVersion FUNNEL = new FunnelVersion("shop", "checkout", 1);
  private static final Bytes FIRST = Bytes.wrap(new byte[] {0});
  private static final Bytes LAST = Bytes.wrap(new byte[] {(byte) 0xff});

  /** The store, and beside it what it should say now and after a crash. */
  private static final class Twin {
    final Random random;
    final org.apache.kafka.streams.state.KeyValueStore<Bytes, byte[]> disk =
        TestStores.plain("figures");
    FigureStore<TallyKey> store = TestStores.figures(disk);
    Map<Bytes, byte[]> now = new TreeMap<>();
    Map<Bytes, byte[]> committed = new TreeMap<>();

    Twin(Random random) {
      this.random = random;
    }

    void step() {
      switch (random.nextInt(12)) {
        case 0 -> commit();
        case 1 -> crash();
        case 2 -> delete();
        case 3, 4 -> note();
        case 5 -> assertThat(entries(all())).isEqualTo(entries(now));
        case 6 -> look();
        default -> change();
      }
    }

    private TallyKey key() {
      return new TallyKey(
          FUNNEL, Bucket.ALL, Segment.EVERYBODY, new Page(Page.Kind.DEADLINES, random.nextInt(6)));
    }

    private void change() {
      var key = key();
      var figure = store.toChange(key);
      int cell = random.nextInt(4);
      int delta = random.nextInt(3) - 1;
      figure.counters.add(cell, delta);
      figure.flags = random.nextInt(3);
      var bytes = Bytes.wrap(TallyCodec.encode(key));
      var counters = counters(bytes);
      counters.add(cell, delta);
      put(bytes, value(figure.flags, counters));
    }

    private void look() {
      var key = key();
      var bytes = Bytes.wrap(TallyCodec.encode(key));
      assertThat(store.figure(key).counters).isEqualTo(counters(bytes));
    }

    private Counters counters(Bytes key) {
      var value = now.get(key);
      return value == null ? new Counters() : FigureStore.counters(value);
    }

    private void note() {
      var key = Bytes.wrap(new byte[] {Progress.MARK, (byte) random.nextInt(4)});
      assertThat(store.noted(key)).isEqualTo(now.get(key));
      var value = random.nextInt(3) == 0 ? null : new byte[] {(byte) random.nextInt(9)};
      store.note(key, value);
      put(key, value);
    }

    private void put(Bytes key, byte[] value) {
      if (value == null) {
        now.remove(key);
      } else {
        now.put(key, value);
      }
    }

    private void delete() {
      var keys = new ArrayList<Bytes>();
      for (var key : now.keySet()) {
        if (random.nextBoolean()) {
          keys.add(key);
        }
      }
      store.delete(keys);
      keys.forEach(now::remove);
    }

    private void commit() {
      store.flushCache();
      committed = new TreeMap<>(now);
    }

    /** What was written since the last commit is taken back, as Kafka does. */
    private void crash() {
      try (var all = disk.all()) {
        var keys = new ArrayList<Bytes>();
        all.forEachRemaining(entry -> keys.add(entry.key));
        keys.forEach(disk::delete);
      }
      committed.forEach(disk::put);
      now = new TreeMap<>(committed);
      if (random.nextBoolean()) {
        store = TestStores.figures(disk);
      } else {
        store.clearCache();
      }
    }

    private Map<Bytes, byte[]> all() {
      var found = new TreeMap<Bytes, byte[]>();
      try (var all = store.range(FIRST, LAST)) {
        all.forEachRemaining(entry -> found.put(entry.key, entry.value));
      }
      return found;
    }
  }

  private static byte[] value(int flags, Counters counters) {
    if (flags == 0 && counters.isEmpty()) {
      return null;
    }
    var encoded = TallyCodec.encode(counters);
    return ByteBuffer.allocate(1 + encoded.length).put((byte) flags).put(encoded).array();
  }

  @Test
  void it_says_what_a_plain_store_would() {
    for (int seed = 0; seed < SEEDS; seed++) {
      var twin = new Twin(new Random(seed));
      for (int i = 0; i < STEPS; i++) {
        twin.step();
      }
      assertThat(entries(twin.all())).as("seed %d", seed).isEqualTo(entries(twin.now));
    }
  }

  private static List<KeyValue<Bytes, String>> entries(Map<Bytes, byte[]> map) {
    var entries = new ArrayList<KeyValue<Bytes, String>>();
    map.forEach((key, value) -> entries.add(KeyValue.pair(key, java.util.Arrays.toString(value))));
    return entries;
  }
}
