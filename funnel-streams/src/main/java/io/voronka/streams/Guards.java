package io.voronka.streams;

/**
 * What keeps faults from spreading, and load from growing.
 *
 * @param committed tells whether state is as old as what was committed with it
 * @param failed keeps a record from stopping a partition
 * @param stages keeps a stage that is watched from stopping all others
 * @param pace says when to commit
 */
record Guards(
    CommittedOffsets committed, FailedRecords failed, FailedStages stages, CommitPace pace) {

  static Guards of(CommittedOffsets committed) {
    return new Guards(
        committed, new FailedRecords(), new FailedStages(), new CommitPace(System::nanoTime));
  }

  /** Guards of a program without a broker. */
  static Guards alone() {
    return of(CommittedOffsets.NONE);
  }
}
