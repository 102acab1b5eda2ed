package io.voronka.streams;

import io.voronka.wire.Correction.Why;
import io.voronka.wire.RoomEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;

/**
 * What became of persons since it was told last: of each the timeline as it was and as it is,
 * however many events came between. Under load nearly all events of a visit come together, and
 * figures need to know only where it led. Not thread-safe. Bound: that of the rooms that are to be
 * written, see {@link RoomCache}.
 */
final class OpenChanges {

  /** What one person's timeline was, what it is, and why. */
  private static final class Open {
    final byte[] home;
    final List<RoomEntry> before;
    final Why why;
    List<RoomEntry> after;

    Open(byte[] home, List<RoomEntry> before, List<RoomEntry> after, Why why) {
      this.home = home;
      this.before = before;
      this.after = after;
      this.why = why;
    }
  }

  private final Consumer<PersonChange> listener;
  private final Map<Bytes, Open> byHome = new LinkedHashMap<>();

  OpenChanges(Consumer<PersonChange> listener) {
    this.listener = listener;
  }

  /**
   * A person's timeline is another one now.
   *
   * @param before what it was after the last change of this person, or at first
   */
  void add(byte[] home, List<RoomEntry> before, List<RoomEntry> after, Why why) {
    var key = Bytes.wrap(home);
    var open = byHome.get(key);
    if (open != null && open.why == why) {
      open.after = after;
      return;
    }
    if (open != null) {
      byHome.remove(key);
      tell(open);
    }
    byHome.put(key, new Open(home, before, after, why));
  }

  /** Tells what became of each person. */
  void tell() {
    var open = List.copyOf(byHome.values());
    byHome.clear();
    open.forEach(this::tell);
  }

  private void tell(Open open) {
    var change = PersonChange.of(open.home, open.before, open.after, open.why);
    if (!change.touched().isEmpty()) {
      listener.accept(change);
    }
  }
}
