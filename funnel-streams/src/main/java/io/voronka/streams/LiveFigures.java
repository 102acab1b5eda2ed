package io.voronka.streams;

import io.voronka.model.count.FigureChanges;
import io.voronka.model.count.Held;
import io.voronka.model.count.SessionFigures;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.evaluation.Attempts;
import io.voronka.model.session.SessionDetails;
import org.jspecify.annotations.Nullable;

/** Figures that are kept up to date with every change of a person's timeline. Thread-safe. */
interface LiveFigures {

  /** Makes those of a record: of a funnel, or of a project's sessions. */
  static LiveFigures of(Funnel funnel) {
    return funnel.key().funnel().equals(SessionFigures.ID)
        ? SessionProgram.of(funnel)
        : FunnelProgram.of(funnel);
  }

  /** What they are figures of. */
  Funnel funnel();

  /** Whether the change can change them. */
  boolean isTouchedBy(PersonChange change);

  /** Adds what a change of a person makes, and tells it. */
  void change(PersonChange change, Held held, FigureChanges into, Steps steps);

  /** Tells what a change of a person makes of attempts, and leaves the figures as they are. */
  void tell(PersonChange change, Listener listener);

  /** Is told what becomes of attempts. */
  @FunctionalInterface
  interface Listener {

    /** What a person attempted at a funnel is another thing now. */
    void attempts(Funnel funnel, PersonChange change, Attempts before, Attempts after);
  }

  /** Is told what becomes of persons beside the figures. */
  interface Steps extends Listener {

    /** Keeps it to itself. */
    Steps SILENT =
        new Steps() {
          @Override
          public void attempts(
              Funnel funnel, PersonChange change, Attempts before, Attempts after) {}

          @Override
          public void retired(
              Funnel funnel, PersonChange change, Attempts before, Attempts after) {}

          @Override
          public void session(byte[] home, long startMillis, @Nullable SessionDetails session) {}
        };

    /**
     * What a person attempted is another thing, because events left that are older than the
     * retention.
     */
    void retired(Funnel funnel, PersonChange change, Attempts before, Attempts after);

    /** A session of that start is another one now; null: there is none any more. */
    void session(byte[] home, long startMillis, @Nullable SessionDetails session);
  }

  /** Adds what changes when events leave that are older than the retention, and tells it. */
  void retire(PersonChange change, Held held, FigureChanges into, Steps steps);

  default FunnelVersion key() {
    return funnel().key();
  }

  default boolean isOf(String project) {
    return key().project().equals(project);
  }

  /** Whether the other is an earlier or later version of this one's funnel. */
  default boolean isVersionOf(FunnelVersion other) {
    return isOf(other.project()) && key().funnel().equals(other.funnel());
  }
}
