package io.voronka.wire;

import com.fasterxml.jackson.databind.JsonNode;
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
    @Nullable String series,
    List<Integer> partitions) {

  /**
   * The figures found, to be added to those of other partitions.
   *
   * @param figures keys and values in the form of {@link TallyCodec}
   */
  public record Answer(List<Figure> figures) {}

  /** One page of figures in the form of {@link TallyCodec}. */
  public record Figure(byte[] key, byte[] value) {}
}
