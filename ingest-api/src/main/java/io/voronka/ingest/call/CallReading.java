package io.voronka.ingest.call;

import io.voronka.model.definition.Violation;
import io.voronka.wire.ReceivedEvent;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What came of a message. Every implementation is a value. */
public sealed interface CallReading {

  /**
   * What it tells of.
   *
   * @param events mostly one; more where a message says several things at once, none where it says
   *     nothing that is of use here
   */
  record Taken(List<ReceivedEvent> events) implements CallReading {
    public Taken {
      events = List.copyOf(events);
    }

    /** Returns this with what another message says beside it. */
    Taken and(Taken other) {
      return new Taken(
          java.util.stream.Stream.concat(events.stream(), other.events.stream()).toList());
    }
  }

  /**
   * Why it can't be taken.
   *
   * @param kind of the first fault
   * @param messageId as sent, if it has a usable one
   * @param faults all of them; a path is a field of the message, or empty for the message itself
   */
  record Refused(RefusalKind kind, @Nullable String messageId, List<Violation> faults)
      implements CallReading {

    public Refused {
      faults = List.copyOf(faults);
    }

    /** Refuses a message for one reason. */
    public static Refused because(RefusalKind kind, String path, String message) {
      return new Refused(kind, null, List.of(new Violation(path, message)));
    }

    /** The faults as one text. */
    public String reason() {
      return faults.stream()
          .map(fault -> (fault.path() + " " + fault.message()).strip())
          .collect(Collectors.joining("; "));
    }
  }

  /** Says that a message is understood and of no use here. */
  static CallReading passedOver() {
    return new Taken(List.of());
  }

  /** Returns both as one: refused if one of them is. */
  default CallReading and(CallReading other) {
    if (this instanceof Taken one && other instanceof Taken another) {
      return one.and(another);
    }
    return this instanceof Refused ? this : other;
  }
}
