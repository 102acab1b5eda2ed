package io.voronka.wire;

import io.voronka.model.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * An event as the door took it: what happened, who said so, and when it was heard.
 *
 * @param kind what sort of call it was
 * @param userId who did it, if that is known
 * @param anonymousId the device or browser, if it has an id; one of the two ids is there
 * @param receivedMillis when it came in, in milliseconds since 1970 UTC
 * @param event what happened
 */
public record ReceivedEvent(
    Kind kind,
    @Nullable String userId,
    @Nullable String anonymousId,
    long receivedMillis,
    Event event) {

  /** The sorts of calls. */
  public enum Kind {
    TRACK,
    PAGE,
    SCREEN,
    /** Says who somebody is; not part of a timeline. */
    IDENTIFY
  }

  public ReceivedEvent {
    if (userId == null && anonymousId == null) {
      throw new IllegalArgumentException("an event needs a userId or an anonymousId");
    }
  }

  /** The id under which it is kept: the user id, else the anonymous id. */
  public String sender() {
    return userId != null ? userId : java.util.Objects.requireNonNull(anonymousId);
  }
}
