package io.voronka.streams;

import io.voronka.model.timeline.Timeline;
import io.voronka.wire.EventReader;
import io.voronka.wire.Outline;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The outlines of one project's people in one partition.
 *
 * <p>The first question makes them while it reads the rooms. Every room that changes from then on
 * is marked, after the change, and read again by the next question. Each mark is an object of its
 * own, and an outline takes the place of the very mark that lay there before its room was read, or
 * of none: so it never hides a later change. Thread-safe.
 */
final class ProjectOutlines {

  private static final int OVERHEAD_BYTES = 150; // of an entry of the map
  private static final byte[] NOTHING = {};
  private static final int MAX_NAMES = 10_000;

  /** A room: its outline, empty where nobody lives; null if it changed since that was made. */
  private static final class Entry {

    final byte @Nullable [] outline;

    Entry(byte @Nullable [] outline) {
      this.outline = outline;
    }

    int bytes() {
      return OVERHEAD_BYTES + (outline == null ? 0 : outline.length);
    }
  }

  private final ReadOnlyKeyValueStore<Bytes, byte[]> store;
  private final String project;
  private final ConcurrentNavigableMap<Bytes, Entry> rooms = new ConcurrentSkipListMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
  private volatile String[] names = {};
  private volatile boolean isComplete;

  /** Makes them of nobody yet. Whoever changes a room from now on says so. */
  ProjectOutlines(ReadOnlyKeyValueStore<Bytes, byte[]> store, String project) {
    this.store = store;
    this.project = project;
  }

  /** What they take in memory, about. */
  long bytes() {
    return bytes.get();
  }

  /** Whether there are more names than one can number. */
  boolean haveTooManyNames() {
    return names.length > MAX_NAMES;
  }

  /** A room was changed in the store. */
  void changed(byte[] room) {
    var mark = new Entry(null);
    weigh(room, rooms.put(Bytes.wrap(room), mark), mark);
  }

  private void weigh(byte[] room, @Nullable Entry before, Entry after) {
    long less = before == null ? 0 : room.length + before.bytes();
    bytes.addAndGet(room.length + after.bytes() - less);
  }

  /** Whether there is one of everybody. */
  boolean areComplete() {
    return isComplete;
  }

  /**
   * Shows everybody's events with certain names as {@link Outline#decode} gives them; only if they
   * are complete.
   */
  void forEach(Set<String> wanted, Consumer<Timeline> visitor) {
    var selection = new Selection(wanted);
    rooms.forEach((room, entry) -> show(outline(room, entry), selection, visitor));
  }

  private static void show(byte[] outline, Selection selection, Consumer<Timeline> visitor) {
    if (outline.length > 0) {
      visitor.accept(Outline.decode(outline, selection));
    }
  }

  /**
   * Makes them, and shows everybody's events meanwhile: all of them.
   *
   * @param goesOn asked now and then whether to go on making them; all are shown anyway
   */
  void make(BooleanSupplier goesOn, Consumer<Timeline> visitor) {
    boolean isMaking = true;
    try (var walk = Rooms.walk(store, project, null, EventReader.ALL)) {
      for (var room = walk.next(); room != null; room = walk.next()) {
        isMaking &= goesOn.getAsBoolean();
        if (isMaking) {
          put(room);
        }
        visitor.accept(room.timeline());
      }
    }
    isComplete |= isMaking;
  }

  private void put(Rooms.Room room) {
    var made = entry(room);
    if (rooms.putIfAbsent(Bytes.wrap(room.key()), made) == null) {
      weigh(room.key(), null, made);
    }
  }

  private Entry entry(Rooms.Room room) {
    return new Entry(Outline.encode(room.timeline(), this::number));
  }

  private int number(String name) {
    var known = numbers.get(name);
    return known == null ? newNumber(name) : known;
  }

  private synchronized int newNumber(String name) {
    return numbers.computeIfAbsent(
        name,
        absent -> {
          int number = names.length;
          var longer = Arrays.copyOf(names, number + 1);
          longer[number] = name;
          names = longer; // before anybody can meet the number
          return number;
        });
  }

  /** Also of a room that is gone: whoever makes outlines of an older view must find something. */
  private Entry read(Bytes room) {
    try (var walk = Rooms.walkOne(store, room.get(), EventReader.ALL)) {
      var found = walk.next();
      return found == null ? new Entry(NOTHING) : entry(found);
    }
  }

  /** The outline of a room; one that changed is read now. */
  private byte[] outline(Bytes room, Entry entry) {
    if (entry.outline != null) {
      return entry.outline;
    }
    var made = read(room);
    if (rooms.replace(room, entry, made)) {
      weigh(room.get(), entry, made);
    }
    return made.outline == null ? NOTHING : made.outline;
  }

  /** Names by their numbers, of those that are wanted. */
  private final class Selection implements IntFunction<@Nullable String> {

    private final Set<String> wanted;
    private @Nullable String[] known = {};

    Selection(Set<String> wanted) {
      this.wanted = wanted;
    }

    @Override
    public @Nullable String apply(int number) {
      if (number >= known.length) {
        known =
            Arrays.stream(names)
                .map(name -> wanted.contains(name) ? name : null)
                .toArray(String[]::new);
      }
      return known[number];
    }
  }
}
