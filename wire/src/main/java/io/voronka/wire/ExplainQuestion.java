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
   * @param person the person's own id; null if the id is nobody's in the partitions
   * @param explanation in the form of {@link ExplanationJson}
   * @param follows the id to ask for instead, if the id follows one
   */
  public record Answer(
      @Nullable String person, @Nullable JsonNode explanation, @Nullable String follows) {

    public static Answer of(String person, JsonNode explanation) {
      return new Answer(person, explanation, null);
    }

    public static Answer elsewhere(@Nullable String follows) {
      return new Answer(null, null, follows);
    }
  }
}
