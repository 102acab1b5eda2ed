package io.voronka.ingest;

import io.voronka.model.definition.Violation;
import io.voronka.wire.ReceivedEvent;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What came of a call. Every implementation is a value. */
sealed interface CallReading {

  /** The event it tells of. */
  record Taken(ReceivedEvent event) implements CallReading {}

  /**
   * Why it can't be taken.
   *
   * @param kind of the first fault
   * @param messageId as sent, if it has a usable one
   * @param faults all of them; a path is a field of the call, or empty for the call itself
   */
  record Refused(RefusalKind kind, @Nullable String messageId, List<Violation> faults)
      implements CallReading {

    /** The faults as one text. */
    String reason() {
      return faults.stream()
          .map(fault -> (fault.path() + " " + fault.message()).strip())
          .collect(Collectors.joining("; "));
    }
  }
}
