package io.voronka.model.identity;

import io.voronka.model.identity.RoomMessage.Identify;
import io.voronka.model.identity.RoomMessage.Said;
import io.voronka.testing.IdentityOracle;
import io.voronka.testing.IdentityOracle.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What senders said, in no order, and who is who by that.
 *
 * @param said to rooms, by senders
 */
record History(List<Input> said) {

  /** What was said to a room. */
  record Input(String room, RoomMessage<Note> message) {}

  /** The last one never links. */
  static final List<String> IDS = List.of("a", "b", "c", "d", "e", "guest");

  private static final int MOMENTS = 4;

  /**
   * Returns up to {@code most} things said of a few ids. Equal times, messages that come again with
   * other contents, and forced merges are frequent.
   */
  static History random(Random random, int most) {
    var ids = IDS.subList(0, 2 + random.nextInt(5));
    int forceOneIn = random.nextBoolean() ? 6 : 1000;
    var said = new ArrayList<Input>();
    for (int left = 1 + random.nextInt(most); left > 0; left--) {
      var id = one(ids, random);
      int kind = random.nextInt(6);
      if (random.nextInt(forceOneIn) == 0) {
        said.add(new Input(id, new Identify<>(moment(random), others(ids, random), true)));
      } else if (kind < 2) {
        said.add(new Input(id, new Identify<>(moment(random), others(ids, random), false)));
      } else if (kind < 4) {
        said.add(new Input(id, new Said<>(note(random), false, List.of())));
      } else {
        said.add(new Input(id, new Said<>(note(random), true, others(ids, random))));
      }
    }
    return new History(said);
  }

  private static String one(List<String> ids, Random random) {
    return ids.get(random.nextInt(ids.size()));
  }

  /** Most often one; it may be the id itself. */
  private static List<String> others(List<String> ids, Random random) {
    var others = new ArrayList<String>();
    for (int left = random.nextInt(6) % 3; left > 0; left--) {
      others.add(one(ids, random));
    }
    return others;
  }

  private static Note note(Random random) {
    return new Note(
        "m" + random.nextInt(8), random.nextInt(MOMENTS), random.nextBoolean() ? "x" : "y");
  }

  private static Moment moment(Random random) {
    return new Moment(random.nextInt(MOMENTS), "m" + random.nextInt(8));
  }

  /** Hands all of it over to the world, some of it twice. */
  void sendTo(World<Note> world, Random random) {
    for (var input : said) {
      world.send(input.room(), input.message());
      if (random.nextInt(4) == 0) {
        world.send(input.room(), input.message());
      }
    }
  }

  /** Tells the oracle all but the forced merges, whose order only the world knows. */
  void tell(IdentityOracle oracle) {
    for (var input : said) {
      if (input.message() instanceof Said<Note> one && one.isUser()) {
        var entry = one.entry();
        oracle.hear(
            new Statement(input.room(), new Moment(entry.timeMillis(), entry.id()), one.others()));
      } else if (input.message() instanceof Identify<Note> one) {
        oracle.hear(
            new Statement(input.room(), one.at(), one.isForced() ? List.of() : one.others()));
      }
    }
  }

  /** All ids that were mentioned. */
  TreeSet<String> ids() {
    var ids = new TreeSet<String>();
    for (var input : said) {
      ids.add(input.room());
      if (input.message() instanceof Said<Note> one) {
        ids.addAll(one.others());
      } else if (input.message() instanceof Identify<Note> one) {
        ids.addAll(one.others());
      }
    }
    return ids;
  }

  /** The timelines by home, empty ones left out. */
  Map<String, List<Note>> timelines(IdentityOracle oracle) {
    var smallest = new TreeMap<String, TreeMap<String, Note>>();
    for (var input : said) {
      if (input.message() instanceof Said<Note> one) {
        smallest
            .computeIfAbsent(oracle.homeOf(input.room()), home -> new TreeMap<>())
            .merge(
                one.entry().id(),
                one.entry(),
                (left, right) -> left.compareTo(right) <= 0 ? left : right);
      }
    }
    var timelines = new TreeMap<String, List<Note>>();
    smallest.forEach(
        (home, notes) -> timelines.put(home, notes.values().stream().sorted().toList()));
    return timelines;
  }

  @Override
  public String toString() {
    return said.stream()
        .map(input -> input.room() + " <- " + input.message())
        .collect(Collectors.joining("\n"));
  }
}
