package io.voronka.model.count;

import io.voronka.model.evaluation.Chain;
import io.voronka.model.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * One person, or one attempt of a person, behind a figure.
 *
 * @param entry the first event of the chain that is counted
 * @param chain that chain
 * @param reachedMillis when it reached the stage
 * @param depth number, from 1, of the furthest required stage that it reached
 * @param state how it stands at the stage: advanced, pending or dropped; null at the last stage
 * @param deadlineMillis the last moment, end included, at which it can or could get further; null
 *     if it has, or never could
 * @param group values of the breakdown that was asked for, in its order
 */
public record Standing(
    Event entry,
    Chain chain,
    long reachedMillis,
    int depth,
    @Nullable StageState state,
    @Nullable Long deadlineMillis,
    Segment group) {}
