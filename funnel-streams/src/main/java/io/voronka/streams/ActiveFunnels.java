package io.voronka.streams;

import io.voronka.model.count.FigureChanges;
import io.voronka.model.count.Held;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.timeline.Timeline;
import io.voronka.streams.Progress.Backfill;
import io.voronka.wire.Correction.Why;
import io.voronka.wire.EventCodec;
import io.voronka.wire.FunnelsHeld.FunnelProgress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The funnels that one partition keeps figures of. A new version is evaluated over the rooms that
 * are there, in slices in the order of their keys; a live event counts for it once its room's slice
 * has passed. So every room is in the figures exactly once, whichever comes first. The version
 * before is kept up to date until the new one is complete.
 */
final class ActiveFunnels {

  private static final int ROOMS_PER_SLICE = 200;
  private static final int BYTES_PER_SLICE = 2 << 20; // live events wait while a slice runs

  /** A funnel and how far it is. */
  private static final class Active {
    final LiveFigures figures;
    Backfill backfill;

    Active(LiveFigures figures, Backfill backfill) {
      this.figures = figures;
      this.backfill = backfill;
    }

    FunnelVersion key() {
      return figures.key();
    }
  }

  private final ReadOnlyKeyValueStore<Bytes, byte[]> rooms;
  private final TallyBook book;
  private final Progress progress;
  private final LiveFigures.Steps steps;
  private final LiveFigures.Steps beginning;
  private final List<Active> active = new ArrayList<>();

  /**
   * Makes it for a partition.
   *
   * @param steps is told what becomes of persons
   * @param beginning is told how persons stand when a funnel is new
   */
  ActiveFunnels(
      ReadOnlyKeyValueStore<Bytes, byte[]> rooms,
      TallyBook book,
      Progress progress,
      LiveFigures.Steps steps,
      LiveFigures.Steps beginning) {
    this.steps = steps;
    this.beginning = beginning;
    this.rooms = rooms;
    this.book = book;
    this.progress = progress;
  }

  /** Begins what is new, ends what is deleted or superseded. */
  void follow(Collection<LiveFigures> current) {
    for (var program : current) {
      if (active.stream().noneMatch(one -> one.key().equals(program.key()))) {
        var known = progress.of(program.key());
        active.add(new Active(program, known == null ? Backfill.BEGIN : known));
      }
    }
    for (var one : List.copyOf(active)) {
      if (!isNeeded(one, current)) {
        end(one);
      }
    }
    // What is left of versions that this partition did not follow to their end is no longer true.
    for (var known : progress.funnels()) {
      if (active.stream().noneMatch(one -> one.key().equals(known))) {
        book.forget(known);
        progress.forget(known);
      }
    }
  }

  private boolean isNeeded(Active one, Collection<LiveFigures> current) {
    var latest =
        current.stream().filter(program -> program.isVersionOf(one.key())).findFirst().orElse(null);
    if (latest == null) {
      return false;
    }
    return latest.key().equals(one.key()) || one.backfill.complete() && !isComplete(latest.key());
  }

  private boolean isComplete(FunnelVersion funnel) {
    return active.stream().anyMatch(one -> one.key().equals(funnel) && one.backfill.complete());
  }

  private void end(Active one) {
    active.remove(one);
    book.forget(one.key());
    progress.forget(one.key());
  }

  /** Adds to the figures what changed with a person. */
  void changed(PersonChange change, Held held) {
    var changes = new FigureChanges();
    concerned(change, figures -> figures.change(change, held, changes, steps));
    book.add(changes, change.why());
  }

  /**
   * Forgets a person.
   *
   * @param isSubtracted whether the figures are to forget it too
   */
  void erased(PersonChange change, boolean isSubtracted, Held held, LiveFigures.Steps forgetting) {
    var changes = new FigureChanges();
    concerned(change, figures -> figures.change(change, held, changes, forgetting));
    if (isSubtracted) {
      book.add(changes, change.why());
    }
  }

  /** Adds what changes when events of a person leave that are older than the retention. */
  void retired(PersonChange change, Held held) {
    var changes = new FigureChanges();
    concerned(change, figures -> figures.retire(change, held, changes, steps));
    book.add(changes, null);
  }

  private void concerned(PersonChange change, Consumer<LiveFigures> action) {
    var project = EventCodec.projectOf(change.home());
    for (var one : active) {
      if (one.figures.isOf(project)
          && one.backfill.holds(change.home())
          && one.figures.isTouchedBy(change)) {
        action.accept(one.figures);
      }
    }
  }

  /** Returns the funnel of a version that is kept, or null. */
  @Nullable Funnel funnel(FunnelVersion version) {
    return active.stream()
        .filter(one -> one.key().equals(version))
        .map(one -> one.figures.funnel())
        .findFirst()
        .orElse(null);
  }

  /** Whether a funnel has not been evaluated over all rooms yet. */
  boolean isBehind() {
    return firstBehind() != null;
  }

  private @Nullable Active firstBehind() {
    return active.stream().filter(one -> !one.backfill.complete()).findFirst().orElse(null);
  }

  /** Evaluates the next slice of rooms for the funnels that are behind. */
  void evaluateSlice(Held held) {
    var first = firstBehind();
    if (first == null) {
      return;
    }
    // Funnels defined together are at the same place and share the reading.
    var together = active.stream().filter(one -> isAtSamePlace(one, first)).toList();
    var project = first.key().project();
    var cursor = first.backfill.cursor();
    var last = cursor;
    int evaluated = 0;
    boolean complete;
    var changes = new FigureChanges();
    try (var walk = Rooms.walkAfter(rooms, project, cursor)) {
      int bytes = 0;
      var room = walk.next();
      for (; room != null; room = walk.next()) {
        var begun =
            new PersonChange(
                room.key(), Timeline.empty(), room.timeline(), List.of(), Why.DEFINITION);
        for (var one : together) {
          one.figures.change(begun, held, changes, beginning);
        }
        last = room.key();
        bytes += room.bytes();
        if (++evaluated == ROOMS_PER_SLICE || bytes >= BYTES_PER_SLICE) {
          break;
        }
      }
      complete = room == null;
    }
    book.add(changes, Why.DEFINITION);
    for (var one : together) {
      one.backfill = new Backfill(complete, one.backfill.evaluated() + evaluated, last);
      progress.put(one.key(), one.backfill);
    }
  }

  private static boolean isAtSamePlace(Active one, Active other) {
    return one.figures.isOf(other.key().project())
        && !one.backfill.complete()
        && Arrays.equals(one.backfill.cursor(), other.backfill.cursor());
  }

  void dropOld(Held held) {
    active.forEach(one -> book.dropOld(one.key(), held));
  }

  List<FunnelProgress> report() {
    return active.stream()
        .map(
            one -> new FunnelProgress(one.key(), one.backfill.complete(), one.backfill.evaluated()))
        .toList();
  }
}
