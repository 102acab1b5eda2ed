package io.voronka.allinone.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Values that are drawn by weight; immutable.
 *
 * @param options at least one
 */
record Choice<T>(List<Option<T>> options) {

  /** A value and its weight, above zero. */
  record Option<T>(T value, int weight) {}

  Choice {
    options = List.copyOf(options);
  }

  static <T> Choice<T> either(T value, int weight) {
    return new Choice<>(List.of(new Option<>(value, weight)));
  }

  Choice<T> or(T value, int weight) {
    var more = new ArrayList<>(options);
    more.add(new Option<>(value, weight));
    return new Choice<>(more);
  }

  T pick(RandomGenerator random) {
    int left = random.nextInt(options.stream().mapToInt(Option::weight).sum());
    int i = 0;
    while (left >= options.get(i).weight()) {
      left -= options.get(i++).weight();
    }
    return options.get(i).value();
  }
}
