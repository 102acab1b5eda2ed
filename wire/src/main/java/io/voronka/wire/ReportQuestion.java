package io.voronka.wire;

import java.util.List;

/**
 * A question about the people of a report: of the same project, to the same partitions.
 *
 * @param <Q> the kind of question
 */
public interface ReportQuestion<Q> extends PartitionQuestion<Q> {

  /** The report. */
  TimelineQuestion of();

  @Override
  default String project() {
    return of().project();
  }

  @Override
  default List<Integer> partitions() {
    return of().partitions();
  }
}
