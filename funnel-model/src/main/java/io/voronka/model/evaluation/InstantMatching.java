package io.voronka.model.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides which stages the events of one instant can fill together, each event one stage.
 *
 * <p>A bipartite matching by augmenting paths (Kuhn 1955), in which events that match the same
 * stages are one node with a capacity: 4 000 equal events cost as much as one. An augmenting path
 * never gives up a stage that is placed. Each placing costs at most stages × kinds of events.
 */
final class InstantMatching {

  /** Events that match the same stages. */
  private static final class Kind {
    final int matched;
    int count;
    int filling; // the stages placed on it

    Kind(int matched) {
      this.matched = matched;
    }
  }

  private final List<Kind> kinds = new ArrayList<>(4);
  private final Steps steps;
  private int placed;

  InstantMatching(Steps steps) {
    this.steps = steps;
  }

  /** Adds an event by the stages that it matches. */
  void add(int matched) {
    for (var kind : kinds) {
      if (kind.matched == matched) {
        kind.count++;
        return;
      }
    }
    var kind = new Kind(matched);
    kind.count = 1;
    kinds.add(kind);
  }

  /** How many stages are placed. */
  int placed() {
    return placed;
  }

  /** Takes all stages away again. */
  void clear() {
    kinds.forEach(kind -> kind.filling = 0);
    placed = 0;
  }

  /** Gives the stage an event, moving others if need be; returns whether there is one for it. */
  boolean place(int stage) {
    boolean possible = place(stage, new boolean[kinds.size()]);
    if (possible) {
      placed++;
    }
    return possible;
  }

  private boolean place(int stage, boolean[] visited) {
    for (int i = 0; i < kinds.size(); i++) {
      var kind = kinds.get(i);
      if (visited[i] || (kind.matched & 1 << stage) == 0) {
        continue;
      }
      visited[i] = true;
      steps.count(1);
      if (Integer.bitCount(kind.filling) < kind.count) {
        kind.filling |= 1 << stage;
        return true;
      }
      for (int rest = kind.filling; rest != 0; rest &= rest - 1) {
        int other = Integer.numberOfTrailingZeros(rest);
        if (place(other, visited)) {
          kind.filling = kind.filling & ~(1 << other) | 1 << stage;
          return true;
        }
      }
    }
    return false;
  }
}
