package io.voronka.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voronka.model.identity.Address;
import io.voronka.model.identity.Moment;
import io.voronka.model.identity.Refusal;
import io.voronka.model.identity.RoomHead;
import io.voronka.model.identity.RoomMessage;
import io.voronka.model.identity.RoomMessage.Add;
import io.voronka.model.identity.RoomMessage.Drop;
import io.voronka.model.identity.RoomMessage.Erase;
import io.voronka.model.identity.RoomMessage.Force;
import io.voronka.model.identity.RoomMessage.Identify;
import io.voronka.model.identity.RoomMessage.IdentifySinceEver;
import io.voronka.model.identity.RoomMessage.Link;
import io.voronka.model.identity.RoomMessage.Refuse;
import io.voronka.model.identity.RoomMessage.Remove;
import io.voronka.model.identity.RoomMessage.Said;
import io.voronka.model.identity.RoomMessage.TellAgain;
import io.voronka.model.identity.WriterMessage;
import io.voronka.model.identity.WriterMessage.ForceRequest;
import io.voronka.model.identity.WriterMessage.Forget;
import io.voronka.testing.Scenario;
import io.voronka.wire.Correction.Why;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForwardedTest {

  private static final Moment AT = new Moment(-5, "m 🛒");

  static List<RoomMessage<RoomEntry>> messages() {
    var entries = List.of(entry("10:00 view"), entry("10:05 cart"));
    return List.of(
        new Identify<>(AT, List.of("phone", "email:1f"), true),
        new Identify<>(Moment.SINCE_EVER, List.of(), false),
        new Link<>(new Address("ann", AT)),
        new TellAgain<>("phone"),
        new IdentifySinceEver<>("phone"),
        new Force<>("ann"),
        new Add<>("phone", AT, true, Set.of("phone", "tablet"), entries),
        new Add<>("phone", AT, false, Set.of(), List.of()),
        new Remove<>("phone", Set.of("tablet"), List.of("m1", "m2")),
        new Drop<>("phone"),
        new Refuse<>("ann"),
        new Erase<>("phone", true),
        new Erase<>(null, false));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void a_message_to_a_room_is_read_as_it_was_written(RoomMessage<RoomEntry> message) {
    var forwarded = Forwarded.toRoom(7, 3, Why.LATE, message);
    assertThat(Forwarded.decode(forwarded.encode())).isEqualTo(forwarded);
  }

  static List<WriterMessage> messagesToWriter() {
    return List.of(new ForceRequest("annie", "ann"), new Forget("annie"));
  }

  @ParameterizedTest
  @MethodSource("messagesToWriter")
  void a_message_to_the_writer_is_read_as_it_was_written(WriterMessage message) {
    var forwarded = Forwarded.toWriter(7, 3, message);
    assertThat(Forwarded.decode(forwarded.encode())).isEqualTo(forwarded);
  }

  @Test
  void hops_are_not_counted_for_ever() {
    var far = Forwarded.toRoom(0, 1000, Why.MERGE, new Drop<>("phone"));
    assertThat(Forwarded.decode(far.encode()).hops()).isEqualTo(Forwarded.MAX_HOPS);
  }

  @Test
  void what_was_said_is_not_sent_on() {
    var said = Forwarded.toRoom(0, 1, Why.LATE, new Said<>(entry("10:00 view"), false, List.of()));
    assertThatThrownBy(said::encode).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bytes_that_are_no_message_are_refused() {
    var whole = Forwarded.toRoom(1, 1, Why.MERGE, new Link<>(new Address("ann", AT))).encode();
    for (int length = 0; length < whole.length; length++) {
      var cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Forwarded.decode(cut)).isInstanceOf(MalformedRecord.class);
    }
    whole[0] = 99;
    assertThatThrownBy(() -> Forwarded.decode(whole)).hasMessageContaining("version 99");
  }

  @Test
  void a_head_is_read_as_it_was_written() {
    Map<String, Moment> told = new LinkedHashMap<>();
    told.put("z", AT);
    told.put("a", Moment.SINCE_EVER);
    var head =
        new RoomHead(
            new Address("ann", AT),
            new Moment(9, ""),
            "annie",
            "bob",
            Map.of("phone", Set.of("phone", "tablet"), "tv", Set.of()),
            told,
            new LinkedHashSet<>(List.of("y", "b")),
            Set.of(Refusal.TOO_MANY_IDS, Refusal.TOO_MANY_ENTRIES));

    var read = RoomHeadCodec.decode(RoomHeadCodec.encode(head));
    assertThat(read).isEqualTo(head);
    assertThat(new ArrayList<>(read.told().keySet())).containsExactly("z", "a");
    assertThat(new ArrayList<>(read.tellers())).containsExactly("y", "b");
    assertThat(RoomHeadCodec.decode(RoomHeadCodec.encode(RoomHead.EMPTY)))
        .isEqualTo(RoomHead.EMPTY);
  }

  @Test
  void a_room_is_alone_that_follows_nobody_and_is_followed_by_nobody() {
    var link = new Address("ann", AT);
    assertThat(isAlone(null, null, null, Map.of())).isTrue();
    assertThat(isAlone(null, AT, null, Map.of())).isTrue();
    assertThat(isAlone(link, null, null, Map.of())).isFalse();
    assertThat(isAlone(null, AT, "ann", Map.of())).isFalse();
    assertThat(isAlone(null, AT, null, Map.of("phone", Set.of("phone")))).isFalse();
  }

  private static boolean isAlone(
      @Nullable Address link,
      @Nullable Moment identified,
      @Nullable String forced,
      Map<String, Set<String>> followers) {
    return RoomHeadCodec.isAlone(
        RoomHeadCodec.encode(
            new RoomHead(
                link, identified, forced, "bob", followers, Map.of("x", AT), Set.of(), Set.of())));
  }

  private static RoomEntry entry(String event) {
    return RoomEntry.of(
        EventCodec.encode(
            new ReceivedEvent(
                ReceivedEvent.Kind.TRACK,
                "ann",
                null,
                List.of(),
                0,
                Scenario.events(event).get(0))));
  }
}
