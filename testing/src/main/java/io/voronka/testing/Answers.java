package io.voronka.testing;

import io.voronka.model.evaluation.Chain;
import io.voronka.model.evaluation.Outcome;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Puts what the evaluator says in the form of {@link BruteForce}, so that both can be compared. */
public final class Answers {

  private Answers() {}

  public static BruteForce.Answer of(Outcome outcome) {
    var chain = outcome.chain();
    var reached = new ArrayList<@Nullable Long>();
    chain.reachedMillis().forEach(time -> reached.add(time == Chain.NOT_REACHED ? null : time));
    return new BruteForce.Answer(
        outcome.depth(),
        outcome.speaking().entry(),
        new ArrayList<>(chain.events()),
        reached,
        outcome.isComplete() ? Long.MIN_VALUE : outcome.deadlineMillis());
  }
}
