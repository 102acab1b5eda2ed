package io.voronka.model.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.identity.RoomMessage.Erase;
import io.voronka.testing.IdentityOracle;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Erasure reaches all of a person, and leaves rooms that agree with one another. */
class ErasureProperties {

  private static final long CASES = Long.getLong("voronka.cases", 1_000_000) / 200;

  @Test
  void what_is_said_after_an_erasure_starts_afresh() {
    assertThat(Seeds.firstFault(CASES, ErasureProperties::faultsOfEpochs)).isEmpty();
  }

  /** Nothing is on its way when an erasure comes, nor when what comes after it is said. */
  private static String faultsOfEpochs(long seed) {
    var random = new Random(seed);
    var world = World.<Note>of(1 + random.nextInt(4), new RoomLimits(10_000, 1000, 0, 100));
    var oracle = new IdentityOracle();
    var alive = new History(new ArrayList<>());
    var told = new StringBuilder();
    for (int epochs = 2 + random.nextInt(2); epochs > 0; epochs--) {
      var history = History.random(random, 8);
      told.append(history).append('\n');
      history.sendTo(world, random);
      int forcedBefore = world.forcedInOrder().size();
      world.run(random);
      alive.said().addAll(history.said());
      history.tell(oracle);
      world.forcedInOrder().stream()
          .skip(forcedBefore)
          .forEach(forced -> oracle.force(forced.previous(), forced.id()));

      var erased = List.of("a", "b", "c").get(random.nextInt(3));
      told.append("erase ").append(erased).append('\n');
      world.send(erased, new Erase<>(null, true));
      world.run(random);
      erase(erased, alive, oracle);

      var faults = WorldChecks.faults(world, true);
      if (!alive.timelines(oracle).equals(new TreeMap<>(world.timelines()))) {
        faults += "timelines are " + world.timelines() + " not " + alive.timelines(oracle);
      }
      if (!faults.isEmpty()) {
        return faults + ", after\n" + told;
      }
    }
    return "";
  }

  private static void erase(String id, History alive, IdentityOracle oracle) {
    var person = oracle.persons(List.of("a", "b", "c", "d", "e", "f")).get(oracle.homeOf(id));
    alive.said().removeIf(input -> person.contains(input.room()));
    person.forEach(oracle::forget);
  }

  @Test
  void whatever_is_on_its_way_rooms_agree_in_the_end_and_can_all_be_emptied() {
    assertThat(Seeds.firstFault(CASES, ErasureProperties::faultsInFlight)).isEmpty();
  }

  /** Erasures come at any time, also while links, copies and other erasures are on their way. */
  private static String faultsInFlight(long seed) {
    var random = new Random(seed);
    int ids = random.nextBoolean() ? 1000 : 1 + random.nextInt(4);
    var world = World.<Note>of(1 + random.nextInt(4), new RoomLimits(10_000, ids, 0, 2));
    var history = History.random(random, 14);
    history.sendTo(world, random);
    for (int erasures = 1 + random.nextInt(4); erasures > 0; erasures--) {
      world.send(List.of("a", "b", "c").get(random.nextInt(3)), new Erase<>(null, true));
    }
    world.run(random);
    var faults = WorldChecks.faults(world, true);
    if (faults.isEmpty()) {
      history.ids().forEach(id -> world.send(id, new Erase<>(null, true)));
      world.run(random);
      if (!world.shelf().equals(new Shelf<Note>())
          || !world.timelines().isEmpty()
          || !world.forced().isEmpty()) {
        faults = "not all was erased";
      }
    }
    return faults.isEmpty() ? "" : faults + ", after\n" + history;
  }
}
