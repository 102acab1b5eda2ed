package io.voronka.streams;

import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.TaskId;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * What is to be done about a failure of the stream program.
 *
 * @param remedy what helps
 * @param task whose failure it is; null if that is not known
 */
record StreamFailure(Remedy remedy, @Nullable TaskId task) {

  /** What helps against a failure. */
  enum Remedy {
    /** Another try, after a while. */
    TRY_AGAIN,
    /** To read the state of the task, or of all, from the changelogs anew. */
    READ_STATE_ANEW,
    /** Nothing that the program can do. */
    NONE
  }

  static StreamFailure of(Throwable failure) {
    TaskId task = null;
    var remedy = Remedy.TRY_AGAIN;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StreamsException ofStreams && ofStreams.taskId().isPresent()) {
        task = ofStreams.taskId().get();
      }
      if (cause instanceof LostState) {
        remedy = Remedy.NONE;
      } else if (cause instanceof RocksDBException ofStore && isBroken(ofStore)) {
        remedy = Remedy.READ_STATE_ANEW;
      }
    }
    return new StreamFailure(remedy, task);
  }

  /** Files that are damaged or missing; a full disk is no such thing. */
  private static boolean isBroken(RocksDBException failure) {
    var status = failure.getStatus();
    if (status != null && status.getCode() == Status.Code.Corruption) {
      return true;
    }
    var message = String.valueOf(failure.getMessage());
    return message.contains("Corruption")
        || message.contains("No such file or directory")
        || message.contains("does not exist");
  }
}
