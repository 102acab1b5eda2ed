package io.voronka.model.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Decides how many consecutive stages the events of one instant can fill, each event one stage.
 *
 * <p>A bipartite matching by augmenting paths (Kuhn 1955), in which events that match the same
 * stages are one node with a capacity: 4 000 equal events cost as much as one. Stages are offered
 * in order and an augmenting path never gives up a stage, so the first that can't be placed ends
 * the run.
 */
final class TieMatching {

  /** Events that match the same stages. */
  private static final class Kind {
    final int matched;
    int count;
    final List<Integer> filling = new ArrayList<>();

    Kind(int matched) {
      this.matched = matched;
    }
  }

  private final List<Kind> kinds;

  private TieMatching(List<Kind> kinds) {
    this.kinds = kinds;
  }

  /**
   * Returns how many of the stages {@code from}, {@code from + 1}, … can be filled.
   *
   * @param matched a bit for each stage, of each event
   * @param without the index of an event that is taken already, or −1
   * @param stages the number of stages; {@code from} is below it
   */
  static int longest(List<Integer> matched, int without, int from, int stages) {
    var byStages = new LinkedHashMap<Integer, Kind>();
    for (int i = 0; i < matched.size(); i++) {
      if (i != without) {
        byStages.computeIfAbsent(matched.get(i), Kind::new).count++;
      }
    }
    var matching = new TieMatching(List.copyOf(byStages.values()));
    int stage = from;
    while (stage < stages && matching.place(stage, new boolean[matching.kinds.size()])) {
      stage++;
    }
    return stage - from;
  }

  private boolean place(int stage, boolean[] visited) {
    for (int i = 0; i < kinds.size(); i++) {
      var kind = kinds.get(i);
      if (visited[i] || (kind.matched & 1 << stage) == 0) {
        continue;
      }
      visited[i] = true;
      if (kind.filling.size() < kind.count) {
        kind.filling.add(stage);
        return true;
      }
      for (int place = 0; place < kind.filling.size(); place++) {
        if (place(kind.filling.get(place), visited)) {
          kind.filling.set(place, stage);
          return true;
        }
      }
    }
    return false;
  }
}
