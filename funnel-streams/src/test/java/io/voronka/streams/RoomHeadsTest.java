package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.count.TallyKey;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.wire.EventCodec;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.ReceivedEvent.Kind;
import io.voronka.wire.RoomEntry;
import io.voronka.wire.RoomKey;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/** Where there are entries there is a head, but in stores that an earlier version began. */
class RoomHeadsTest {

  private static final byte[] ANN = EventCodec.senderKey("shop", "ann");

  private final KeyValueStore<Bytes, byte[]> rooms = TestStores.plain("rooms");
  private final FigureStore<TallyKey> figures = TestStores.figures(TestStores.plain("tallies"));

  private static RoomEntry entry(String id) {
    var event = new Event(id, 1, "view", new Fields(Map.of()));
    return RoomEntry.of(
        EventCodec.encode(new ReceivedEvent(Kind.TRACK, "ann", null, List.of(), 0, event)));
  }

  private RoomCache cache() {
    return new RoomCache(rooms, new Progress(figures).haveHeads(rooms), 1_000_000, room -> {});
  }

  private static void keep(RoomCache cache, RoomEntry entry) {
    var content = cache.get(ANN);
    content.blocks().put("ann", entry);
    cache.changed(content);
    cache.write();
  }

  private boolean hasHead() {
    return rooms.get(Bytes.wrap(RoomKey.head(ANN))) != null;
  }

  @Test
  void a_room_with_entries_has_a_head_as_long_as_it_has_them() {
    var cache = cache();
    keep(cache, entry("m1"));
    assertThat(hasHead()).isTrue();
    figures.flushCache();
    assertThat(cache().get(ANN).all()).hasSize(1);

    var content = cache.get(ANN);
    content.blocks().remove("ann", entry("m1"));
    cache.changed(content);
    cache.write();
    assertThat(rooms.all()).isExhausted();
  }

  @Test
  void a_room_without_a_head_is_found_in_a_store_of_before() {
    rooms.put(Bytes.wrap(RoomKey.ofOwn(ANN, entry("m1"))), entry("m1").encoded());
    assertThat(cache().get(ANN).all()).containsExactly(entry("m1"));

    keep(cache(), entry("m2"));
    assertThat(hasHead()).isTrue();
    figures.flushCache();
    rooms.delete(Bytes.wrap(RoomKey.head(ANN)));
    assertThat(cache().get(ANN).all()).containsExactly(entry("m1"), entry("m2"));
  }
}
