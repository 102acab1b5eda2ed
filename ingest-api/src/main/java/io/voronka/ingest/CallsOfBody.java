package io.voronka.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.ingest.CallReading.Refused;
import io.voronka.ingest.CallReading.Taken;
import io.voronka.kit.ProblemType;
import io.voronka.model.definition.Violation;
import io.voronka.wire.Json;
import io.voronka.wire.ReceivedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of one body came to.
 *
 * @param events of the good ones, in the order sent
 * @param refused the others, in the order sent
 */
record CallsOfBody(List<ReceivedEvent> events, List<RefusedCall> refused) {

  CallsOfBody {
    events = List.copyOf(events);
    refused = List.copyOf(refused);
  }

  /**
   * A call that can't be taken.
   *
   * @param index in its batch; null if it came alone
   */
  record RefusedCall(@Nullable Integer index, JsonNode call, Refused why) {

    /** The faults with the place of the call in their paths. */
    List<Violation> violations() {
      if (index == null) {
        return why.faults();
      }
      var place = "batch[" + index + "]";
      return why.faults().stream()
          .map(
              fault ->
                  new Violation(
                      fault.path().isEmpty() ? place : place + "." + fault.path(), fault.message()))
          .toList();
    }
  }

  /** Why a body holds no calls at all. */
  record Unusable(ProblemType type, RefusalKind kind, Violation fault) {}

  /** Returns what keeps a body from being a batch, or null. */
  static @Nullable Unusable faultOfBatch(JsonNode body) {
    var batch = body.path("batch");
    if (!body.isObject() || batch.isMissingNode()) {
      return invalid("", "must be an object with a list \"batch\" of calls");
    }
    if (!batch.isArray()) {
      return invalid("batch", "must be a list of calls");
    }
    if (batch.isEmpty()) {
      return invalid("batch", "must have at least one call");
    }
    return batch.size() <= Limits.BATCH_CALLS
        ? null
        : new Unusable(
            ProblemType.TOO_LARGE, RefusalKind.SIZE, new Violation("batch", Limits.TOO_MANY_CALLS));
  }

  /** Returns what keeps a body from being a call, or null. */
  static @Nullable Unusable faultOfCall(JsonNode body) {
    return body.isObject() ? null : invalid("", "must be an object: one call");
  }

  private static Unusable invalid(String path, String message) {
    return new Unusable(ProblemType.INVALID, RefusalKind.BODY, new Violation(path, message));
  }

  /** Reads a body that is one call. */
  static CallsOfBody ofCall(
      CallReader reader, CallType type, JsonNode body, int bodyBytes, Instant receivedAt) {
    var reading =
        bodyBytes > Limits.CALL_BYTES
            ? tooLarge()
            : reader.read(body, Envelope.ofCall(type, receivedAt));
    return reading instanceof Taken taken
        ? new CallsOfBody(List.of(taken.event()), List.of())
        : new CallsOfBody(List.of(), List.of(new RefusedCall(null, body, (Refused) reading)));
  }

  /** Reads a body that is a batch. */
  static CallsOfBody ofBatch(CallReader reader, JsonNode body, int bodyBytes, Instant receivedAt) {
    var events = new ArrayList<ReceivedEvent>();
    var refused = new ArrayList<RefusedCall>();
    var envelope = Envelope.ofBatch(body, receivedAt);
    boolean mayHoldLargeOnes = bodyBytes > Limits.CALL_BYTES;
    int index = 0;
    for (var call : body.path("batch")) {
      boolean isLarge = mayHoldLargeOnes && Json.bytes(call).length > Limits.CALL_BYTES;
      var reading = isLarge ? tooLarge() : reader.read(call, envelope);
      if (reading instanceof Taken taken) {
        events.add(taken.event());
      } else {
        refused.add(new RefusedCall(index, call, (Refused) reading));
      }
      index++;
    }
    return new CallsOfBody(events, refused);
  }

  private static Refused tooLarge() {
    return new Refused(RefusalKind.SIZE, null, List.of(new Violation("", Limits.CALL_TOO_LARGE)));
  }
}
