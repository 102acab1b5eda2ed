package io.voronka.model.explore;

import org.jspecify.annotations.Nullable;

/**
 * How many people went on and how many dropped, with something and without it: a table of two by
 * two.
 *
 * @param advancedWith people who had it and went on
 * @param droppedWith who had it and dropped
 * @param advancedWithout who did not have it and went on
 * @param droppedWithout who did not have it and dropped
 */
public record Association(
    long advancedWith, long droppedWith, long advancedWithout, long droppedWithout) {

  public long with() {
    return advancedWith + droppedWith;
  }

  public long without() {
    return advancedWithout + droppedWithout;
  }

  /** The share of those with it who went on; null of nobody. */
  public @Nullable Double rateWith() {
    return share(advancedWith, with());
  }

  /** The share of those without it who went on; null of nobody. */
  public @Nullable Double rateWithout() {
    return share(advancedWithout, without());
  }

  /**
   * How many times as often those with it went on as everybody; null where nobody has it or nobody
   * went on.
   */
  public @Nullable Double lift() {
    var with = rateWith();
    var all = share(advancedWith + advancedWithout, with() + without());
    return with == null || all == null || all == 0 ? null : (Double) (with / all);
  }

  private static @Nullable Double share(long part, long whole) {
    return whole == 0 ? null : (Double) ((double) part / whole);
  }

  /**
   * Returns how likely a table at least as unlikely as this one is if going on has nothing to do
   * with it, see {@link FisherTest}. 1 where all or none have it, or went on.
   */
  public double pValue() {
    return FisherTest.pValue(
        advancedWith, with(), advancedWith + advancedWithout, with() + without());
  }
}
