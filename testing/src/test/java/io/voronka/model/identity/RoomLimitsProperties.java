package io.voronka.model.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is said, rooms stay within their limits and agree with one another. */
class RoomLimitsProperties {

  private static final long CASES = Long.getLong("voronka.cases", 1_000_000) / 200;
  private static final int MOST_SAID = 14;
  private static final int MANY = 10_000;

  @Test
  void a_person_has_no_more_ids_than_it_may_and_no_entry_is_lost() {
    assertThat(Seeds.firstFault(CASES, seed -> faults(seed, MANY, 1 + (int) (seed % 4)))).isEmpty();
  }

  @Test
  void a_room_holds_no_more_entries_than_it_may() {
    assertThat(Seeds.firstFault(CASES, seed -> faults(seed, 1 + (int) (seed % 6), MANY))).isEmpty();
  }

  private static String faults(long seed, int entries, int ids) {
    var random = new Random(seed);
    var world =
        World.<Note>of(1 + random.nextInt(4), new RoomLimits(entries, ids, random.nextInt(9), 2));
    var history = History.random(random, MOST_SAID);
    history.sendTo(world, random);
    while (world.choices() > 0) {
      world.step(random.nextInt(world.choices()));
      var beyond = beyond(world, entries, ids);
      if (!beyond.isEmpty()) {
        return beyond + ", after\n" + history;
      }
    }
    var faults = WorldChecks.faults(world, entries == MANY);
    if (world.refusals().isEmpty()) {
      faults += WorldChecks.differences(world, history);
    }
    return faults.isEmpty() ? "" : faults + ", after\n" + history;
  }

  private static String beyond(World<Note> world, int entries, int ids) {
    for (var id : world.shelf().heads.keySet()) {
      if (world.head(id).ids(id).size() > ids) {
        return id + " has too many ids";
      }
    }
    for (var id : world.shelf().entries.keySet()) {
      int held = world.shelf().entries.get(id).values().stream().mapToInt(one -> one.size()).sum();
      if (held > entries) {
        return id + " holds too many entries";
      }
      boolean isMarked = world.head(id).marks().contains(Refusal.TOO_MANY_ENTRIES);
      if (held == entries && !isMarked) {
        return id + " is full and not marked";
      }
    }
    return "";
  }
}
