package io.voronka.model.explore;

/**
 * How many people have a factor.
 *
 * @param factor what; without a value of a property that has too many of them
 * @param advanced how many of those who went on
 * @param dropped how many of those who dropped
 */
public record FactorCount(Factor factor, long advanced, long dropped) {

  /** Says that a property has too many different values. */
  static FactorCount manyValued(Factor.Source source, String name) {
    return new FactorCount(new Factor(source, name, null), 0, 0);
  }

  /** Whether it says that a property has too many different values. */
  boolean isManyValued() {
    return factor.source() != Factor.Source.EVENT && factor.value() == null;
  }
}
