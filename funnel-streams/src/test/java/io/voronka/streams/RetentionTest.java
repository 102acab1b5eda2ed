package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.identity.Refusal;
import io.voronka.model.identity.RoomHead;
import io.voronka.wire.EventCodec;
import io.voronka.wire.Forwarded;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.ReceivedEvent.Kind;
import io.voronka.wire.RoomEntry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.Test;

/** However many rooms there are, and blocks in each: what is too old leaves, and nothing else. */
class RetentionTest {

  private static final long SEED = 20261130;
  private static final int ROOMS = 1200; // of more than two slices
  private static final int STEPS = 3000;
  private static final Duration KEPT = Duration.ofMillis(500);
  private static final long NOW = 10_000_000;
  private static final long LIMIT = NOW - KEPT.toMillis();
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

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

    var told = new TreeSet<String>();
    var left = new TreeSet<String>();
    var retention =
        new Retention(
            store,
            cache,
            progress,
            KEPT,
            content -> told.add(EventCodec.senderOf(content.room())),
            change -> {
              var id = EventCodec.senderOf(change.home());
              assertThat(told).as("told before something leaves").contains(id);
              assertThat(left.add(id)).isTrue();
            },
            0);
    // What is not written yet is no hindrance, and is not lost.
    for (var id : expected.keySet()) {
      if (random.nextInt(3) == 0) {
        keep(rooms, id, "unwritten", LIMIT + random.nextInt(500));
      }
    }
    assertThat(retention.isDue(MINUTE, false)).isTrue();
    assertThat(retention.isDue(MINUTE, true)).as("while there is something to catch up").isFalse();
    assertThat(retention.isDue(11 * MINUTE, true)).as("for longer than ten minutes").isTrue();
    int slices = 0;
    for (; retention.isDue(NOW, false); slices++) {
      retention.sweepSlice(NOW);
    }
    cache.write();

    assertThat(left).isEqualTo(cut);
    assertThat(slices).isEqualTo(3);
    expected.forEach(
        (id, entries) ->
            assertThat(Rooms.read(store, EventCodec.senderKey("shop", id)).all())
                .as("of %s, seed %d", id, SEED)
                .extracting(RoomEntry::id)
                .containsExactlyInAnyOrderElementsOf(entries));
  }

  /**
   * Events of people with several ids come, and what is too old leaves, while some of what came is
   * not told and not written: each change begins where the one before ended.
   */
  @Test
  void what_a_person_did_is_told_before_any_of_it_leaves() {
    var store = TestStores.plain("rooms");
    var progress = new Progress(TestStores.figures(TestStores.plain("tallies")));
    var cache = new RoomCache(store, progress.haveHeads(store), 10_000, room -> {});
    var messages = new ArrayDeque<KeyValue<byte[], Forwarded>>();
    var told = new Told();
    var timelines =
        new Timelines(
            store,
            cache,
            progress,
            0,
            told,
            (room, message) -> messages.add(KeyValue.pair(room, message)),
            new StreamMetrics(new SimpleMeterRegistry()));
    int departures = 0;
    for (int step = 0; step < STEPS; step++) {
      var call = call("m" + step);
      timelines.take(EventCodec.senderKey("shop", call.sender()), EventCodec.encode(call));
      while (!messages.isEmpty() && random.nextInt(4) > 0) {
        var message = messages.remove();
        timelines.take(message.key, message.value);
      }
      switch (random.nextInt(12)) {
        case 0 -> timelines.tell();
        case 1 -> timelines.settle();
        case 2, 3 -> {
          var left = new ArrayList<PersonChange>();
          var retention =
              new Retention(store, cache, progress, KEPT, timelines::tell, left::add, 0);
          retention.sweepSlice(NOW);
          left.forEach(told::changed);
          departures += left.size();
        }
        default -> {}
      }
    }
    timelines.tell();
    assertThat(departures).as("seed %d", SEED).isGreaterThan(100);
  }

  /** Follows the timeline of each person from change to change. */
  private static final class Told implements Timelines.Listener {

    private final Map<String, List<Event>> persons = new HashMap<>();

    @Override
    public void changed(PersonChange change) {
      var home = EventCodec.senderOf(change.home());
      assertThat(change.before().events())
          .as("of %s, seed %d", home, SEED)
          .isEqualTo(persons.getOrDefault(home, List.of()));
      persons.put(home, change.after().events());
    }

    @Override
    public void told() {}

    @Override
    public void erased(PersonChange change, boolean isSubtracted) {
      throw new AssertionError("nobody is erased");
    }
  }

  /** What somebody does, now and then with a device that is somebody's from then on. */
  private ReceivedEvent call(String id) {
    int person = random.nextInt(8);
    var device = random.nextInt(3) == 0 ? "d" + person : null;
    var user = device == null || random.nextInt(4) == 0 ? "p" + person : null;
    long millis = LIMIT - 100 + random.nextInt(600);
    var event = new Event(id, millis, "view", new Fields(Map.of()));
    return new ReceivedEvent(Kind.TRACK, user, device, List.of(), 0, event);
  }

  /** Some have nothing, some a few entries, some a hundred. */
  private void fill(Rooms rooms, String id) {
    expected.put(id, new ArrayList<>());
    int entries = random.nextInt(4) * (random.nextInt(20) == 0 ? 40 : 1);
    boolean isAllNew = random.nextBoolean();
    for (int i = 0; i < entries; i++) {
      long millis = isAllNew ? LIMIT + random.nextInt(500) : LIMIT - 500 + random.nextInt(1000);
      keep(rooms, id, "m" + i, millis);
    }
    if (entries == 0) { // nothing but a head
      var refused = EnumSet.of(Refusal.TOO_MANY_IDS);
      rooms.putHead(
          id, new RoomHead(null, null, null, null, Map.of(), Map.of(), Set.of(), refused));
    }
  }

  private void keep(Rooms rooms, String person, String id, long millis) {
    rooms.put(person, person, entry(person, id, millis));
    if (millis >= LIMIT) {
      expected.get(person).add(id);
    } else {
      cut.add(person);
    }
  }

  private static RoomEntry entry(String person, String id, long millis) {
    var page = new Fields(Map.of("page", new Text("x".repeat(100))));
    var event = new Event(id, millis, "view", page);
    return RoomEntry.of(
        EventCodec.encode(new ReceivedEvent(Kind.TRACK, person, null, List.of(), 0, event)));
  }
}
