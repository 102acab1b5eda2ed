package io.voronka.model.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.identity.RoomMessage.Drop;
import io.voronka.model.identity.RoomMessage.Identify;
import io.voronka.model.identity.RoomMessage.Link;
import io.voronka.model.identity.RoomMessage.Remove;
import io.voronka.model.identity.WriterMessage.ForceRequest;
import io.voronka.testing.IdentityOracle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Rooms end where the rule says, whatever the order in which everything arrives. */
class RoomKeeperProperties {

  private static final long CASES = Long.getLong("voronka.cases", 1_000_000) / 100;
  private static final long CASES_OF_MISTAKES = 3000;
  private static final int MOST_SAID = 14;

  /** Makes a world; one in which rooms err, to see that it would be noticed. */
  private interface Worlds {
    World<Note> of(int partitions, RoomLimits limits);
  }

  @Test
  void every_entry_ends_at_the_home_that_the_rule_names_and_nowhere_else() {
    assertThat(Seeds.firstFault(CASES, seed -> faults(seed, World::of))).isEmpty();
  }

  /** Lets one random history happen, and returns what is wrong in the end. */
  private static String faults(long seed, Worlds worlds) {
    var random = new Random(seed);
    var history = History.random(random, MOST_SAID);
    var limits = new RoomLimits(10_000, 1000, 2 * random.nextInt(5), random.nextInt(3));
    var world = worlds.of(1 + random.nextInt(4), limits);
    history.sendTo(world, random);
    int patience = random.nextInt(4);
    while (world.choices() > 0) {
      world.step(choice(world, random, patience));
      if (world.hasCircle()) {
        return "rooms follow one another in a circle, after\n" + history;
      }
    }
    var faults = WorldChecks.faults(world, true) + WorldChecks.differences(world, history);
    return faults.isEmpty() ? "" : faults + ", after\n" + history;
  }

  /** The more patience, the more of what follows from one statement comes before the next. */
  private static int choice(World<Note> world, Random random, int patience) {
    int choice = random.nextInt(world.choices());
    for (int again = 0; again < patience && world.isFromSender(choice); again++) {
      choice = random.nextInt(world.choices());
    }
    return choice;
  }

  @Test
  void which_ids_are_one_person_does_not_depend_on_the_order_of_forced_merges() {
    assertThat(Seeds.firstFault(CASES, RoomKeeperProperties::faultsOfForcedOrder)).isEmpty();
  }

  private static String faultsOfForcedOrder(long seed) {
    var random = new Random(seed);
    var history = History.random(random, MOST_SAID);
    var forced = new ArrayList<ForceRequest>();
    for (int left = random.nextInt(6); left > 0; left--) {
      forced.add(new ForceRequest(one(random), one(random)));
    }
    var persons = persons(history, forced);
    Collections.shuffle(forced, random);
    return persons.equals(persons(history, forced)) ? "" : forced + ", after\n" + history;
  }

  private static String one(Random random) {
    return History.IDS.get(random.nextInt(History.IDS.size()));
  }

  private static Set<Set<String>> persons(History history, List<ForceRequest> forced) {
    var oracle = new IdentityOracle();
    history.tell(oracle);
    forced.forEach(request -> oracle.force(request.previous(), request.id()));
    return new HashSet<>(oracle.persons(History.IDS).values());
  }

  @Test
  void it_is_noticed_if_a_room_does_not_say_that_it_leaves() {
    assertThat(firstFaultLosing(message -> message instanceof Drop)).isPresent();
  }

  @Test
  void it_is_noticed_if_removals_are_not_passed_on() {
    assertThat(firstFaultLosing(message -> message instanceof Remove)).isPresent();
  }

  private static Optional<String> firstFaultLosing(Predicate<RoomMessage<Note>> isLost) {
    return Seeds.firstFault(
        CASES_OF_MISTAKES,
        seed ->
            faults(
                seed, (partitions, limits) -> World.of(partitions, limits, World::keeper, isLost)));
  }

  @Test
  void it_is_noticed_if_the_latest_link_counts() {
    assertThat(firstFaultKeeping(LatestLink::new)).isPresent();
  }

  @Test
  void it_is_noticed_if_a_link_is_sent_before_the_identification_is_noted() {
    assertThat(firstFaultKeeping(LinkFirst::new)).isPresent();
  }

  private static Optional<String> firstFaultKeeping(World.Keepers<Note> keepers) {
    return Seeds.firstFault(
        CASES_OF_MISTAKES,
        seed ->
            faults(
                seed,
                (partitions, limits) -> World.of(partitions, limits, keepers, message -> false)));
  }

  private static final class LatestLink extends RoomKeeper<Note> {

    LatestLink(
        RoomStore<Note> store, Outbox<Note> outbox, Persons<Note> persons, RoomLimits limits) {
      super(store, outbox, persons, note -> 1, limits);
    }

    @Override
    RoomHead linked(RoomHead head, Address to) {
      var link = head.link() == null || head.link().compareTo(to) < 0 ? to : head.link();
      return new RoomHead(
          link,
          head.identifiedFrom(),
          head.forced(),
          head.refusedBy(),
          head.followers(),
          head.told(),
          head.tellers(),
          head.marks());
    }
  }

  /** Sends the links at once, and by a message to the room itself what makes it identified. */
  private static final class LinkFirst extends RoomKeeper<Note> {

    private final Outbox<Note> outbox;

    LinkFirst(
        RoomStore<Note> store, Outbox<Note> outbox, Persons<Note> persons, RoomLimits limits) {
      super(store, outbox, persons, note -> 1, limits);
      this.outbox = outbox;
    }

    @Override
    public void handle(String id, RoomMessage<Note> message) {
      if (message instanceof Identify<Note> one && !one.isForced() && !one.others().isEmpty()) {
        for (var other : one.others()) {
          if (!other.equals(id)) {
            outbox.toRoom(other, new Link<>(new Address(id, one.at())));
          }
        }
        outbox.toRoom(id, new Identify<>(one.at(), List.of(), false));
      } else {
        super.handle(id, message);
      }
    }
  }
}
