package io.voronka.model.timeline;

import java.util.ArrayList;
import java.util.List;

/** A timeline cut into sessions. An immutable value. */
public final class Sessions {

  private final SessionRule rule;
  private final List<Session> list;

  private Sessions(SessionRule rule, List<Session> list) {
    this.rule = rule;
    this.list = list;
  }

  /** Cuts the timeline wherever nothing happened for the gap or a session became too long. O(n). */
  public static Sessions of(Timeline timeline, SessionRule rule) {
    long gap = rule.gap().toMillis();
    long longest = rule.longest().toMillis();
    var events = timeline.events();
    var sessions = new ArrayList<Session>();
    int first = 0;
    for (int i = 1; i <= events.size(); i++) {
      long start = events.get(first).timeMillis();
      long last = events.get(i - 1).timeMillis();
      if (i == events.size()
          || events.get(i).timeMillis() - last > gap
          || events.get(i).timeMillis() - start > longest) {
        sessions.add(new Session(sessions.size() + 1, first, i, start, last));
        first = i;
      }
    }
    return new Sessions(rule, List.copyOf(sessions));
  }

  /** The sessions, oldest first. */
  public List<Session> list() {
    return list;
  }

  /**
   * Returns the session of an event of the timeline. O(log n).
   *
   * @param millis the event's time; events of one time are in one session
   */
  public Session at(long millis) {
    int low = 0;
    int high = list.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (list.get(middle).startMillis() <= millis) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return list.get(low);
  }

  /** The last moment at which another event would still belong to the session. */
  public long openUntilMillis(Session session) {
    return Math.min(
        session.lastMillis() + rule.gap().toMillis(),
        session.startMillis() + rule.longest().toMillis());
  }
}
