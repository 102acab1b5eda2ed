package io.voronka.streams;

import io.voronka.kit.Health;
import io.voronka.kit.LogKeys;
import io.voronka.streams.StreamFailure.Remedy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsNotStartedException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream program while it runs: a thread that fails is replaced after a moment, a broken store
 * is thrown away and read anew from the changelogs, and where nothing else helps the program begins
 * again as a whole. Only where state is lost for good it stands still and says so. Thread-safe.
 */
final class RunningProgram implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunningProgram.class);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(20);
  private static final long THREAD_PAUSE_MILLIS = 1000; // a full disk is still full a moment later
  private static final long BEGIN_AGAIN_MILLIS = 3000;

  private final Supplier<Topology> topologies;
  private final Properties config;
  private final KafkaClientSupplier clients;
  private final Path folder;
  private final Time time;
  private final KafkaOffsets offsets;
  private final GroupMembershipOperation parting;
  private final StreamMetrics metrics;
  private final Function<KafkaStreams, AutoCloseable> watch;
  private final ScheduledExecutorService again = Executors.newSingleThreadScheduledExecutor();
  private final AtomicReference<@Nullable Path> broken = new AtomicReference<>();
  private volatile @Nullable KafkaStreams streams;
  private @Nullable AutoCloseable watching;
  private volatile @Nullable String lost;
  private volatile boolean isClosed;

  /**
   * Describes it; nothing runs before {@link #start()}.
   *
   * @param topologies gives the program, anew for each beginning
   * @param folder where Kafka Streams keeps the state of this application
   * @param parting whether it leaves the group when it is closed
   * @param watch looks after the program's own meters until it is closed
   */
  RunningProgram(
      Supplier<Topology> topologies,
      Properties config,
      KafkaClientSupplier clients,
      Path folder,
      Time time,
      KafkaOffsets offsets,
      GroupMembershipOperation parting,
      StreamMetrics metrics,
      Function<KafkaStreams, AutoCloseable> watch) {
    this.topologies = topologies;
    this.config = config;
    this.clients = clients;
    this.folder = folder;
    this.time = time;
    this.offsets = offsets;
    this.parting = parting;
    this.metrics = metrics;
    this.watch = watch;
  }

  synchronized void start() {
    if (isClosed) {
      return;
    }
    try {
      begin();
    } catch (StreamsException failed) { // stores are opened before any thread runs
      if (StreamFailure.of(failed).remedy() != Remedy.READ_STATE_ANEW) {
        throw failed;
      }
      LOG.atError().setCause(failed).log("a state store is broken and all are read anew");
      streams().close(CLOSE_WAIT);
      delete(folder);
      begin();
    }
  }

  private void begin() {
    var program = new KafkaStreams(topologies.get(), config, clients, time);
    program.setUncaughtExceptionHandler(this::failed);
    program.setStateListener((now, before) -> entered(now));
    program.setGlobalStateRestoreListener(new Restoring());
    streams = program;
    unwatch();
    watching = watch.apply(program);
    program.start();
  }

  private synchronized void unwatch() {
    try {
      if (watching != null) {
        watching.close();
      }
    } catch (Exception failed) {
      LOG.atWarn().setCause(failed).log("meters could not be closed");
    }
    watching = null;
  }

  /**
   * The program as it runs now.
   *
   * @throws StreamsNotStartedException if it does not
   */
  KafkaStreams streams() {
    var program = streams;
    if (program == null) {
      throw new StreamsNotStartedException("the stream program has not begun");
    }
    return program;
  }

  private StreamThreadExceptionResponse failed(Throwable cause) {
    var failure = StreamFailure.of(cause);
    if (failure.remedy() == Remedy.NONE) {
      lose(String.valueOf(root(cause).getMessage()));
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    metrics.failed(failure.remedy());
    if (failure.remedy() == Remedy.READ_STATE_ANEW) {
      var task = failure.task();
      broken.set(task == null ? folder : folder.resolve(task.toString()));
      LOG.atError().setCause(cause).log("a state store is broken and is read anew");
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    LOG.atError().setCause(cause).log("a stream thread failed and is replaced");
    time.sleep(THREAD_PAUSE_MILLIS);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  private static Throwable root(Throwable failure) {
    return failure.getCause() == null ? failure : root(failure.getCause());
  }

  private void lose(String what) {
    lost = what;
    metrics.failed(Remedy.NONE);
    LOG.atError().addKeyValue(LogKeys.REASON, what).log("state is lost, nothing is counted here");
  }

  private void entered(KafkaStreams.State state) {
    LOG.atInfo().addKeyValue(LogKeys.STATE, state).log("stream program");
    if (state == KafkaStreams.State.ERROR && lost == null && !isClosed) {
      var unused = again.schedule(this::beginAgain, BEGIN_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void beginAgain() {
    try {
      streams().close(CLOSE_WAIT);
      var gone = broken.getAndSet(null);
      if (gone != null) {
        delete(gone);
      }
      start();
    } catch (RuntimeException failed) {
      LOG.atError().setCause(failed).log("the stream program could not begin again");
      if (!isClosed) {
        var unused = again.schedule(this::beginAgain, BEGIN_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  private static void delete(Path folder) {
    try {
      Utils.delete(folder.toFile());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Notices that a store is read from a changelog whose beginning is gone. */
  private final class Restoring implements StateRestoreListener {

    @Override
    public void onRestoreStart(TopicPartition log, String store, long start, long end) {
      if (start > 0 && start <= offsets.first(log)) {
        lose(log + " begins at " + start + ": what came before it is lost");
        again.execute(() -> streams().close(CLOSE_WAIT));
      }
    }

    @Override
    public void onBatchRestored(TopicPartition log, String store, long end, long restored) {
      // only the beginning is of interest
    }

    @Override
    public void onRestoreEnd(TopicPartition log, String store, long restored) {
      // only the beginning is of interest
    }
  }

  Health health() {
    var program = streams;
    var what = lost;
    if (what != null) {
      return Health.failed("state is lost: " + what);
    }
    if (program == null) {
      return Health.starting("the stream program has not begun");
    }
    return switch (program.state()) {
      case RUNNING -> Health.READY;
      case ERROR, PENDING_ERROR -> Health.starting("the stream program begins again, see the log");
      default -> Health.starting("the stream program is " + program.state());
    };
  }

  @Override
  public void close() {
    isClosed = true;
    again.shutdownNow();
    synchronized (this) {
      var program = streams;
      if (program != null) {
        program.close(CloseOptions.timeout(CLOSE_WAIT).withGroupMembershipOperation(parting));
        unwatch();
      }
    }
  }
}
