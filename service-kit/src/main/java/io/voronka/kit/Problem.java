package io.voronka.kit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.voronka.model.definition.Violation;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The body of a failed request (RFC 9457).
 *
 * @param title what kind of failure it is
 * @param status the HTTP status
 * @param detail what went wrong this time
 * @param instance a reference to the log, only for failures that are ours
 * @param violations every fault of the request
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
    String title,
    int status,
    @Nullable String detail,
    @Nullable String instance,
    List<Violation> violations) {

  public static Problem of(ServiceException failure) {
    var type = failure.type();
    return new Problem(
        type.title(), type.status(), failure.getMessage(), null, failure.violations());
  }

  static Problem of(ProblemType type, String detail) {
    return new Problem(type.title(), type.status(), detail, null, List.of());
  }

  static Problem unexpected() {
    var type = ProblemType.UNEXPECTED;
    return new Problem(
        type.title(),
        type.status(),
        "The log has the details under this reference.",
        "urn:uuid:" + UUID.randomUUID(),
        List.of());
  }
}
