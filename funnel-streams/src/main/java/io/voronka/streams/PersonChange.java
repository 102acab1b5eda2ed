package io.voronka.streams;

import io.voronka.model.identity.Difference;
import io.voronka.model.timeline.Timeline;
import io.voronka.wire.Correction.Why;
import io.voronka.wire.RoomEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What became of a person's timeline.
 *
 * @param home the room at which the person is at home
 * @param before the timeline as it was; empty if nobody was at home there
 * @param after the timeline as it is; empty if nobody is any more
 * @param touched what is in one of them only
 * @param why it changed
 */
record PersonChange(
    byte[] home, Timeline before, Timeline after, List<RoomEntry> touched, Why why) {

  static PersonChange of(byte[] home, List<RoomEntry> before, List<RoomEntry> after, Why why) {
    var difference = Difference.between(before, after);
    var touched = new ArrayList<>(difference.added());
    touched.addAll(difference.removed());
    return new PersonChange(
        home,
        RoomEntry.timeline(before),
        RoomEntry.timeline(after),
        Collections.unmodifiableList(touched),
        why);
  }
}
