package io.voronka.model.count;

import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;

/**
 * Since when somebody waits at a stage, told from the deadline in few different numbers, so that
 * people with one deadline share a counter: how much of the window was used up when the stage was
 * reached or, where that is less, how much was left. Within {@value #RELATIVE_ERROR} of it.
 */
final class WaitingTime {

  static final double RELATIVE_ERROR = 0.05;

  private static final IndexMapping MAPPING = new LogarithmicMapping(RELATIVE_ERROR);

  private WaitingTime() {}

  /**
   * Returns the number: even for a time used up, odd for a time left.
   *
   * @param leftMillis from reaching the stage to the deadline
   */
  static int numberOf(long leftMillis, long windowMillis) {
    long used = windowMillis - leftMillis;
    return used <= leftMillis ? 2 * binOf(used) : 2 * binOf(leftMillis) + 1;
  }

  /** Returns from reaching the stage to the deadline, in milliseconds. */
  static double leftMillis(int number, long windowMillis) {
    double millis = number / 2 == 0 ? 0 : MAPPING.value(number / 2 - 1);
    return number % 2 == 0 ? windowMillis - millis : millis;
  }

  private static int binOf(long millis) {
    return millis <= 0 ? 0 : MAPPING.index((double) millis) + 1;
  }
}
