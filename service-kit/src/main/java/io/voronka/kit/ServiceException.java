package io.voronka.kit;

import io.voronka.model.definition.Violation;
import java.util.List;

/** A failure with an answer for the caller. */
public final class ServiceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ProblemType type;
  private final transient List<Violation> violations;

  /**
   * Makes a failure that names faults.
   *
   * @param detail what went wrong this time, for the caller
   * @param violations every fault of the request, in its order
   */
  public ServiceException(ProblemType type, String detail, List<Violation> violations) {
    super(detail);
    this.type = type;
    this.violations = List.copyOf(violations);
  }

  public ServiceException(ProblemType type, String detail) {
    this(type, detail, List.of());
  }

  public ServiceException(ProblemType type, String detail, Throwable cause) {
    this(type, detail, List.of());
    initCause(cause);
  }

  public ProblemType type() {
    return type;
  }

  public List<Violation> violations() {
    return violations;
  }
}
