package io.voronka.model.definition;

import java.util.List;
import java.util.stream.Collectors;

/** A definition broke rules; names every one of them, so that one answer fixes them all. */
public final class InvalidDefinition extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final transient List<Violation> violations;

  public InvalidDefinition(List<Violation> violations) {
    super(
        violations.stream()
            .map(violation -> violation.path() + " " + violation.message())
            .collect(Collectors.joining("; ")));
    this.violations = List.copyOf(violations);
  }

  /** In the order of the definition; at least one. */
  public List<Violation> violations() {
    return violations;
  }
}
