package io.voronka.model.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.identity.History.Input;
import io.voronka.model.identity.RoomMessage.Erase;
import io.voronka.model.identity.RoomMessage.Identify;
import io.voronka.model.identity.RoomMessage.Said;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * All that can be said of three ids in four statements, in every order in which it and all that
 * follows from it can arrive. Each id has one entry, and a partition of its own.
 */
class SmallWorldsTest {

  private static final List<String> IDS = List.of("a", "b", "c");
  private static final int STATEMENTS = 4;

  private static final long CASES = Long.getLong("voronka.cases", 1_000_000);

  /** Every so many-th is tried; by default all in which nothing is forced or erased. */
  private static final long EVERY = Math.max(1, 1_000_000 / CASES);

  /** Of the others every so many-th; in the long profile all. */
  private static final long OTHERS_EVERY = Math.max(1, 200_000_000 / CASES - 19);

  /**
   * What is said of an id.
   *
   * @param other belongs to it; null if it is only said to be somebody's own
   */
  private record Kind(String id, String other, boolean isForced, boolean isErased) {}

  private static List<Kind> kinds() {
    var kinds = new ArrayList<Kind>();
    for (var id : IDS) {
      kinds.add(new Kind(id, null, false, false));
      kinds.add(new Kind(id, null, false, true));
      for (var other : IDS) {
        if (!other.equals(id)) {
          kinds.add(new Kind(id, other, false, false));
          kinds.add(new Kind(id, other, true, false));
        }
      }
    }
    return kinds;
  }

  @Test
  void every_order_of_arrival_ends_where_the_rule_says() {
    var kinds = kinds();
    long histories = Math.round(Math.pow(kinds.size(), STATEMENTS));
    assertThat(
            Seeds.firstFault(
                histories,
                code -> {
                  var said = said(code, kinds);
                  boolean isNeeded = code % (isPlain(said) ? EVERY : OTHERS_EVERY) == 0;
                  return isNeeded && isFirstOfItsLikes(said) ? faults(history(said)) : "";
                }))
        .isEmpty();
  }

  private static boolean isPlain(List<Kind> said) {
    return said.stream().noneMatch(kind -> kind.isForced() || kind.isErased());
  }

  /** The statements in the order of their moments: the digits of the code. */
  private static List<Kind> said(long code, List<Kind> kinds) {
    var said = new ArrayList<Kind>();
    long rest = code;
    for (int i = 0; i < STATEMENTS; i++) {
      said.add(kinds.get((int) (rest % kinds.size())));
      rest /= kinds.size();
    }
    return said;
  }

  /** One is enough of those that differ in the names of the ids only. */
  private static boolean isFirstOfItsLikes(List<Kind> said) {
    var mentioned = new LinkedHashSet<String>();
    for (var kind : said) {
      mentioned.add(kind.id());
      if (kind.other() != null) {
        mentioned.add(kind.other());
      }
    }
    return List.copyOf(mentioned).equals(IDS.subList(0, mentioned.size()));
  }

  private static History history(List<Kind> said) {
    var inputs = new ArrayList<Input>();
    for (var id : IDS) {
      inputs.add(new Input(id, new Said<>(new Note("of-" + id, 0, ""), false, List.of())));
    }
    for (int i = 0; i < said.size(); i++) {
      var kind = said.get(i);
      var others = kind.other() == null ? List.<String>of() : List.of(kind.other());
      inputs.add(
          new Input(
              kind.id(),
              kind.isErased()
                  ? new Erase<>(null, true)
                  : new Identify<>(new Moment(i, "s" + i), others, kind.isForced())));
    }
    return new History(inputs);
  }

  /** Where something is erased while more is on its way, rooms must at least agree in the end. */
  private static String faults(History history) {
    boolean isErased = history.said().stream().anyMatch(input -> input.message() instanceof Erase);
    var seen = new HashSet<World<Note>>();
    var open = new ArrayDeque<World<Note>>();
    open.add(begin(history));
    while (!open.isEmpty()) {
      var world = open.removeLast();
      var faults = world.hasCircle() && !isErased ? "rooms follow one another in a circle" : "";
      if (world.choices() == 0) {
        faults += WorldChecks.faults(world, true);
        faults += isErased ? "" : WorldChecks.differences(world, history);
      }
      if (!faults.isEmpty()) {
        return faults + ", after\n" + history;
      }
      for (int choice = 0; choice < world.choices(); choice++) {
        var next = world.copy();
        next.step(choice);
        if (seen.add(next)) {
          open.add(next);
        }
      }
    }
    return "";
  }

  /** The entries are there; the statements are on their way. */
  private static World<Note> begin(History history) {
    var world =
        new World<Note>(
            IDS::indexOf, IDS.size(), RoomLimits.DEFAULT, World::keeper, message -> false);
    var entries = history.said().subList(0, IDS.size());
    entries.forEach(input -> world.send(input.room(), input.message()));
    world.run(new Random(0));
    history.said().stream()
        .skip(IDS.size())
        .forEach(input -> world.send(input.room(), input.message()));
    return world;
  }
}
