package io.voronka.model.explore;

import org.jspecify.annotations.Nullable;

/**
 * How far the shares of two sets of people lie apart, and whether that can be chance. People who
 * are in both sets are taken for two.
 *
 * @param hits people of the one set who are counted in its share
 * @param people all people of the one set
 * @param otherHits likewise of the other
 * @param otherPeople likewise of the other
 */
public record ShareComparison(long hits, long people, long otherHits, long otherPeople) {

  public static final double CONFIDENCE = 0.95;

  /** How surely a difference as large as this one would be noticed with enough people. */
  public static final double POWER = 0.8;

  /** Below this many expected hits or misses on a side the shares say little (Cochran 1954). */
  public static final int FEWEST_EXPECTED = 5;

  private static final double QUANTILE = 1.959963984540054; // of the normal distribution at 0.975
  private static final double QUANTILE_OF_POWER = 0.8416212335729143; // likewise at 0.8

  /** An interval of shares or of their differences. */
  public record Interval(double low, double high) {}

  /** The one share less the other; null where one of them is of nobody. */
  public @Nullable Double difference() {
    return people == 0 || otherPeople == 0 ? null : (Double) (share() - otherShare());
  }

  private double share() {
    return (double) hits / people;
  }

  private double otherShare() {
    return (double) otherHits / otherPeople;
  }

  /**
   * The {@value #CONFIDENCE} interval of the difference: the hybrid of two score intervals, method
   * 10 of Newcombe, Statistics in Medicine 17 (1998) 873–890. Null where a share is of nobody.
   */
  public @Nullable Interval interval() {
    var difference = difference();
    if (difference == null) {
      return null;
    }
    var one = score(hits, people);
    var other = score(otherHits, otherPeople);
    return new Interval(
        difference - Math.hypot(share() - one.low, other.high - otherShare()),
        difference + Math.hypot(one.high - share(), otherShare() - other.low));
  }

  /** The score interval of a share: Wilson, JASA 22 (1927) 209–212. */
  private static Interval score(long hits, long people) {
    double share = (double) hits / people;
    double squared = QUANTILE * QUANTILE;
    double middle = 2 * people * share + squared;
    double width = QUANTILE * Math.sqrt(squared + 4 * people * share * (1 - share));
    double scale = 2 * (people + squared);
    return new Interval((middle - width) / scale, (middle + width) / scale);
  }

  /**
   * How likely shares at least as far apart are if people of both sets do alike: Fisher's exact
   * test, two-sided, see {@link FisherTest}; so it holds for few people as well.
   */
  public double pValue() {
    return FisherTest.pValue(hits, people, hits + otherHits, people + otherPeople);
  }

  /**
   * Whether there are people enough to judge: on each side at least {@value #FEWEST_EXPECTED} hits
   * and misses are expected if both sets do alike.
   */
  public boolean isEnough() {
    long all = people + otherPeople;
    long fewer = Math.min(people, otherPeople);
    long rarer = Math.min(hits + otherHits, all - hits - otherHits);
    return all > 0 && (double) fewer * rarer / all >= FEWEST_EXPECTED;
  }

  /**
   * How many people each set needs so that a difference of the size that is seen would be noticed
   * with the probability {@value #POWER} (Fleiss, Levin, Paik: Statistical Methods for Rates and
   * Proportions, 3rd ed. 2003, formula 4.14, without its correction for continuity). Null where
   * there is no difference to be seen.
   */
  public @Nullable Long peopleNeeded() {
    var difference = difference();
    if (difference == null || difference == 0) {
      return null;
    }
    double mean = (share() + otherShare()) / 2;
    double alike = QUANTILE * Math.sqrt(2 * mean * (1 - mean));
    double apart =
        QUANTILE_OF_POWER * Math.sqrt(share() * (1 - share()) + otherShare() * (1 - otherShare()));
    return (long) Math.ceil(Math.pow((alike + apart) / difference, 2));
  }
}
