package io.voronka.model.explore;

import java.util.List;

/**
 * What goes with advancing and dropping from a stage.
 *
 * @param advanced people who went on
 * @param dropped people who can't any more
 * @param pending people who still can: they are left out of all comparisons
 * @param compared how many factors were compared
 * @param drivers those that tell most, the least likely to be chance first
 * @param manyValued names of properties with too many different values to compare, by alphabet
 * @param isCut whether there were more properties or events than are compared
 */
public record DriverReport(
    long advanced,
    long dropped,
    long pending,
    int compared,
    List<Driver> drivers,
    List<Factor> manyValued,
    boolean isCut) {

  public DriverReport {
    drivers = List.copyOf(drivers);
    manyValued = List.copyOf(manyValued);
  }
}
