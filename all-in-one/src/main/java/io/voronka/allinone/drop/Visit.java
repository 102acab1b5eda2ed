package io.voronka.allinone.drop;

/**
 * What somebody does: reaches the stage and, perhaps, advances. Times are in minutes.
 *
 * @param number from 0
 * @param kind of person, see {@link Person}
 * @param entered when the stage was reached
 * @param enteredKnown the minute in which that becomes known
 * @param advanced when the person advanced; no number: never
 * @param advancedKnown the minute in which that becomes known
 */
record Visit(
    long number, int kind, double entered, long enteredKnown, double advanced, long advancedKnown) {

  boolean hasAdvanced() {
    return !Double.isNaN(advanced);
  }
}
