package io.voronka.streams;

import io.voronka.model.count.FigureChanges;
import io.voronka.model.count.Held;
import io.voronka.model.count.SessionFigures;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.evaluation.Attempts;
import io.voronka.model.session.SessionDetails;
import io.voronka.streams.Progress.Backfill;
import io.voronka.wire.Correction.Why;
import io.voronka.wire.EventCodec;
import io.voronka.wire.FunnelsHeld.FunnelProgress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The funnels that one partition keeps figures of. A new version is evaluated over the rooms that
 * are there, in slices in the order of their keys; a live event counts for it once its room's slice
 * has passed. So every room is in the figures exactly once, whichever comes first. The version
 * before is kept up to date until the new one is complete.
 *
 * <p>The detector is told of steps in the same way, by a second walk over the rooms, which waits
 * until the project is followed minute by minute.
 */
final class ActiveFunnels {

  private static final int ROOMS_PER_SLICE = 200;
  private static final int BYTES_PER_SLICE = 2 << 20; // live events wait while a slice runs
  private static final int MOST_CHANGES = 10_000; // figures

  /** A funnel, how far its figures are, and how far its steps are told. */
  private final class Active implements LiveFigures.Steps {
    final LiveFigures figures;
    Backfill backfill;
    Backfill told;

    Active(LiveFigures figures) {
      this.figures = figures;
      var known = progress.of(figures.key());
      this.backfill = known == null ? Backfill.BEGIN : known;
      var toldBefore = progress.ofSteps(figures.key());
      this.told = toldBefore == null ? Backfill.BEGIN : toldBefore;
    }

    FunnelVersion key() {
      return figures.key();
    }

    boolean isFollowed() {
      return isWatched() && clocks.isFollowed(key().project());
    }

    /** The detector watches funnels, not sessions. */
    boolean isWatched() {
      return !key().funnel().equals(SessionFigures.ID);
    }

    @Override
    public void attempts(Funnel funnel, PersonChange change, Attempts before, Attempts after) {
      if (isFollowed() && told.holds(change.home())) {
        minutes.change(funnel, change, before, after);
      }
      steps.attempts(funnel, change, before, after);
    }

    @Override
    public void retired(Funnel funnel, PersonChange change, Attempts before, Attempts after) {
      steps.retired(funnel, change, before, after);
    }

    @Override
    public void session(byte[] home, long startMillis, @Nullable SessionDetails session) {
      steps.session(home, startMillis, session);
    }
  }

  private final ReadOnlyKeyValueStore<Bytes, byte[]> rooms;
  private final TallyBook book;
  private final Progress progress;
  private final StreamClocks clocks;
  private final MinuteBook minutes;
  private final LiveFigures.Steps steps;
  private final LiveFigures.Steps beginning;
  private final List<Active> active = new ArrayList<>();

  /** What changed figures and is not in the book yet: many persons change the same ones. */
  private final Map<Why, FigureChanges> gathered = new EnumMap<>(Why.class);

  /**
   * Makes it for a partition.
   *
   * @param clocks say which projects are followed minute by minute
   * @param minutes are told the steps of those
   * @param steps is told what becomes of persons
   * @param beginning is told how persons stand when a funnel is new
   */
  ActiveFunnels(
      ReadOnlyKeyValueStore<Bytes, byte[]> rooms,
      TallyBook book,
      Progress progress,
      StreamClocks clocks,
      MinuteBook minutes,
      LiveFigures.Steps steps,
      LiveFigures.Steps beginning) {
    this.clocks = clocks;
    this.minutes = minutes;
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
        active.add(new Active(program));
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

  /** Takes what changed with a person; {@link #addChanges} is to be called before long. */
  void changed(PersonChange change, Held held) {
    var into = gathered.computeIfAbsent(change.why(), why -> new FigureChanges());
    concerned(change, one -> one.figures.change(change, held, into, one));
    if (into.size() > MOST_CHANGES) {
      addChanges();
    }
  }

  /** Adds what changed to the figures. */
  void addChanges() {
    gathered.forEach((why, some) -> book.add(some, why));
    gathered.clear();
  }

  /**
   * Forgets a person.
   *
   * @param isSubtracted whether the figures are to forget it too
   */
  void erased(PersonChange change, boolean isSubtracted, Held held, LiveFigures.Steps forgetting) {
    var changes = new FigureChanges();
    concerned(change, one -> one.figures.change(change, held, changes, forgetting));
    if (isSubtracted) {
      book.add(changes, change.why());
    }
    minutes.erase(change);
  }

  /** Adds what changes when events of a person leave that are older than the retention. */
  void retired(PersonChange change, Held held) {
    var changes = new FigureChanges();
    concerned(change, one -> one.figures.retire(change, held, changes, one));
    book.add(changes, null);
  }

  private void concerned(PersonChange change, Consumer<Active> action) {
    var project = EventCodec.projectOf(change.home());
    for (var one : active) {
      if (one.figures.isOf(project)
          && one.backfill.holds(change.home())
          && one.figures.isTouchedBy(change)) {
        action.accept(one);
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

  /** Whether a funnel has not been evaluated, or its steps not told, over all rooms yet. */
  boolean isBehind() {
    return active.stream().anyMatch(one -> !one.backfill.complete() || isUntold(one));
  }

  private static boolean isUntold(Active one) {
    return one.backfill.complete() && one.isFollowed() && !one.told.complete();
  }

  /** Evaluates the next slice of rooms for the funnels that are behind, figures first. */
  void evaluateSlice(Held held) {
    var changes = new FigureChanges();
    boolean isFound =
        walkSlice(
            one -> !one.backfill.complete(),
            one -> one.backfill,
            (one, begun) -> one.figures.change(begun, held, changes, beginning),
            (one, backfill) -> {
              one.backfill = backfill;
              progress.put(one.key(), backfill);
            });
    book.add(changes, Why.DEFINITION);
    if (!isFound) {
      walkSlice(
          ActiveFunnels::isUntold,
          one -> one.told,
          (one, begun) -> one.figures.tell(begun, this::begin),
          (one, told) -> {
            one.told = told;
            progress.putSteps(one.key(), told);
          });
    }
  }

  /** Tells what a person had done before a project was followed. */
  private void begin(Funnel funnel, PersonChange change, Attempts before, Attempts after) {
    minutes.begin(funnel, change, after);
  }

  /**
   * Goes on by one slice of rooms. Funnels at the same place share the reading.
   *
   * @return whether there was something to do
   */
  private boolean walkSlice(
      Predicate<Active> isBehind,
      Function<Active, Backfill> place,
      BiConsumer<Active, PersonChange> evaluate,
      BiConsumer<Active, Backfill> passed) {
    var behind = active.stream().filter(isBehind).toList();
    if (behind.isEmpty()) {
      return false;
    }
    var project = behind.get(0).key().project();
    var cursor = place.apply(behind.get(0)).cursor();
    var together =
        behind.stream()
            .filter(one -> one.figures.isOf(project))
            .filter(one -> Arrays.equals(place.apply(one).cursor(), cursor))
            .toList();
    var last = cursor;
    int evaluated = 0;
    boolean complete;
    try (var walk = Rooms.walkAfter(rooms, project, cursor)) {
      int bytes = 0;
      var room = walk.next();
      for (; room != null; room = walk.next()) {
        var begun = PersonChange.begun(room.key(), room.timeline());
        for (var one : together) {
          evaluate.accept(one, begun);
        }
        last = room.key();
        bytes += room.bytes();
        if (++evaluated == ROOMS_PER_SLICE || bytes >= BYTES_PER_SLICE) {
          break;
        }
      }
      complete = room == null;
    }
    for (var one : together) {
      passed.accept(one, new Backfill(complete, place.apply(one).evaluated() + evaluated, last));
    }
    return true;
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

  /** Of which funnels the detector was told all steps. */
  List<FunnelProgress> told() {
    return active.stream()
        .filter(Active::isWatched)
        .map(one -> new FunnelProgress(one.key(), isTold(one), 0))
        .toList();
  }

  /** Of a project that nobody spoke of here there is nothing to tell. */
  private boolean isTold(Active one) {
    return one.backfill.complete()
        && (!clocks.isKnown(one.key().project()) || one.isFollowed() && one.told.complete());
  }
}
