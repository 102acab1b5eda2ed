package io.voronka.wire;

import io.voronka.model.event.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call as the door took it: what happened, who said so, and when it was heard.
 *
 * @param kind what sort of call it was
 * @param userId who did it, if that is known; of {@link Kind#ALIAS} who it is
 * @param anonymousId the device or browser, if it has an id
 * @param otherIds further ids of the sender: e-mail hashes, contacts of a CRM, the previous id of
 *     an alias
 * @param receivedMillis when it came in, in milliseconds since 1970 UTC
 * @param event what happened; of a call that is no event its message id, time and traits
 */
public record ReceivedEvent(
    Kind kind,
    @Nullable String userId,
    @Nullable String anonymousId,
    List<String> otherIds,
    long receivedMillis,
    Event event) {

  /** The sorts of calls. */
  public enum Kind {
    TRACK(true),
    PAGE(true),
    SCREEN(true),
    /** Says who somebody is and what is known of them. */
    IDENTIFY(false),
    /** Says that another id is the same person. */
    ALIAS(false),
    /** The same of two identified persons, for good. */
    MERGE(false),
    /** Says that a person is to be forgotten; the figures keep what they counted. */
    ERASE(false),
    /** Says that a person is to be forgotten and taken out of the figures. */
    SUBTRACT(false);

    private final boolean isEvent;

    Kind(boolean isEvent) {
      this.isEvent = isEvent;
    }

    /** Whether it happened in somebody's timeline, so that a funnel can see it. */
    public boolean isEvent() {
      return isEvent;
    }
  }

  public ReceivedEvent {
    if (userId == null && anonymousId == null && otherIds.isEmpty()) {
      throw new IllegalArgumentException("an event needs an id of its sender");
    }
    otherIds = List.copyOf(otherIds);
  }

  /** The id under which it is kept: the user id, else the anonymous id, else another. */
  public String sender() {
    return userId != null ? userId : anonymousId != null ? anonymousId : otherIds.get(0);
  }
}
