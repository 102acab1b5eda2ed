package io.voronka.model.count;

import org.jspecify.annotations.Nullable;

/**
 * What became of the people who reached a stage.
 *
 * @param name the stage's name
 * @param reached people who got at least here
 * @param advanced of those, who reached the next stage; null at the last stage, as the next two
 * @param pending of the others, who could still advance
 * @param dropped of the others, who can't any more; reached = advanced + pending + dropped
 * @param conversionFromPrevious share of those at the stage before, null at the first or of nobody
 * @param conversionFromFirst share of those who entered, null of nobody
 * @param fromPrevious seconds from the stage before
 * @param fromFirst seconds from the entry
 */
public record StageReport(
    String name,
    long reached,
    @Nullable Long advanced,
    @Nullable Long pending,
    @Nullable Long dropped,
    @Nullable Double conversionFromPrevious,
    @Nullable Double conversionFromFirst,
    Seconds fromPrevious,
    Seconds fromFirst) {

  /**
   * Times of the people who reached the stage; all null at the first stage and of nobody.
   *
   * @param median within {@link TimeBins#RELATIVE_ERROR}
   * @param p90 within the same
   * @param mean exact
   */
  public record Seconds(@Nullable Double median, @Nullable Double p90, @Nullable Double mean) {

    static final Seconds NONE = new Seconds(null, null, null);
  }
}
