package io.voronka.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks what became of a person's attempts at a funnel.
 *
 * @param of the funnel and as of when
 * @param id any of the person's ids
 */
public record ExplainQuestion(TimelineQuestion of, String id)
    implements ReportQuestion<ExplainQuestion> {

  public static final String PATH = "/internal/explain";

  @Override
  public ExplainQuestion to(List<Integer> others) {
    return new ExplainQuestion(of.to(others), id);
  }

  @Override
  public String path() {
    return PATH;
  }

  /**
   * What became of them.
   *
   * @param person the person's own id; null if none of the partitions knows the id
   * @param explanation in the form of {@link ExplanationJson}
   */
  public record Answer(@Nullable String person, @Nullable JsonNode explanation) {}
}
