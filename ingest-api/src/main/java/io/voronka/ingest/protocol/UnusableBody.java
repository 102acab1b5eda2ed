package io.voronka.ingest.protocol;

import io.voronka.ingest.call.RefusalKind;
import io.voronka.kit.ProblemType;
import io.voronka.model.definition.Violation;

/** Why a body holds no messages at all. */
public final class UnusableBody extends RuntimeException {

  private final ProblemType type;
  private final RefusalKind kind;
  private final transient Violation fault;

  public UnusableBody(ProblemType type, RefusalKind kind, Violation fault) {
    super(("body " + fault.path()).strip() + " " + fault.message(), null, false, false);
    this.type = type;
    this.kind = kind;
    this.fault = fault;
  }

  /** Says that a body does not have the shape that it must have. */
  public static UnusableBody invalid(String path, String message) {
    return new UnusableBody(ProblemType.INVALID, RefusalKind.BODY, new Violation(path, message));
  }

  public ProblemType type() {
    return type;
  }

  public RefusalKind kind() {
    return kind;
  }

  public Violation fault() {
    return fault;
  }
}
