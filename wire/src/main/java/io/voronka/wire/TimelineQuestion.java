package io.voronka.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.model.count.Counting;
import io.voronka.model.count.Granularity;
import io.voronka.model.count.Range;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks an instance for a funnel's figures over the timelines that it holds.
 *
 * @param project whose people
 * @param definition in the form of {@link DefinitionJson}
 * @param calendar in the form of {@link CalendarJson}
 * @param fromMillis first moment of entries, included
 * @param toMillis last moment of entries, excluded
 * @param untilMillis events later than it are not seen
 * @param asOfMillis the moment at which people count as pending or dropped
 * @param counting what is counted, by its name; null for persons
 * @param where conditions on the entry in the form of {@link ConditionJson}; null for none
 * @param series granularity of the series by its name; null for none
 * @param partitions of {@link Topics#EVENTS} to look into
 */
public record TimelineQuestion(
    String project,
    JsonNode definition,
    @Nullable JsonNode calendar,
    long fromMillis,
    long toMillis,
    long untilMillis,
    long asOfMillis,
    @Nullable String counting,
    @Nullable JsonNode where,
    @Nullable String series,
    List<Integer> partitions)
    implements PartitionQuestion<TimelineQuestion> {

  public static final String PATH = "/internal/figures";

  /**
   * Makes a question to no partition yet.
   *
   * @param untilMillis events later than it are not seen
   */
  public static TimelineQuestion of(Funnel funnel, Range range, long untilMillis) {
    var series = range.series();
    return new TimelineQuestion(
        funnel.key().project(),
        DefinitionJson.write(funnel.definition()),
        CalendarJson.write(funnel.calendar()),
        range.fromMillis(),
        range.toMillis(),
        untilMillis,
        range.asOfMillis(),
        range.counting().text(),
        ConditionJson.write(range.where()),
        series == null ? null : series.text(),
        List.of());
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public TimelineQuestion to(List<Integer> others) {
    return new TimelineQuestion(
        project,
        definition,
        calendar,
        fromMillis,
        toMillis,
        untilMillis,
        asOfMillis,
        counting,
        where,
        series,
        others);
  }

  /**
   * The funnel that is asked about, under no id and no version.
   *
   * @throws IllegalArgumentException if it can't be read
   */
  public Funnel funnel() {
    return new Funnel(
        new FunnelVersion(project, "", 0),
        DefinitionJson.read(definition),
        CalendarJson.read(calendar));
  }

  /**
   * Whose figures are asked for.
   *
   * @throws IllegalArgumentException if it can't be read
   */
  public Range range() {
    return new Range(
        fromMillis,
        toMillis,
        asOfMillis,
        counting == null
            ? Counting.PERSONS
            : Counting.of(counting).orElseThrow(IllegalArgumentException::new),
        where == null || where.isNull() ? List.of() : ConditionJson.read(where),
        series == null
            ? null
            : Granularity.ofSeries(series).orElseThrow(IllegalArgumentException::new));
  }

  /**
   * The figures found, to be added to those of other partitions.
   *
   * @param figures keys and values in the form of {@link TallyCodec}
   */
  public record Answer(List<Figure> figures) {}

  /** One page of figures in the form of {@link TallyCodec}. */
  public record Figure(byte[] key, byte[] value) {}
}
