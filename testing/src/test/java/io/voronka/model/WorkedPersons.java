package io.voronka.model;

import io.voronka.model.event.Event;
import io.voronka.model.identity.Entry;
import io.voronka.model.identity.Moment;
import io.voronka.model.identity.RoomLimits;
import io.voronka.model.identity.RoomMessage;
import io.voronka.model.identity.RoomMessage.Identify;
import io.voronka.model.identity.RoomMessage.Said;
import io.voronka.model.identity.World;
import io.voronka.model.timeline.Timeline;
import io.voronka.testing.IdentityOracle;
import io.voronka.testing.Scenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Who did what in a {@link WorkedExample}: what was said under which id, and the persons and
 * timelines that the rooms make of it in any order of arrival.
 */
final class WorkedPersons {

  private static final String ID = "[a-z][\\w:-]*";
  private static final String IDS = ID + "(?:, " + ID + ")*";
  private static final Pattern EVENTS =
      Pattern.compile("(user )?(" + ID + ")(?: on (" + IDS + "))?");
  private static final Pattern LINK = Pattern.compile("(\\S+) (" + ID + ") = (" + IDS + ")");
  private static final int PARTITIONS = 3;

  /** An event as rooms keep it. */
  private record Kept(Event event) implements Entry, Comparable<Kept> {
    @Override
    public String id() {
      return isEvent() ? event.id() : "said:" + event.id();
    }

    boolean isEvent() {
      return !Scenario.isStatement(event);
    }

    @Override
    public long timeMillis() {
      return event.timeMillis();
    }

    @Override
    public int compareTo(Kept other) {
      return event.compareTo(other.event); // texts that are equal are one event
    }
  }

  /** What was said to the room of an id. */
  private record Statement(String id, RoomMessage<Kept> message) {}

  private final List<Statement> said = new ArrayList<>();
  private final IdentityOracle oracle = new IdentityOracle();
  private final SortedSet<String> ids = new TreeSet<>();
  private final World<Kept> world = World.of(PARTITIONS, RoomLimits.DEFAULT);

  /** Whether a line with that key says what happened to somebody. */
  static boolean isEvents(String key) {
    return EVENTS.matcher(key).matches();
  }

  /** Reads what happened under an id: {@code phone}, {@code user ann}, {@code ann on phone}. */
  void addEvents(String key, String events) {
    var found = matching(EVENTS, key);
    var others = found.group(3) == null ? List.<String>of() : listed(found.group(3));
    boolean isUser = found.group(1) != null || !others.isEmpty();
    for (var event : Scenario.events(events)) {
      add(found.group(2), others, new Said<>(new Kept(event), isUser, others));
      if (isUser) {
        hear(found.group(2), new Moment(event.timeMillis(), event.id()), others);
      }
    }
  }

  /** Reads a line such as {@code 10:00 ann = phone, laptop}. */
  void addLink(String text, boolean isForced) {
    var found = matching(LINK, text);
    var event = Scenario.events(found.group(1) + " identify").get(0);
    var at = new Moment(event.timeMillis(), text);
    var others = listed(found.group(3));
    add(found.group(2), others, new Identify<>(at, others, isForced));
    hear(found.group(2), at, isForced ? List.of() : others);
  }

  private void add(String id, List<String> others, RoomMessage<Kept> message) {
    ids.add(id);
    ids.addAll(others);
    said.add(new Statement(id, message));
  }

  private void hear(String id, Moment at, List<String> others) {
    oracle.hear(new IdentityOracle.Statement(id, at, others));
  }

  private static MatchResult matching(Pattern pattern, String text) {
    var found = pattern.matcher(text);
    if (!found.matches()) {
      throw new IllegalArgumentException("not what was said of an id: '" + text + "'");
    }
    return found;
  }

  private static List<String> listed(String ids) {
    return Arrays.asList(ids.split(", ", -1));
  }

  /** Lets all of it arrive in some order, some of it twice. */
  void arrive(Random random) {
    for (var statement : said) {
      world.send(statement.id(), statement.message());
      if (random.nextBoolean()) {
        world.send(statement.id(), statement.message());
      }
    }
    world.run(random);
    world.forcedInOrder().forEach(forced -> oracle.force(forced.previous(), forced.id()));
  }

  /** The timeline of each person who did something, by the id at which they are at home. */
  Map<String, Timeline> timelines() {
    var timelines = new TreeMap<String, Timeline>();
    world
        .timelines()
        .forEach(
            (home, kept) ->
                timelines.put(home, new Timeline(events(kept, true), events(kept, false))));
    return timelines;
  }

  private static List<Event> events(List<Kept> kept, boolean areEvents) {
    return kept.stream().filter(one -> one.isEvent() == areEvents).map(Kept::event).toList();
  }

  /** The ids of each person by their home, as the rooms know them. */
  SortedMap<String, SortedSet<String>> persons() {
    return world.persons(ids);
  }

  /** The same, as the rule has it. */
  SortedMap<String, SortedSet<String>> personsByTheRule() {
    return oracle.persons(ids);
  }
}
