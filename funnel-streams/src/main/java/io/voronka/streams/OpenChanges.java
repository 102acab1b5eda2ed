package io.voronka.streams;

import io.voronka.wire.Correction.Why;
import io.voronka.wire.RoomEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What became of persons since it was told last: of each the timeline as it was and as it is,
 * however many events came between. Under load nearly all events of a visit come together, and
 * figures need to know only where it led. Not thread-safe. Bound: that of the rooms that are to be
 * written, see {@link RoomCache}; all of these are.
 *
 * <p>Where entries were only appended, the room itself knows which; of anything else the timelines
 * are kept here as lists of entries. A room is open in one of the two ways at a time.
 */
final class OpenChanges {

  /** What one person's timeline was, what it is, and why. */
  static final class Open {
    private final Rooms.Content home;
    private final List<RoomEntry> before;
    private final Why why;
    private List<RoomEntry> after;

    private Open(Rooms.Content home, List<RoomEntry> before, List<RoomEntry> after, Why why) {
      this.home = home;
      this.before = before;
      this.after = after;
      this.why = why;
    }
  }

  private final Consumer<PersonChange> listener;
  private final List<Rooms.Content> appended = new ArrayList<>();
  private final List<Open> open = new ArrayList<>();

  OpenChanges(Consumer<PersonChange> listener) {
    this.listener = listener;
  }

  /** An event was appended to a person's timeline. */
  void added(Rooms.Content home) {
    if (!home.hasUntold) {
      home.hasUntold = true;
      appended.add(home);
    }
  }

  /**
   * A person's timeline is another one now. What was appended has to be told before.
   *
   * @param before what it was after the last change of this person, or at first
   */
  void add(Rooms.Content home, List<RoomEntry> before, List<RoomEntry> after, Why why) {
    var known = home.open;
    if (known != null && known.why == why) {
      known.after = after;
      return;
    }
    if (known != null) {
      tell(known);
    }
    var now = new Open(home, before, after, why);
    home.open = now;
    open.add(now);
  }

  /** Tells what was appended to a room. */
  void tellAppended(Rooms.Content home) {
    if (home.hasUntold) {
      home.hasUntold = false;
      tell(PersonChange.appended(home.room(), home.blocks().takeAppended()));
    }
  }

  /** Tells what became of a room in either way. */
  void tell(Rooms.Content home) {
    tellAppended(home);
    if (home.open != null) {
      tell(home.open);
    }
  }

  /** Tells what became of each person. */
  void tell() {
    var told = List.copyOf(appended);
    appended.clear();
    told.forEach(this::tellAppended);
    var others = List.copyOf(open);
    open.clear();
    for (var other : others) {
      if (other.home.open == other) { // else it was told before another one
        tell(other);
      }
    }
  }

  private void tell(Open one) {
    one.home.open = null;
    tell(PersonChange.of(one.home.room(), one.before, one.after, one.why));
  }

  private void tell(PersonChange change) {
    if (!change.touched().isEmpty()) {
      listener.accept(change);
    }
  }
}
