package io.voronka.model.count;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the people who reached a stage. Where attempts are counted, read attempts for
 * people.
 *
 * @param name the stage's name
 * @param reached people who got at least here
 * @param advanced of those, who reached the next required stage; null at the last stage, as the
 *     next two
 * @param pending of the others, who could still advance
 * @param dropped of the others, who can't any more; reached = advanced + pending + dropped
 * @param conversionFromPrevious share of those at the required stage before, null at the first or
 *     of nobody
 * @param conversionFromFirst share of those who entered, null of nobody
 * @param projected the share that will have advanced once all windows have closed; null at the last
 *     stage, at optional ones and of nobody
 * @param fromPrevious seconds from the required stage before
 * @param fromFirst seconds from the entry
 * @param histogram how many took how long from the required stage before; empty at the first stage
 * @param value the sum of the stage's value; null if it has none
 * @param valuesUnread how many of those had something else than a number there
 * @param target the share of the entered who should get here; null for none
 */
public record StageReport(
    String name,
    long reached,
    @Nullable Long advanced,
    @Nullable Long pending,
    @Nullable Long dropped,
    @Nullable Double conversionFromPrevious,
    @Nullable Double conversionFromFirst,
    @Nullable Projection projected,
    Seconds fromPrevious,
    Seconds fromFirst,
    List<TimeSpans.Span> histogram,
    @Nullable Double value,
    long valuesUnread,
    @Nullable Double target) {

  public StageReport {
    histogram = List.copyOf(histogram);
  }

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
