package io.voronka.streams;

import io.voronka.model.count.FigureChanges;
import io.voronka.model.count.Held;
import io.voronka.model.count.SessionChange;
import io.voronka.model.count.SessionFigures;
import io.voronka.model.definition.Funnel;
import io.voronka.model.timeline.SessionRule;
import java.util.HashSet;

/**
 * The figures of a project's sessions.
 *
 * @param funnel stands for them
 * @param figures turns sessions into figures
 */
record SessionProgram(Funnel funnel, SessionFigures figures) implements LiveFigures {

  static SessionProgram of(Funnel funnel) {
    return new SessionProgram(
        funnel, new SessionFigures(funnel.key(), funnel.calendar(), SessionRule.DEFAULT));
  }

  @Override
  public boolean isTouchedBy(PersonChange change) {
    for (var entry : change.touched()) {
      if (entry.isEvent()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void change(PersonChange change, Held held, FigureChanges into, Steps steps) {
    var sessions = SessionChange.between(change.before(), change.after(), SessionRule.DEFAULT);
    figures.difference(sessions, held, into);
    var starts = new HashSet<Long>();
    for (var session : sessions.added()) {
      starts.add(session.session().startMillis());
      steps.session(change.home(), session.session().startMillis(), session);
    }
    for (var session : sessions.removed()) {
      if (starts.add(session.session().startMillis())) {
        steps.session(change.home(), session.session().startMillis(), null);
      }
    }
  }

  @Override
  public void tell(PersonChange change, Listener listener) {} // sessions are no attempts

  @Override
  public void retire(PersonChange change, Held held, FigureChanges into, Steps steps) {
    figures.retire(change.before(), change.after(), held, into);
  }
}
