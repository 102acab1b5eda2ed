package io.voronka.ingest.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.ingest.call.CallReading;
import io.voronka.ingest.call.CallReading.Refused;
import io.voronka.ingest.call.CallReading.Taken;
import io.voronka.ingest.call.Limits;
import io.voronka.ingest.call.RefusalKind;
import io.voronka.kit.ProblemType;
import io.voronka.model.definition.Violation;
import io.voronka.wire.EventCodec;
import io.voronka.wire.Json;
import io.voronka.wire.ReceivedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the messages of one body came to.
 *
 * @param accepted how many were good
 * @param events of these, in the order sent
 * @param refused the others, in the order sent
 */
public record CallsOfBody(int accepted, List<ReceivedEvent> events, List<RefusedCall> refused) {

  /** What a body without messages comes to. */
  public static final CallsOfBody NONE = new CallsOfBody(0, List.of(), List.of());

  public CallsOfBody {
    events = List.copyOf(events);
    refused = List.copyOf(refused);
  }

  /**
   * What an answer tells. Requests wait for theirs without their events, which would lie in memory
   * for as long, and be copied by the garbage collector.
   *
   * @param accepted how many messages were good
   * @param events how many they made
   * @param refused the other messages, in the order sent
   */
  public record Outcome(int accepted, int events, List<RefusedCall> refused) {

    public Outcome {
      refused = List.copyOf(refused);
    }
  }

  /** Returns what is to be told of it. */
  public Outcome outcome() {
    return new Outcome(accepted, events.size(), refused);
  }

  /**
   * A message that can't be taken.
   *
   * @param index in its list; null if it came alone
   * @param list the field that holds the list; empty if the body is the list
   */
  public record RefusedCall(@Nullable Integer index, String list, JsonNode call, Refused why) {

    /** The faults with the place of the message in their paths. */
    public List<Violation> violations() {
      if (index == null) {
        return why.faults();
      }
      var place = list + "[" + index + "]";
      return why.faults().stream()
          .map(
              fault ->
                  new Violation(
                      fault.path().isEmpty() ? place : place + "." + fault.path(), fault.message()))
          .toList();
    }
  }

  /** Returns this with what the body says beside its messages, if that is good. */
  CallsOfBody with(CallReading beside) {
    if (!(beside instanceof Taken taken)) {
      return this;
    }
    var all = new ArrayList<>(events);
    all.addAll(taken.events());
    return new CallsOfBody(accepted, all, refused);
  }

  /** Reads a body that is one message, which in base64 is longer than it is. */
  public static CallsOfBody ofOne(
      JsonNode message, int bodyBytes, Function<JsonNode, CallReading> read) {
    return of(message, isLarge(message, bodyBytes) ? tooLarge() : read.apply(message));
  }

  /** Reads a body that says more than its message: what becomes of it is measured. */
  public static CallsOfBody ofOne(JsonNode message, Function<JsonNode, CallReading> read) {
    var reading = read.apply(message);
    boolean isLarge =
        reading instanceof Taken taken
            && taken.events().stream()
                .anyMatch(event -> EventCodec.encode(event).length > Limits.EVENT_BYTES);
    return of(
        message, isLarge ? Refused.because(RefusalKind.SIZE, "", Limits.EVENT_TOO_LARGE) : reading);
  }

  private static CallsOfBody of(JsonNode message, CallReading reading) {
    return reading instanceof Taken taken
        ? new CallsOfBody(1, taken.events(), List.of())
        : new CallsOfBody(
            0, List.of(), List.of(new RefusedCall(null, "", message, (Refused) reading)));
  }

  /**
   * Reads a list of messages.
   *
   * @param list the field that holds it; empty if the body is the list
   * @throws UnusableBody if there are too many
   */
  public static CallsOfBody ofList(
      JsonNode messages, String list, int bodyBytes, Function<JsonNode, CallReading> read) {
    return ofList(messages, list, bodyBytes, Limits.BATCH_CALLS, read);
  }

  /** The same of a webhook, which may bring more. */
  public static CallsOfBody ofHook(
      JsonNode messages, String list, int bodyBytes, Function<JsonNode, CallReading> read) {
    return ofList(messages, list, bodyBytes, Limits.HOOK_CALLS, read);
  }

  private static CallsOfBody ofList(
      JsonNode messages,
      String list,
      int bodyBytes,
      int most,
      Function<JsonNode, CallReading> read) {
    if (messages.size() > most) {
      throw new UnusableBody(
          ProblemType.TOO_LARGE, RefusalKind.SIZE, new Violation(list, Limits.tooManyCalls(most)));
    }
    var events = new ArrayList<ReceivedEvent>(messages.size());
    var refused = new ArrayList<RefusedCall>();
    int index = 0;
    for (var message : messages) {
      var reading = isLarge(message, bodyBytes) ? tooLarge() : read.apply(message);
      if (reading instanceof Taken taken) {
        events.addAll(taken.events());
      } else {
        refused.add(new RefusedCall(index, list, message, (Refused) reading));
      }
      index++;
    }
    return new CallsOfBody(index - refused.size(), events, refused);
  }

  /** What is part of a short body is short; of a long one it is measured. */
  private static boolean isLarge(JsonNode message, int bodyBytes) {
    return bodyBytes > Limits.CALL_BYTES && Json.bytes(message).length > Limits.CALL_BYTES;
  }

  static Refused tooLarge() {
    return Refused.because(RefusalKind.SIZE, "", Limits.CALL_TOO_LARGE);
  }
}
