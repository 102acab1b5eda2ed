package io.voronka.ingest.call;

import io.voronka.model.definition.Violation;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one call, so that one answer names it all. Not thread-safe. */
public final class Faults {

  private List<Violation> found = List.of();
  private RefusalKind kind = RefusalKind.FIELD;

  /**
   * Notes a fault; the first one gives the kind.
   *
   * @param path the field, or empty for the call itself
   */
  void add(RefusalKind kind, String path, String message) {
    if (found.isEmpty()) {
      this.kind = kind;
      found = new ArrayList<>(); // few calls need one
    }
    found.add(new Violation(path, message));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  RefusalKind kind() {
    return kind;
  }

  List<Violation> all() {
    return List.copyOf(found);
  }
}
