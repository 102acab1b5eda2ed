package io.voronka.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Figures of rounds, and what lies least, in the middle and most of them. */
final class Timings {

  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    values.add(value);
  }

  double last() {
    return values.get(values.size() - 1);
  }

  /** The value in the middle; of an even number of values the upper one. */
  double median() {
    return sorted().get(values.size() / 2);
  }

  private List<Double> sorted() {
    return values.stream().sorted().toList();
  }

  @Override
  public String toString() {
    var sorted = sorted();
    return "min %.2f, median %.2f, max %.2f"
        .formatted(sorted.get(0), median(), sorted.get(sorted.size() - 1));
  }
}
