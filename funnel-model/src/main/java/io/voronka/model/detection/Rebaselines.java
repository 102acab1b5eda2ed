package io.voronka.model.detection;

import java.util.ArrayList;
import java.util.List;

/** When the rate of a stream changed for good, and by how much. Mutable, not thread-safe. */
final class Rebaselines {

  private static final int MOST = 64;

  private record Change(long minute, double factor) {}

  private final List<Change> changes = new ArrayList<>();

  /** Notes a change; those that no cell of the history lies before any more are forgotten. */
  void add(long minute, double factor) {
    long oldest = minute - (History.WEEKS + 2L) * History.WEEK_MINUTES;
    changes.removeIf(change -> change.minute() < oldest);
    changes.add(new Change(minute, factor));
  }

  /** By how much the rate changed since a minute. */
  double since(long minute) {
    double factor = 1;
    for (var change : changes) {
      factor *= change.minute() > minute ? change.factor() : 1;
    }
    return factor;
  }

  void write(StateOutput out) {
    out.count(changes.size());
    changes.forEach(change -> out.whole(change.minute()).real(change.factor()));
  }

  void read(StateInput in) {
    changes.clear();
    for (int left = in.size(MOST); left > 0; left--) {
      changes.add(new Change(in.whole(), in.real()));
    }
  }
}
