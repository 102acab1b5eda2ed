package io.voronka.wire;

import io.voronka.model.count.Transition;
import io.voronka.model.definition.Funnel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The value of {@link Topics#TRANSITIONS}, as JSON: a step of one person at one version of a
 * funnel. Times are ISO 8601.
 *
 * @param person the id at which the person is at home
 * @param stage counted from 1; 0: the person is not in the funnel any more
 * @param name of the stage; null of none
 * @param state {@code advanced}, {@code dropped} or {@code returned}, see {@link Transition.State}
 * @param at when it happened
 * @param known when it became known
 */
public record StageTransition(
    String project,
    String funnel,
    int version,
    String person,
    int stage,
    @Nullable String name,
    String state,
    String at,
    String known) {

  /** Makes a record. */
  public static StageTransition of(
      Funnel funnel, String person, Transition transition, long nowMillis) {
    int stage = transition.stage();
    return new StageTransition(
        funnel.key().project(),
        funnel.key().funnel(),
        funnel.key().version(),
        person,
        stage + 1,
        stage < 0 ? null : funnel.definition().stages().get(stage).name(),
        transition.state().text(),
        Instant.ofEpochMilli(transition.atMillis()).toString(),
        Instant.ofEpochMilli(nowMillis).toString());
  }
}
