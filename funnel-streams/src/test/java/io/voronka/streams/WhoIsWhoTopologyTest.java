package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.count.Granularity;
import io.voronka.model.definition.Funnel;
import io.voronka.model.identity.RoomMessage.Add;
import io.voronka.model.identity.RoomMessage.Link;
import io.voronka.testing.FunnelText;
import io.voronka.testing.Scenario;
import io.voronka.wire.EventReader;
import io.voronka.wire.Forwarded;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.ReceivedEvent.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That the program does what the rooms decide. */
class WhoIsWhoTopologyTest {

  private static final Funnel SHOP =
      FunnelText.saved(FunnelText.funnel("view > cart > buy", "P1D"));

  private final FunnelHarness program = new FunnelHarness();

  @AfterEach
  void close() {
    program.close();
  }

  @Test
  void what_a_visitor_did_is_mirrored_once_and_nothing_else_hops() {
    program.defines(SHOP);
    program.receives(call(Kind.TRACK, null, "phone", "10:00 view"));
    program.receives(call(Kind.TRACK, null, "phone", "10:05 cart"));
    program.receives(call(Kind.IDENTIFY, "ann", "phone", "10:10 Identify"));
    program.receives(call(Kind.TRACK, "ann", "phone", "10:15 view"));
    program.receives(call(Kind.TRACK, "ann", "phone", "10:20 buy"));
    program.receives(call(Kind.IDENTIFY, "ann", "phone", "10:25 Identify"));

    assertThat(program.reached(SHOP)).containsExactly(1L, 1L, 1L);
    assertThat(program.forwarded())
        .extracting(Forwarded::toRoom)
        .hasExactlyElementsOfTypes(Link.class, Add.class);
    assertThat(persons()).containsExactly("ann [ann, phone] 4");
  }

  @Test
  void events_under_the_bare_device_follow_the_user() {
    program.defines(SHOP);
    program.receives(call(Kind.IDENTIFY, "ann", "phone", "10:10 Identify"));
    program.receives(call(Kind.TRACK, null, "phone", "10:15 view"));
    program.receives(call(Kind.TRACK, "ann", null, "10:20 cart"));

    assertThat(program.reached(SHOP)).containsExactly(1L, 1L, 0L);
    assertThat(persons()).containsExactly("ann [ann, phone] 2");
  }

  @Test
  void a_forced_merge_joins_two_users_and_its_way_is_counted() {
    program.defines(SHOP);
    program.receives(call(Kind.TRACK, "annie", null, "10:00 view"));
    program.receives(call(Kind.TRACK, "ann", null, "10:05 cart"));
    assertThat(program.reached(SHOP)).containsExactly(1L, 0L, 0L);

    var at = Scenario.events("10:10 Alias").get(0);
    program.receives(new ReceivedEvent(Kind.MERGE, "ann", null, List.of("annie"), 0, at));

    assertThat(program.reached(SHOP)).containsExactly(1L, 1L, 0L);
    assertThat(persons()).containsExactly("ann [ann, annie] 2");
    var traffic = program.mark().traffic();
    assertThat(traffic.hops()).isEqualTo(4); // to the writer, to ann, to annie, to ann again
    assertThat(traffic.sent()).isEqualTo(traffic.taken()).containsEntry(0, 4L);
  }

  @Test
  void a_device_that_left_an_address_belongs_to_it() {
    program.defines(SHOP);
    program.receives(call(Kind.TRACK, null, "laptop", "10:00 view"));
    var form = Scenario.events("10:05 Form").get(0);
    program.receives(new ReceivedEvent(Kind.TRACK, null, "laptop", List.of("email:1f"), 0, form));
    var won = Scenario.events("10:10 cart").get(0);
    program.receives(new ReceivedEvent(Kind.TRACK, null, null, List.of("email:1f"), 0, won));

    assertThat(program.reached(SHOP)).containsExactly(1L, 1L, 0L);
    assertThat(persons()).containsExactly("email:1f [email:1f, laptop] 3");
  }

  @Test
  void a_new_funnel_is_evaluated_over_persons_not_over_ids() {
    program.receives(call(Kind.TRACK, null, "phone", "10:00 view"));
    program.receives(call(Kind.TRACK, "ann", "phone", "10:05 cart"));
    program.defines(SHOP);

    assertThat(program.reached(SHOP)).containsExactly(1L, 1L, 0L);
  }

  @Test
  void a_message_sent_twice_under_two_ids_is_one() {
    program.defines(SHOP);
    var event = Scenario.events("10:00 view").get(0);
    program.receives(new ReceivedEvent(Kind.TRACK, null, "phone", List.of(), 0, event));
    program.receives(new ReceivedEvent(Kind.TRACK, "ann", "phone", List.of(), 0, event));

    assertThat(program.report(SHOP, Granularity.DAY, 0).stages().get(0).reached()).isEqualTo(1);
    assertThat(persons()).containsExactly("ann [ann, phone] 1");
  }

  @Test
  void an_id_with_a_zero_character_is_refused() {
    var event = Scenario.events("10:00 view").get(0);
    program.receives(new ReceivedEvent(Kind.TRACK, "ann", "pho\0ne", List.of(), 0, event));

    assertThat(program.rejections()).singleElement().asString().contains("zero character");
  }

  @Test
  void an_erased_person_leaves_nothing_and_stays_counted() {
    annOnTwoDevices();

    program.receives(erasure(Kind.ERASE, "tablet"));

    assertThat(program.reached(SHOP)).containsExactly(2L, 2L, 1L);
    assertThat(persons()).containsExactly("bob [bob] 2");
    assertThat(roomKeys()).noneMatch(key -> key.matches("(?s).*(ann|phone|tablet).*"));
  }

  @Test
  void an_erased_person_can_be_taken_out_of_the_figures() {
    annOnTwoDevices();

    program.receives(erasure(Kind.SUBTRACT, "ann"));

    assertThat(program.reached(SHOP)).containsExactly(1L, 1L, 0L);
    assertThat(persons()).containsExactly("bob [bob] 2");
    program.receives(call(Kind.TRACK, "ann", "phone", "13:00 view"));
    assertThat(program.reached(SHOP)).containsExactly(2L, 1L, 0L);
    assertThat(persons()).containsExactly("ann [ann, phone] 1", "bob [bob] 2");
  }

  private void annOnTwoDevices() {
    program.defines(SHOP);
    program.receives(call(Kind.TRACK, null, "tablet", "10:00 view"));
    program.receives(call(Kind.IDENTIFY, "ann", "tablet", "10:01 Identify"));
    program.receives(call(Kind.TRACK, null, "phone", "10:05 cart"));
    program.receives(call(Kind.TRACK, "ann", "phone", "10:10 buy"));
    program.receives("bob: 10:00 view  10:05 cart");
    var old = Scenario.events("10:15 Alias").get(0);
    program.receives(new ReceivedEvent(Kind.MERGE, "ann", null, List.of("annie"), 0, old));
    assertThat(program.reached(SHOP)).containsExactly(2L, 2L, 1L);
    assertThat(persons()).containsExactly("ann [ann, annie, phone, tablet] 3", "bob [bob] 2");
  }

  private static ReceivedEvent erasure(Kind kind, String id) {
    return new ReceivedEvent(kind, id, null, List.of(), 0, Scenario.events("12:00 Erased").get(0));
  }

  private List<String> roomKeys() {
    return program.keys(Stores.ROOMS).stream()
        .map(key -> new String(key.get(), StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void what_is_older_than_the_retention_leaves_and_stays_counted() {
    annOnTwoDevices();

    program.jumps(FunnelHarness.KEPT.minusMinutes(113)); // from 10:07 on
    assertThat(persons()).containsExactly("ann [ann, annie, phone, tablet] 1", "bob [bob] 0");
    assertThat(program.reached(SHOP)).containsExactly(2L, 2L, 1L);

    program.jumps(Duration.ofHours(2));
    assertThat(persons()).containsExactly("ann [ann, annie, phone, tablet] 0", "bob [bob] 0");
    assertThat(program.reached(SHOP)).containsExactly(2L, 2L, 1L);

    program.receives(call(Kind.TRACK, "ann", null, "+90/12:30 view"));
    assertThat(program.reached(SHOP)).containsExactly(3L, 2L, 1L);
  }

  private static ReceivedEvent call(
      Kind kind, @Nullable String user, @Nullable String device, String event) {
    return new ReceivedEvent(kind, user, device, List.of(), 0, Scenario.events(event).get(0));
  }

  /** Each person: home, ids, how many events. */
  private List<String> persons() {
    var persons = new ArrayList<String>();
    try (var walk =
        new People(program.rooms(), null, FunnelHarness.PROJECT).walk(null, EventReader.ALL)) {
      for (var person = walk.next(); person != null; person = walk.next()) {
        persons.add(person.id() + " " + person.ids() + " " + person.timeline().events().size());
      }
    }
    return persons;
  }
}
