package io.voronka.model.identity;

import io.voronka.model.timeline.Timeline;

/**
 * What bounds a room and its messages.
 *
 * @param entries most entries in a room, its own and all copies
 * @param ids most ids of a person
 * @param pieceBytes what one message carries at most, unless a single entry is larger
 * @param remembered most ids of which a room remembers that it has linked them
 */
public record RoomLimits(int entries, int ids, int pieceBytes, int remembered) {

  public static final RoomLimits DEFAULT =
      new RoomLimits(Timeline.MAX_EVENTS, 1000, 256 * 1024, 32);
}
