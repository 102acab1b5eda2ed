package io.voronka.model.count;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names a number of a report.
 *
 * @param stage counted from 0
 * @param state what is counted there; at the last stage only {@link StageState#REACHED} is
 * @param breakdown names of the definition's breakdowns by which the report is split
 * @param group the values of one group of that breakdown, in its order; null for the total
 */
public record StageFigure(
    int stage, StageState state, List<String> breakdown, @Nullable Segment group) {

  public StageFigure {
    breakdown = List.copyOf(breakdown);
  }
}
