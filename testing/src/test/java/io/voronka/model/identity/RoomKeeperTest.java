package io.voronka.model.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voronka.model.identity.RoomMessage.Add;
import io.voronka.model.identity.RoomMessage.Erase;
import io.voronka.model.identity.RoomMessage.Identify;
import io.voronka.model.identity.RoomMessage.Link;
import io.voronka.model.identity.RoomMessage.Refuse;
import io.voronka.model.identity.RoomMessage.Remove;
import io.voronka.model.identity.RoomMessage.Said;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoomKeeperTest {

  private final Random order = new Random(1);
  private World<Note> world = World.of(4, RoomLimits.DEFAULT);

  private static Note note(int time) {
    return new Note("m" + time, time, "");
  }

  /** Something that happened to whom the device belongs. */
  private static RoomMessage<Note> seen(int time) {
    return new Said<>(note(time), false, List.of());
  }

  /** Something that a user did, on devices. */
  private static RoomMessage<Note> done(int time, String... devices) {
    return new Said<>(note(time), true, List.of(devices));
  }

  private static RoomMessage<Note> identify(int time, String... others) {
    return new Identify<>(new Moment(time, "i" + time), List.of(others), false);
  }

  private static RoomMessage<Note> force(String other) {
    return new Identify<>(new Moment(0, "f"), List.of(other), true);
  }

  /** Lets it arrive, and all that follows from it. */
  private void happens(String id, RoomMessage<Note> message) {
    world.send(id, message);
    world.run(order);
  }

  private List<Integer> timesOf(String home) {
    return world.timelines().getOrDefault(home, List.of()).stream()
        .map(note -> (int) note.timeMillis())
        .toList();
  }

  @Test
  void a_visitor_who_identifies_is_mirrored_once_and_costs_no_message_afterwards() {
    for (int time = 1; time <= 3; time++) {
      happens("phone", seen(time));
    }
    assertThat(world.log()).isEmpty();

    happens("ann", identify(6, "phone"));
    for (int time = 7; time <= 20; time++) {
      happens("ann", done(time, "phone"));
      happens("ann", identify(time, "phone"));
    }

    var at = new Moment(6, "i6");
    assertThat(world.log())
        .containsExactly(
            new Link<>(new Address("ann", at)),
            new Add<>("phone", at, true, Set.of("phone"), List.of(note(1), note(2), note(3))));
    assertThat(timesOf("ann")).hasSize(17).startsWith(1, 2, 3, 7);
    assertThat(world.timelines()).containsOnlyKeys("ann");
  }

  @Test
  void what_is_mirrored_comes_in_pieces() {
    world = World.of(4, new RoomLimits(100, 100, 8, 10)); // a note counts one byte
    for (int time = 1; time <= 10; time++) {
      happens("phone", seen(time));
    }
    happens("ann", identify(11, "phone"));

    var sizes = world.log().stream().skip(1).map(message -> ((Add<Note>) message).entries().size());
    assertThat(sizes).containsExactly(4, 4, 2);
    assertThat(timesOf("ann")).hasSize(10);
  }

  @Test
  void so_does_what_is_gone() {
    world = World.of(4, new RoomLimits(100, 100, 24, 10)); // a character counts three bytes
    happens("bob", identify(7, "old"));
    happens("old", identify(8, "phone")); // phone follows old, old follows bob
    for (int time = 1; time <= 5; time++) {
      happens("phone", seen(time));
    }
    world.log().clear();
    happens("ann", identify(0, "phone"));

    assertThat(world.log())
        .filteredOn(message -> message instanceof Remove)
        .containsExactly(
            new Remove<>("old", Set.of("phone"), List.of("m1", "m2")),
            new Remove<>("old", Set.of(), List.of("m3", "m4")),
            new Remove<>("old", Set.of(), List.of("m5")));
  }

  @Test
  void another_version_takes_the_place_of_the_one_before() {
    happens("phone", seen(5));
    happens("ann", identify(9, "phone"));
    world.log().clear();
    happens("phone", new Said<>(new Note("m5", 4, ""), false, List.of()));

    assertThat(world.log())
        .containsExactly(
            new Add<>(
                "phone", new Moment(9, "i9"), false, Set.of(), List.of(new Note("m5", 4, ""))));
    assertThat(timesOf("ann")).containsExactly(4);
  }

  @Test
  void an_event_costs_one_read_of_the_head_one_of_the_entries_and_one_write() {
    happens("phone", seen(1));
    happens("ann", done(2, "phone"));
    world.log().clear();
    var shelf = world.shelf();

    shelf.forgetCosts();
    happens("ann", done(3, "phone"));
    assertThat(shelf.costs()).isEqualTo("heads 1 read 0 written, entries 1 read 1 written");
    assertThat(world.log()).isEmpty();

    shelf.forgetCosts();
    world.send("phone", seen(4));
    world.step(0);
    assertThat(shelf.costs()).isEqualTo("heads 1 read 0 written, entries 1 read 1 written");
    assertThat(world.log()).hasSize(1);

    world.run(order);
    shelf.forgetCosts();
    happens("ann", done(3, "phone"));
    assertThat(shelf.costs())
        .as("what comes again")
        .isEqualTo("heads 1 read 0 written, entries 1 read 0 written");
  }

  @Test
  void a_link_that_changes_nothing_reads_no_entries() {
    happens("ann", identify(1, "phone"));
    world.shelf().forgetCosts();
    world.send("phone", new Link<>(new Address("bob", new Moment(2, "i2"))));
    world.run(order);

    assertThat(world.shelf().costs())
        .isEqualTo("heads 1 read 1 written, entries 0 read 0 written"); // bob told it
  }

  @Test
  void a_shared_device_stays_with_its_first_user() {
    happens("tablet", seen(1));
    happens("bob", done(5, "tablet"));
    happens("ann", done(2, "tablet")); // arrives late
    happens("tablet", seen(9));

    assertThat(timesOf("ann")).containsExactly(1, 2, 9);
    assertThat(timesOf("bob")).containsExactly(5);
    assertThat(world.head("ann").ids("ann")).containsExactly("ann", "tablet");
  }

  @Test
  void an_identified_user_is_not_swallowed_except_by_force() {
    happens("ann", done(1));
    happens("bob", done(2));
    happens("bob", identify(3, "ann"));
    assertThat(world.timelines()).containsOnlyKeys("ann", "bob");

    happens("bob", force("ann"));
    assertThat(world.timelines()).containsOnlyKeys("bob");
    assertThat(timesOf("bob")).containsExactly(1, 2);
    assertThat(world.head("bob").ids("bob")).containsExactly("ann", "bob");

    happens("ann", force("bob")); // they are one already
    assertThat(world.timelines()).containsOnlyKeys("bob");
  }

  @Test
  void placeholders_never_link() {
    happens("null", seen(1));
    happens("ann", done(2, "null", "ann"));
    happens("Guest", done(3, "phone"));
    happens("bob", force("undefined"));

    assertThat(world.log()).isEmpty();
    assertThat(world.refusals())
        .containsExactly(Refusal.PLACEHOLDER, Refusal.PLACEHOLDER, Refusal.PLACEHOLDER);
    assertThat(world.timelines()).containsOnlyKeys("null", "ann", "Guest");
  }

  @Test
  void whoever_would_be_one_id_too_many_is_refused_and_stays_at_home() {
    world = World.of(4, new RoomLimits(100, 2, 100, 10));
    happens("phone", seen(1));
    happens("tablet", seen(2));
    happens("ann", identify(3, "phone"));
    happens("ann", identify(4, "tablet"));

    assertThat(world.log()).endsWith(new Refuse<>("ann"), new RoomMessage.Drop<>("tablet"));
    assertThat(world.refusals()).containsExactly(Refusal.TOO_MANY_IDS);
    assertThat(world.head("ann").marks()).containsExactly(Refusal.TOO_MANY_IDS);
    assertThat(timesOf("ann")).containsExactly(1);
    assertThat(timesOf("tablet")).containsExactly(2);

    happens("bob", identify(1, "tablet")); // an earlier link, to another
    assertThat(timesOf("bob")).containsExactly(2);
  }

  @Test
  void a_follower_that_becomes_too_large_leaves_with_its_entries() {
    world = World.of(4, new RoomLimits(100, 2, 100, 10));
    happens("old", seen(1));
    happens("bob", identify(7, "old"));
    assertThat(timesOf("bob")).containsExactly(1);

    happens("old", identify(8, "phone")); // bob would have three ids

    assertThat(world.refusals()).containsExactly(Refusal.TOO_MANY_IDS);
    assertThat(timesOf("old")).containsExactly(1);
    assertThat(timesOf("bob")).isEmpty();
    assertThat(world.shelf().entries).containsOnlyKeys("old");
  }

  @Test
  void a_full_room_takes_no_more_but_better_versions_of_what_it_holds() {
    world = World.of(4, new RoomLimits(2, 100, 100, 10));
    happens("ann", seen(1));
    happens("ann", new Said<>(new Note("m", 7, ""), false, List.of()));
    happens("ann", seen(3));
    happens("ann", new Said<>(new Note("m", 5, ""), false, List.of()));

    happens("ann", new Said<>(new Note("m1", 0, ""), false, List.of()));
    happens("ann", new Said<>(new Note("m1", 0, ""), false, List.of()));

    assertThat(timesOf("ann")).containsExactly(0, 5);
    assertThat(world.refusals()).containsExactly(Refusal.TOO_MANY_ENTRIES);
    assertThat(world.head("ann").marks()).containsExactly(Refusal.TOO_MANY_ENTRIES);
  }

  @Test
  void of_versions_under_several_ids_the_smallest_is_the_persons_while_it_is_there() {
    happens("ann", new Said<>(new Note("m", 5, "own"), true, List.of("phone")));
    happens("phone", new Said<>(new Note("m", 4, "on the phone"), false, List.of()));
    assertThat(timesOf("ann")).containsExactly(4);

    happens("bob", identify(1, "phone"));
    assertThat(timesOf("ann")).containsExactly(5);
    assertThat(timesOf("bob")).containsExactly(4);
  }

  @Test
  void a_larger_version_under_another_id_is_kept_and_not_shown() {
    happens("phone", new Said<>(new Note("m", 4, "on the phone"), false, List.of()));
    happens("ann", new Said<>(new Note("m", 5, "own"), true, List.of("phone")));
    happens("ann", new Said<>(new Note("n", 6, ""), true, List.of()));
    happens("ann", new Said<>(new Note("m", 5, "a smaller one"), true, List.of()));

    assertThat(timesOf("ann")).containsExactly(4, 6);
  }

  @Test
  void a_room_remembers_the_last_few_that_it_told() {
    world = World.of(4, new RoomLimits(100, 100, 100, 2));
    for (int time = 1; time <= 3; time++) {
      happens("ann", done(time, "device" + time));
    }
    world.log().clear();

    happens("ann", done(4, "device3"));
    assertThat(world.log()).isEmpty();
    happens("ann", done(5, "device1")); // forgotten, so it is told once more
    assertThat(world.log()).containsExactly(new Link<>(new Address("ann", new Moment(5, "m5"))));
  }

  @Test
  void erasure_reaches_the_whole_person_from_any_of_its_ids_and_nobody_else() {
    happens("phone", seen(1));
    happens("laptop", seen(2));
    happens("ann", identify(3, "phone", "laptop"));
    happens("old-ann", done(4));
    happens("ann", force("old-ann"));
    happens("bob", done(5, "phone"));

    happens("phone", new Erase<>(null, true));
    assertThat(world.timelines()).containsOnlyKeys("bob");
    assertThat(world.shelf().heads).containsOnlyKeys("bob");
    assertThat(world.forced()).isEmpty();

    happens("phone", seen(6));
    assertThat(timesOf("phone")).containsExactly(6);
    happens("bob", done(7, "phone")); // is told again, since the first time is forgotten
    assertThat(timesOf("bob")).containsExactly(5, 6, 7);
  }

  @Test
  void an_erasure_passes_by_who_has_left() {
    happens("phone", seen(1));
    happens("ann", identify(5, "phone"));
    happens("bob", identify(4, "phone"));
    happens("phone", new Erase<>("ann", true)); // was on its way when bob's link came

    assertThat(timesOf("bob")).containsExactly(1);
  }

  @Test
  void what_an_erased_follower_still_said_does_not_come_back() {
    happens("ann", identify(2, "phone"));
    happens("ann", new Erase<>(null, true));
    happens("ann", new Add<>("phone", new Moment(2, "i2"), false, Set.of("pad"), List.of(note(1))));

    assertThat(world.timelines()).isEmpty();
    assertThat(world.shelf().heads).isEmpty();
  }

  @Test
  void only_a_user_has_other_ids() {
    assertThatThrownBy(() -> new Said<>(note(1), false, List.of("phone")))
        .hasMessage("other ids are those of a user");
  }
}
