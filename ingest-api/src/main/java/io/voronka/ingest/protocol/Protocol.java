package io.voronka.ingest.protocol;

import io.voronka.ingest.protocol.CallsOfBody.Outcome;
import io.voronka.kit.ServiceException;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.Position;
import org.jspecify.annotations.Nullable;

/**
 * How one kind of client speaks: where its key stands, what its bodies say, which answers it needs.
 * Pure but for ids that have to be made; safe for any thread.
 */
public interface Protocol {

  /** Returns the parameter that holds the message where it is sent by GET; null: it never is. */
  default @Nullable String messageInQuery() {
    return null;
  }

  /**
   * Parses a body.
   *
   * @param bytes inflated
   * @throws MalformedRecord saying what is wrong with it
   * @throws UnusableBody if it is none of this protocol's
   */
  OpenBody open(Request request, byte[] bytes);

  /** Whether its clients send again what they hear was not kept. */
  default boolean isSentAgain() {
    return true;
  }

  /** Returns what the client takes for success. */
  default Reply answer(Request request, Outcome outcome, Position position) {
    return Answer.of(outcome, position).reply();
  }

  /** Whether a body of which nothing could be taken is answered as if it were good. */
  default boolean isLenient() {
    return false;
  }

  /** Returns what the client needs to understand a failure; null: the problem as all get it. */
  default @Nullable Reply failure(Request request, ServiceException failure) {
    return null;
  }
}
