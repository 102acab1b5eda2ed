package io.voronka.model.identity;

import io.voronka.testing.IdentityOracle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What holds in every {@link World} in which nothing is on its way any more. */
final class WorldChecks {

  private final World<Note> world;
  private final boolean isWhole;
  private final List<String> faults = new ArrayList<>();

  private WorldChecks(World<Note> world, boolean isWhole) {
    this.world = world;
    this.isWhole = isWhole;
  }

  /** Returns how the homes differ from what the rule says of a history, or an empty text. */
  static String differences(World<Note> world, History history) {
    var oracle = new IdentityOracle();
    history.tell(oracle);
    world.forcedInOrder().forEach(forced -> oracle.force(forced.previous(), forced.id()));
    var faults = new ArrayList<String>();
    if (!history.timelines(oracle).equals(new TreeMap<>(world.timelines()))) {
      faults.add("timelines are " + world.timelines() + " not " + history.timelines(oracle));
    }
    var persons = world.persons(history.ids());
    if (!oracle.persons(history.ids()).equals(persons)) {
      faults.add("persons are " + persons + " not " + oracle.persons(history.ids()));
    }
    return String.join("; ", faults);
  }

  /**
   * Returns what is wrong with how the rooms stand to each other, or an empty text.
   *
   * @param isWhole whether all that a follower holds must be there, since no limit was met
   */
  static String faults(World<Note> world, boolean isWhole) {
    var checks = new WorldChecks(world, isWhole);
    checks.compareRooms();
    return String.join("; ", checks.faults);
  }

  private void compareRooms() {
    require(!world.hasCircle(), "rooms follow one another in a circle");
    var ids = new TreeSet<>(world.shelf().heads.keySet());
    ids.addAll(world.shelf().entries.keySet());
    var timelines = new TreeMap<String, List<Note>>();
    for (var id : ids) {
      compareAddress(id);
      compareFollowers(id);
      if (world.head(id).isHome() && !all(id).isEmpty()) {
        timelines.put(id, all(id));
      }
    }
    require(
        timelines.equals(new TreeMap<>(world.timelines())),
        "homes hold " + timelines + ", were said to hold " + world.timelines());
  }

  private void compareAddress(String id) {
    var head = world.head(id);
    var address = head.address();
    require(
        address == null || world.head(address.id()).followers().containsKey(id),
        id + " follows one that does not know it");
    require(
        head.forced() == null || head.forced().equals(world.forced().get(id)),
        "the writer did not force " + id);
  }

  private void compareFollowers(String id) {
    var held = world.shelf().entries(id);
    var sources = new HashSet<>(held.keySet());
    sources.remove(id);
    var followers = world.head(id).followers();
    require(followers.keySet().containsAll(sources), id + " holds copies of strangers");
    for (var follower : followers.keySet()) {
      var head = world.head(follower);
      var address = head.address();
      require(address != null && address.id().equals(id), follower + " does not follow " + id);
      require(
          followers.get(follower).equals(head.ids(follower)), id + " has wrong ids of " + follower);
      var copies = RoomKeeper.all(Map.of("", held.getOrDefault(follower, List.of())));
      require(
          isWhole ? copies.equals(all(follower)) : all(follower).containsAll(copies),
          id + " has wrong copies of " + follower);
    }
  }

  private List<Note> all(String id) {
    return RoomKeeper.all(world.shelf().entries(id));
  }

  private void require(boolean holds, String fault) {
    if (!holds) {
      faults.add(fault);
    }
  }
}
