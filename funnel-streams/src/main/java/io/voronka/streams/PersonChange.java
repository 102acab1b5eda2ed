package io.voronka.streams;

import io.voronka.model.identity.Difference;
import io.voronka.model.timeline.Timeline;
import io.voronka.wire.Correction.Why;
import io.voronka.wire.RoomEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a person's timeline. Not thread-safe. Timelines are read from the room's entries
 * when somebody asks for them: most changes touch few funnels.
 */
final class PersonChange {

  private final byte[] home;
  private final List<RoomEntry> entriesBefore;
  private final List<RoomEntry> entriesAfter;
  private final List<RoomEntry> touched;
  private final Why why;
  private @Nullable Timeline before;
  private @Nullable Timeline after;

  private PersonChange(
      byte[] home,
      List<RoomEntry> entriesBefore,
      List<RoomEntry> entriesAfter,
      List<RoomEntry> touched,
      Why why) {
    this.home = home;
    this.entriesBefore = entriesBefore;
    this.entriesAfter = entriesAfter;
    this.touched = Collections.unmodifiableList(touched);
    this.why = why;
  }

  /**
   * Makes it of all entries.
   *
   * @param home the key of the room at which the person is at home
   * @param before the entries as they were, in order; none if nobody was at home there
   * @param after the entries as they are; none if nobody is any more
   */
  static PersonChange of(byte[] home, List<RoomEntry> before, List<RoomEntry> after, Why why) {
    var difference = Difference.between(before, after);
    var touched = new ArrayList<>(difference.added());
    touched.addAll(difference.removed());
    return new PersonChange(home, before, after, touched, why);
  }

  /** Makes it of what came to a room, nothing being taken away. */
  static PersonChange appended(byte[] home, RoomBlocks.Additions additions) {
    return new PersonChange(
        home, additions.before(), additions.after(), additions.added(), Why.LATE);
  }

  /** Makes it of somebody who is looked at for the first time. */
  static PersonChange begun(byte[] home, Timeline timeline) {
    var begun = new PersonChange(home, List.of(), List.of(), List.of(), Why.DEFINITION);
    begun.after = timeline;
    return begun;
  }

  /** The key of the room at which the person is at home. */
  byte[] home() {
    return home;
  }

  /** The timeline as it was; empty if nobody was at home there. */
  Timeline before() {
    var known = before;
    if (known == null) {
      known = RoomEntry.timeline(entriesBefore); // its events are the same objects as after
      before = known;
    }
    return known;
  }

  /** The timeline as it is; empty if nobody is any more. */
  Timeline after() {
    var known = after;
    if (known == null) {
      known = RoomEntry.timeline(entriesAfter);
      after = known;
    }
    return known;
  }

  /** What is in one of them only. */
  List<RoomEntry> touched() {
    return touched;
  }

  /** Why it changed: it corrects figures. */
  Why why() {
    return why;
  }
}
