package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.wire.EntryBlock;
import io.voronka.wire.EventCodec;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.ReceivedEvent.Kind;
import io.voronka.wire.RoomEntry;
import io.voronka.wire.RoomKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/** Whatever the blocks in which entries lie, a room holds what was put there and not removed. */
class RoomBlocksProperties {

  private static final int SEEDS = 2000;
  private static final int STEPS = 60;
  private static final byte[] ROOM = EventCodec.senderKey("shop", "ann");
  private static final List<String> SOURCES = List.of("ann", "phone", "tablet");

  private static RoomEntry entry(Random random) {
    var text = new Text("x".repeat(random.nextInt(4) * 200));
    var event =
        new Event(
            "m" + random.nextInt(30), random.nextInt(20), "view", new Fields(Map.of("page", text)));
    return RoomEntry.of(
        EventCodec.encode(new ReceivedEvent(Kind.TRACK, "ann", null, List.of(), 0, event)));
  }

  private static RoomBlocks read(KeyValueStore<Bytes, byte[]> store) {
    return Rooms.read(store, ROOM).blocks();
  }

  private static void write(RoomBlocks blocks, KeyValueStore<Bytes, byte[]> store) {
    blocks.takeChanged(changed -> store.put(changed.key, changed.value));
  }

  private static Map<String, Set<RoomEntry>> sorted(Map<String, List<RoomEntry>> entries) {
    var sorted = new HashMap<String, Set<RoomEntry>>();
    entries.forEach((source, all) -> sorted.put(source, new TreeSet<>(all)));
    return sorted;
  }

  private static void requireOrder(Map<String, List<RoomEntry>> entries, int seed) {
    entries.forEach((source, all) -> assertThat(all).as("seed %d", seed).isSorted());
  }

  @Test
  void a_room_holds_what_was_put_and_not_removed() {
    for (int seed = 0; seed < SEEDS; seed++) {
      var random = new Random(seed);
      var store = TestStores.plain("rooms");
      var blocks = read(store);
      var expected = new HashMap<String, List<RoomEntry>>();
      for (int step = 0; step < STEPS; step++) {
        var source = SOURCES.get(random.nextInt(SOURCES.size()));
        var held = expected.computeIfAbsent(source, absent -> new ArrayList<>());
        var known = blocks.entries();
        var copy = new HashMap<String, List<RoomEntry>>();
        known.forEach((of, all) -> copy.put(of, List.copyOf(all)));
        int choice = random.nextInt(10);
        if (choice == 0) {
          write(blocks, store);
          blocks = read(store);
        } else if (choice == 1) {
          long millis = random.nextInt(20);
          blocks.removeBefore(millis);
          write(blocks, store);
          expected.values().forEach(all -> all.removeIf(one -> one.timeMillis() < millis));
          assertThat(firstKeyTime(store)).as("seed %d", seed).isGreaterThanOrEqualTo(millis);
        } else if (choice < 4 && !held.isEmpty()) {
          blocks.remove(source, held.remove(random.nextInt(held.size())));
        } else {
          var entry = entry(random);
          if (held.stream().noneMatch(one -> one.id().equals(entry.id()))) {
            held.add(entry);
            blocks.put(source, entry);
          }
        }
        assertThat(known).as("what was returned before, seed %d", seed).isEqualTo(copy);
        expected.values().removeIf(List::isEmpty);
        requireOrder(blocks.entries(), seed);
        assertThat(sorted(blocks.entries())).as("seed %d", seed).isEqualTo(sorted(expected));
      }
      write(blocks, store);
      assertThat(sorted(read(store).entries())).as("seed %d", seed).isEqualTo(sorted(expected));
    }
  }

  /** Nothing may lie under a key after itself: the retention would pass it over. */
  @Test
  void a_block_lies_under_a_key_that_is_not_after_any_of_its_entries() {
    for (int seed = 0; seed < SEEDS; seed++) {
      var random = new Random(seed);
      var store = TestStores.plain("rooms");
      var blocks = read(store);
      for (int step = 0; step < STEPS; step++) {
        blocks.put("ann", entry(random));
      }
      write(blocks, store);
      try (var all = store.all()) {
        all.forEachRemaining(
            stored ->
                new EntryBlock(stored.value)
                    .forEach(
                        one ->
                            assertThat(Bytes.wrap(RoomKey.ofOwn(ROOM, one)))
                                .isGreaterThanOrEqualTo(stored.key)));
      }
    }
  }

  private static long firstKeyTime(KeyValueStore<Bytes, byte[]> store) {
    var times = new TreeSet<>(Set.of(Long.MAX_VALUE));
    try (var all = store.all()) {
      while (all.hasNext()) {
        new EntryBlock(all.next().value).forEach(one -> times.add(one.timeMillis()));
      }
    }
    return times.first();
  }
}
