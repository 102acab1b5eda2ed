package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.streams.StreamFailure.Remedy;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

class StreamFailureTest {

  private static final TaskId TASK = new TaskId(1, 3);

  private static StreamFailure ofStore(Status.Code code, String message) {
    var ofStore = new RocksDBException(message, new Status(code, Status.SubCode.None, message));
    return StreamFailure.of(
        new StreamsException(new ProcessorStateException("in a store", ofStore), TASK));
  }

  @Test
  void a_damaged_store_is_read_anew() {
    assertThat(ofStore(Status.Code.Corruption, "block checksum mismatch"))
        .isEqualTo(new StreamFailure(Remedy.READ_STATE_ANEW, TASK));
    assertThat(ofStore(Status.Code.IOError, "No such file or directory: 000012.sst"))
        .isEqualTo(new StreamFailure(Remedy.READ_STATE_ANEW, TASK));
  }

  @Test
  void a_full_disk_is_waited_for() {
    assertThat(ofStore(Status.Code.IOError, "No space left on device").remedy())
        .isEqualTo(Remedy.TRY_AGAIN);
  }

  @Test
  void whatever_else_fails_is_tried_again() {
    assertThat(StreamFailure.of(new IllegalStateException("a bug")))
        .isEqualTo(new StreamFailure(Remedy.TRY_AGAIN, null));
  }

  @Test
  void nothing_helps_against_lost_state() {
    assertThat(StreamFailure.of(new StreamsException(new LostState("gone"))).remedy())
        .isEqualTo(Remedy.NONE);
  }
}
