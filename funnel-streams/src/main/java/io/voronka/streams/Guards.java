package io.voronka.streams;

/**
 * What keeps faults from spreading.
 *
 * @param committed tells whether state is as old as what was committed with it
 * @param failed keeps a record from stopping a partition
 * @param stages keeps a stage that is watched from stopping all others
 */
record Guards(CommittedOffsets committed, FailedRecords failed, FailedStages stages) {

  /** Guards of a program without a broker. */
  static Guards alone() {
    return new Guards(CommittedOffsets.NONE, new FailedRecords(), new FailedStages());
  }
}
