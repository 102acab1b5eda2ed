package io.voronka.ingest.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Two protocols on one path, told apart by what the body says.
 *
 * @param first speaks where the other does not, and answers what can't be read
 */
record Either(TreeProtocol first, TreeProtocol second, Predicate<JsonNode> isOfSecond)
    implements TreeProtocol {

  @Override
  public TreeProtocol of(JsonNode body) {
    return isOfSecond.test(body) ? second : first;
  }

  @Override
  public @Nullable String messageInQuery() {
    return first.messageInQuery();
  }

  @Override
  public JsonNode body(Request request, byte[] bytes) {
    return first.body(request, bytes);
  }

  @Override
  public List<@Nullable String> keys(Request request, JsonNode body) {
    return of(body).keys(request, body);
  }

  @Override
  public CallsOfBody read(Request request, JsonNode body, int bytes) {
    return of(body).read(request, body, bytes);
  }
}
