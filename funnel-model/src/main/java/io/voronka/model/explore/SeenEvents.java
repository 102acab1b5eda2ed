package io.voronka.model.explore;

import io.voronka.model.timeline.Timeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The event names that were seen, with counts. Mutable, not thread-safe. */
public final class SeenEvents {

  /** Names that are kept; of more, the first by alphabet. */
  public static final int MAX_NAMES = 2000;

  private static final class Count {
    long count;
    long lastMillis = Long.MIN_VALUE;
  }

  private final Smallest<String, Count> names =
      new Smallest<>(MAX_NAMES, Comparator.naturalOrder());

  /** Adds a person's events. */
  public void add(Timeline timeline) {
    timeline.events().forEach(event -> add(new SeenEvent(event.name(), 1, event.timeMillis())));
  }

  public void add(SeenEvent seen) {
    var count = names.at(seen.name(), Count::new);
    if (count != null) {
      count.count += seen.count();
      count.lastMillis = Math.max(count.lastMillis, seen.lastMillis());
    }
  }

  /** Tells that a part that was added had more names than are kept. */
  public void cut() {
    names.cut();
  }

  /** Whether there are more names than are kept. */
  public boolean isCut() {
    return names.isCut();
  }

  /** Returns the names, the most frequent first. */
  public List<SeenEvent> list() {
    var list = new ArrayList<SeenEvent>();
    names.forEach((name, one) -> list.add(new SeenEvent(name, one.count, one.lastMillis)));
    list.sort(Comparator.comparingLong(seen -> -seen.count()));
    return list;
  }
}
