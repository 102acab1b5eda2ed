package io.voronka.ingest.protocol;

import io.voronka.ingest.protocol.CallsOfBody.Outcome;
import io.voronka.ingest.protocol.CallsOfBody.RefusedCall;
import io.voronka.wire.Position;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request of which something was taken.
 *
 * @param success always; some clients look for it
 * @param accepted how many messages are kept now
 * @param rejected the others
 * @param position what a query has to carry to see the accepted ones
 */
public record Answer(boolean success, int accepted, List<RejectedCall> rejected, String position) {

  /**
   * A call that was not taken.
   *
   * @param index in the batch, from 0
   * @param messageId as sent, if usable
   * @param reason all that is wrong with it
   */
  public record RejectedCall(@Nullable Integer index, @Nullable String messageId, String reason) {

    static RejectedCall of(RefusedCall call) {
      return new RejectedCall(call.index(), call.why().messageId(), call.why().reason());
    }
  }

  /** Returns it as JSON. The one that almost every request gets is put together by hand. */
  public Reply reply() {
    return rejected.isEmpty() && success
        ? new Reply(
            200,
            "application/json",
            ("{\"success\":true,\"accepted\":"
                    + accepted
                    + ",\"rejected\":[],\"position\":\""
                    + position // of digits, dots and dashes
                    + "\"}")
                .getBytes(StandardCharsets.US_ASCII))
        : Reply.json(this);
  }

  public static Answer of(Outcome outcome, Position position) {
    return new Answer(
        true,
        outcome.accepted(),
        outcome.refused().stream().map(RejectedCall::of).toList(),
        position.text());
  }
}
