package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.identity.Refusal;
import io.voronka.model.identity.RoomHead;
import io.voronka.wire.EventCodec;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.ReceivedEvent.Kind;
import io.voronka.wire.RoomEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** However many rooms there are, and blocks in each: what is too old leaves, and nothing else. */
class RetentionTest {

  private static final long SEED = 20261130;
  private static final int ROOMS = 1200; // of more than two slices
  private static final Duration KEPT = Duration.ofMillis(500);
  private static final long NOW = 10_000_000;
  private static final long LIMIT = NOW - KEPT.toMillis();

  private final Random random = new Random(SEED);
  private final Map<String, List<String>> expected = new HashMap<>();
  private final TreeSet<String> cut = new TreeSet<>();

  @Test
  void what_is_too_old_leaves_each_room() {
    var store = TestStores.plain("rooms");
    var progress = new Progress(TestStores.figures(TestStores.plain("tallies")));
    var cache = new RoomCache(store, progress.haveHeads(store), 1_000_000, room -> {});
    var rooms = new Rooms(cache, "shop", progress, content -> {});
    for (int i = 0; i < ROOMS; i++) {
      fill(rooms, "p" + i);
    }
    cache.write();

    var left = new TreeSet<String>();
    var retention =
        new Retention(
            store,
            cache,
            progress,
            KEPT,
            change -> assertThat(left.add(EventCodec.senderOf(change.home()))).isTrue(),
            0);
    int slices = 0;
    for (; retention.isDue(NOW); slices++) {
      retention.sweepSlice(NOW);
    }

    assertThat(left).isEqualTo(cut);
    assertThat(slices).isEqualTo(3);
    expected.forEach(
        (id, entries) ->
            assertThat(Rooms.read(store, EventCodec.senderKey("shop", id)).all())
                .as("of %s, seed %d", id, SEED)
                .extracting(RoomEntry::id)
                .containsExactlyInAnyOrderElementsOf(entries));
  }

  /** Some have nothing, some a few entries, some a hundred. */
  private void fill(Rooms rooms, String id) {
    var kept = new ArrayList<String>();
    expected.put(id, kept);
    int entries = random.nextInt(4) * (random.nextInt(20) == 0 ? 40 : 1);
    boolean isAllNew = random.nextBoolean();
    for (int i = 0; i < entries; i++) {
      long millis = isAllNew ? LIMIT + random.nextInt(500) : LIMIT - 500 + random.nextInt(1000);
      rooms.put(id, id, entry(id, "m" + i, millis));
      if (millis >= LIMIT) {
        kept.add("m" + i);
      } else {
        cut.add(id);
      }
    }
    if (entries == 0) { // nothing but a head
      var refused = EnumSet.of(Refusal.TOO_MANY_IDS);
      rooms.putHead(
          id, new RoomHead(null, null, null, null, Map.of(), Map.of(), Set.of(), refused));
    }
  }

  private static RoomEntry entry(String person, String id, long millis) {
    var page = new Fields(Map.of("page", new Text("x".repeat(100))));
    var event = new Event(id, millis, "view", page);
    return RoomEntry.of(
        EventCodec.encode(new ReceivedEvent(Kind.TRACK, person, null, List.of(), 0, event)));
  }
}
