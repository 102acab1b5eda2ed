package io.voronka.streams;

import io.voronka.kit.LogKeys;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the transactions of stream threads that are no more. What is committed behind an open one is
 * not read before it ends, which takes a minute where nobody sees to it: a thread that is killed
 * leaves its own open, and when the process is back the thread ends it only if it is given
 * partitions again.
 *
 * <p>A thread's transactional id is the application's name, the id of its process, which stands in
 * the folder of the state, and its number.
 */
final class LeftTransactions implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LeftTransactions.class);
  private static final String PROCESS_FILE = "kafka-streams-process-metadata";
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration WAIT = Duration.ofSeconds(15);

  /** More than {@link CommitPace#LONGEST}: what is open for so long may have been left. */
  private static final Duration LONG = Duration.ofSeconds(10);

  private final Admin admin;
  private final String application;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

  /**
   * Makes it; nothing runs before {@link #start}.
   *
   * @param application whose threads, and the name of their group
   */
  LeftTransactions(Map<String, ?> client, String application) {
    this.admin = Admin.create(new HashMap<>(client));
    this.application = application;
  }

  /**
   * Ends those of the last run of this process, and from now on those of processes that are no
   * longer in the group. To be called before the first thread runs.
   *
   * @param folder where Kafka Streams keeps the state of this application
   */
  void start(Path folder) {
    trying(() -> endOwn(folder));
    long millis = EVERY.toMillis();
    var unused =
        clock.scheduleWithFixedDelay(
            () -> trying(this::endOfGone), millis, millis, TimeUnit.MILLISECONDS);
  }

  private interface Work {
    void run() throws IOException, ExecutionException, InterruptedException, TimeoutException;
  }

  private static void trying(Work work) {
    try {
      work.run();
    } catch (IOException | ExecutionException | TimeoutException | RuntimeException failed) {
      // They end by themselves, only later.
      LOG.atInfo()
          .addKeyValue(LogKeys.REASON, failed.getMessage())
          .log("transactions that were left could not be ended now");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void endOwn(Path folder)
      throws IOException, ExecutionException, InterruptedException, TimeoutException {
    var file = folder.resolve(PROCESS_FILE);
    if (Files.exists(file)) {
      var own = application + "-" + processOf(file) + "-";
      end(open(Duration.ZERO).stream().filter(id -> id.startsWith(own)).toList());
    }
  }

  private static String processOf(Path file) throws IOException {
    var process = Json.read(Files.readAllBytes(file)).path("processId").asText();
    if (process.isEmpty()) {
      throw new MalformedRecord(file + " names no process");
    }
    return process;
  }

  /** Whoever is no longer in the group has lost its partitions, and can't commit any more. */
  private void endOfGone() throws ExecutionException, InterruptedException, TimeoutException {
    var open = open(LONG);
    if (!open.isEmpty()) {
      var groups =
          admin
              .describeConsumerGroups(List.of(application))
              .all()
              .get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
      var members = groups.values().stream().flatMap(group -> group.members().stream()).toList();
      end(
          open.stream()
              .filter(
                  id ->
                      members.stream().noneMatch(one -> one.clientId().startsWith(processPart(id))))
              .toList());
    }
  }

  private static String processPart(String transactionalId) {
    return transactionalId.substring(0, transactionalId.lastIndexOf('-') + 1);
  }

  private void end(List<String> left)
      throws ExecutionException, InterruptedException, TimeoutException {
    if (!left.isEmpty()) {
      admin.fenceProducers(left).all().get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
      LOG.atInfo().log("{} transactions were left open and are ended", left.size());
    }
  }

  /** The ids of this application's transactions that have been open for at least so long. */
  private List<String> open(Duration openFor)
      throws ExecutionException, InterruptedException, TimeoutException {
    var options =
        new ListTransactionsOptions()
            .filterStates(List.of(TransactionState.ONGOING))
            .filterOnDuration(openFor.toMillis());
    return admin
        .listTransactions(options)
        .all()
        .get(WAIT.toMillis(), TimeUnit.MILLISECONDS)
        .stream()
        .map(TransactionListing::transactionalId)
        .filter(id -> id.startsWith(application + "-"))
        .toList();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    admin.close(Duration.ofSeconds(2));
  }
}
