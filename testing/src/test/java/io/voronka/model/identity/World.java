package io.voronka.model.identity;

import io.voronka.model.identity.WriterMessage.ForceRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rooms in several partitions, and what is on its way: from senders in any order, from one
 * partition to another in order. Each step handles one of the messages that could be next.
 */
public final class World<E extends Entry & Comparable<E>> {

  /** Makes the keeper of all rooms; a test may take one that errs. */
  interface Keepers<E extends Entry & Comparable<E>> {
    RoomKeeper<E> make(RoomStore<E> store, Outbox<E> outbox, Persons<E> persons, RoomLimits limits);
  }

  /** Where a message comes from and goes to. */
  private record Channel(int from, int to) implements Comparable<Channel> {
    @Override
    public int compareTo(Channel other) {
      return from != other.from ? Integer.compare(from, other.from) : Integer.compare(to, other.to);
    }
  }

  /** A message on its way: to a room, or to the writer. */
  private record Sent<E>(
      @Nullable String room, @Nullable RoomMessage<E> message, @Nullable WriterMessage request) {}

  private final Function<String, Integer> partitions;
  private final int writer;
  private final RoomLimits limits;
  private final Keepers<E> keepers;
  private final Predicate<RoomMessage<E>> isLost;

  private final Shelf<E> shelf;
  private final Map<String, String> forced;
  private final List<ForceRequest> forcedInOrder;
  private final Map<String, List<E>> timelines;
  private final List<Sent<E>> fromSenders;
  private final Map<Channel, List<Sent<E>>> channels;
  private final List<RoomMessage<E>> log = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();

  private World(World<E> other, Shelf<E> shelf) {
    this.partitions = other.partitions;
    this.writer = other.writer;
    this.limits = other.limits;
    this.keepers = other.keepers;
    this.isLost = other.isLost;
    this.shelf = shelf;
    this.forced = new HashMap<>(other.forced);
    this.forcedInOrder = new ArrayList<>(other.forcedInOrder);
    this.timelines = new HashMap<>(other.timelines);
    this.fromSenders = new ArrayList<>(other.fromSenders);
    this.channels = new TreeMap<>();
    other.channels.forEach((channel, sent) -> channels.put(channel, new ArrayList<>(sent)));
  }

  World(
      Function<String, Integer> partitions,
      int writer,
      RoomLimits limits,
      Keepers<E> keepers,
      Predicate<RoomMessage<E>> isLost) {
    this.partitions = partitions;
    this.writer = writer;
    this.limits = limits;
    this.keepers = keepers;
    this.isLost = isLost;
    this.shelf = new Shelf<>();
    this.forced = new HashMap<>();
    this.forcedInOrder = new ArrayList<>();
    this.timelines = new HashMap<>();
    this.fromSenders = new ArrayList<>();
    this.channels = new TreeMap<>();
  }

  /** A world of some partitions in which all is as it should be. */
  public static <E extends Entry & Comparable<E>> World<E> of(int partitions, RoomLimits limits) {
    return of(partitions, limits, World::keeper, message -> false);
  }

  /** A world in which keepers may err, or messages get lost. */
  static <E extends Entry & Comparable<E>> World<E> of(
      int partitions, RoomLimits limits, Keepers<E> keepers, Predicate<RoomMessage<E>> isLost) {
    return new World<>(id -> Math.floorMod(id.hashCode(), partitions), 0, limits, keepers, isLost);
  }

  static <E extends Entry & Comparable<E>> RoomKeeper<E> keeper(
      RoomStore<E> store, Outbox<E> outbox, Persons<E> persons, RoomLimits limits) {
    return new RoomKeeper<>(store, outbox, persons, entry -> 1, limits);
  }

  World<E> copy() {
    return new World<>(this, shelf.copy());
  }

  /** Hands a sender's message over, to arrive at any time. */
  public void send(String room, RoomMessage<E> message) {
    fromSenders.add(new Sent<>(room, message, null));
  }

  /** Handles messages until none is on its way. */
  public void run(Random random) {
    while (choices() > 0) {
      step(random.nextInt(choices()));
    }
  }

  /** Returns how many messages could be the next. */
  int choices() {
    return fromSenders.size() + channels.size();
  }

  /** Whether the choice is a message that a sender sent. */
  boolean isFromSender(int choice) {
    return choice < fromSenders.size();
  }

  /** Handles one of the messages that could be the next. */
  void step(int choice) {
    if (isFromSender(choice)) {
      var sent = fromSenders.remove(choice);
      handle(partitions.apply(sent.room()), sent);
    } else {
      var channel = List.copyOf(channels.keySet()).get(choice - fromSenders.size());
      var sent = channels.get(channel);
      var first = sent.remove(0);
      if (sent.isEmpty()) {
        channels.remove(channel);
      }
      handle(channel.to(), first);
    }
  }

  private void handle(int partition, Sent<E> sent) {
    var outbox = outbox(partition);
    if (sent.request() != null) {
      if (sent.request() instanceof ForceRequest request) {
        forcedInOrder.add(request);
      }
      new ForceWriter<>(addresses(), outbox, persons(), limits).handle(sent.request());
    } else {
      keepers
          .make(only(sent.room()), outbox, persons(), limits)
          .handle(sent.room(), sent.message());
    }
  }

  private Outbox<E> outbox(int from) {
    return new Outbox<>() {
      @Override
      public void toRoom(String id, RoomMessage<E> message) {
        if (!isLost.test(message)) {
          log.add(message);
          put(partitions.apply(id), new Sent<>(id, message, null));
        }
      }

      @Override
      public void toWriter(WriterMessage message) {
        put(writer, new Sent<>(null, null, message));
      }

      private void put(int to, Sent<E> sent) {
        channels.computeIfAbsent(new Channel(from, to), absent -> new ArrayList<>()).add(sent);
      }
    };
  }

  /** The store, for a message to one room: no other may be touched. */
  private RoomStore<E> only(String room) {
    return new RoomStore<>() {
      private Shelf<E> of(String id) {
        if (!id.equals(room)) {
          throw new IllegalStateException("a message to " + room + " looks into " + id);
        }
        return shelf;
      }

      @Override
      public RoomHead head(String id) {
        return of(id).head(id);
      }

      @Override
      public void putHead(String id, RoomHead head) {
        of(id).putHead(id, head);
      }

      @Override
      public Map<String, List<E>> entries(String id) {
        return of(id).entries(id);
      }

      /** A store may leave any entry to who looks at all of them; this one does so with half. */
      @Override
      public Appended append(String id, E entry, int most) {
        boolean isLeft = entry.id().hashCode() % 2 == 0;
        return isLeft ? Appended.NOT : of(id).append(id, entry, most);
      }

      @Override
      public void put(String id, String source, E entry) {
        of(id).put(id, source, entry);
      }

      @Override
      public void remove(String id, String source, E entry) {
        of(id).remove(id, source, entry);
      }
    };
  }

  private Persons<E> persons() {
    return new Persons<>() {
      @Override
      public void changed(String home, List<E> before, List<E> after) {
        if (!before.equals(timelines.getOrDefault(home, List.of()))) {
          throw new IllegalStateException(
              home + " had " + timelines.get(home) + ", is said to have had " + before);
        }
        timelines.put(home, after);
        if (after.isEmpty()) {
          timelines.remove(home);
        }
      }

      @Override
      public void added(String home, E entry) {
        var before = timelines.getOrDefault(home, List.of());
        timelines.put(home, Stream.concat(before.stream(), Stream.of(entry)).sorted().toList());
      }

      @Override
      public void erased(String home, List<E> before, boolean isSubtracted) {
        changed(home, before, List.of());
      }

      @Override
      public void refused(String id, Refusal why) {
        refusals.add(why);
      }
    };
  }

  private ForcedAddresses addresses() {
    return new ForcedAddresses() {
      @Override
      public @Nullable String get(String id) {
        return forced.get(id);
      }

      @Override
      public void put(String id, String address) {
        forced.put(id, address);
      }

      @Override
      public void remove(String id) {
        forced.remove(id);
      }
    };
  }

  /** The timeline of each home, as the last call said. */
  public Map<String, List<E>> timelines() {
    return timelines;
  }

  /** The ids of each person by their home, as that home knows them. */
  public SortedMap<String, SortedSet<String>> persons(Collection<String> ids) {
    var persons = new TreeMap<String, SortedSet<String>>();
    for (var id : ids) {
      if (head(id).isHome()) {
        persons.put(id, new TreeSet<>(head(id).ids(id)));
      }
    }
    return persons;
  }

  /** The forced merges in the order in which the writer took them. */
  public List<ForceRequest> forcedInOrder() {
    return forcedInOrder;
  }

  RoomHead head(String id) {
    return shelf.heads.getOrDefault(id, RoomHead.EMPTY);
  }

  Shelf<E> shelf() {
    return shelf;
  }

  Map<String, String> forced() {
    return forced;
  }

  /** What rooms were told by others, in the order of sending. */
  List<RoomMessage<E>> log() {
    return log;
  }

  List<Refusal> refusals() {
    return refusals;
  }

  /** Whether two rooms follow one another, be it by way of others. */
  boolean hasCircle() {
    for (var id : shelf.heads.keySet()) {
      var end = id;
      for (int steps = 0; end != null; steps++) {
        if (steps > shelf.heads.size()) {
          return true;
        }
        var address = head(end).address();
        end = address == null ? null : address.id();
      }
    }
    return false;
  }

  /** Worlds are equal if the same can come of them. */
  @Override
  public boolean equals(Object other) {
    return other instanceof World<?> world
        && shelf.equals(world.shelf)
        && channels.equals(world.channels)
        && fromSenders.equals(world.fromSenders)
        && forcedInOrder.equals(world.forcedInOrder)
        && forced.equals(world.forced)
        && timelines.equals(world.timelines);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * shelf.hashCode() + channels.hashCode()) + fromSenders.hashCode();
  }
}
