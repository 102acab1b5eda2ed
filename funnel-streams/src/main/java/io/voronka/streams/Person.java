package io.voronka.streams;

import io.voronka.model.identity.RoomHead;
import io.voronka.model.timeline.Timeline;
import io.voronka.wire.EventCodec;
import java.util.List;

/**
 * Somebody whose events make one timeline.
 *
 * @param key under which the partition keeps the person, in the form of {@link
 *     EventCodec#senderKey}
 * @param head of the room at which the person is at home
 * @param timeline what the person did
 */
record Person(byte[] key, RoomHead head, Timeline timeline) {

  /** The id of the person. */
  String id() {
    return EventCodec.senderOf(key);
  }

  /** All ids that the person has, {@link #id} among them. */
  List<String> ids() {
    return head.followers().isEmpty() ? List.of(id()) : List.copyOf(head.ids(id()));
  }
}
