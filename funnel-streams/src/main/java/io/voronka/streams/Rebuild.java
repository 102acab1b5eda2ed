package io.voronka.streams;

import io.voronka.kit.KafkaSettings;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.wire.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.utils.Utils;

/**
 * Forgets everything that was counted, so that the next start counts it anew from the log of
 * events: when state is lost for good, or of a form that is no longer read. What is older than the
 * log is not in the figures afterwards.
 */
public final class Rebuild {

  private static final Duration WAIT = Duration.ofSeconds(60);
  private static final int PAUSE_MILLIS = 100;

  private Rebuild() {}

  /**
   * Deletes the positions of the program, its changelogs, and what it had published. Alerts that
   * fire are ended.
   *
   * @param state the folder of the state stores, which is deleted too
   * @throws ServiceException if an instance still runs, or Kafka can't be used
   */
  public static void run(KafkaSettings kafka, Path state) throws IOException {
    var group = StreamsService.APPLICATION;
    try (var admin = Admin.create(kafka.client(KafkaSettings.Client.ADMIN))) {
      requireNobody(admin, group);
      deleteGroup(admin, group);
      var gone =
          new ArrayList<>(
              List.of(Topics.FORWARDED, Topics.TALLIES, Topics.MINUTES, Topics.STAGE_COUNTS));
      var all = get(admin.listTopics().names());
      if (all.contains(Topics.ALERTS)) {
        StandingAlerts.end(kafka); // what fires is found again once all is counted
      }
      all.stream().filter(name -> name.startsWith(group + "-")).forEach(gone::add);
      gone.retainAll(all);
      get(admin.deleteTopics(gone).all());
      awaitGone(admin, Set.copyOf(gone));
    } catch (ExecutionException failed) {
      throw new ServiceException(
          ProblemType.UNAVAILABLE, "Kafka at " + kafka.bootstrap() + " can't be used.", failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ServiceException(ProblemType.UNAVAILABLE, "Stopped half-way; run it again.");
    }
    Utils.delete(state.toFile());
  }

  private static void requireNobody(Admin admin, String group)
      throws ExecutionException, InterruptedException {
    try {
      var known = get(admin.describeConsumerGroups(List.of(group)).all()).get(group);
      if (known != null && !known.members().isEmpty()) {
        throw new ServiceException(
            ProblemType.UNAVAILABLE,
            known.members().size()
                + " threads of stream instances run; stop all of them first, and wait a few"
                + " seconds if one was killed.");
      }
    } catch (ExecutionException failed) {
      requireUnknown(failed);
    }
  }

  private static void deleteGroup(Admin admin, String group)
      throws ExecutionException, InterruptedException {
    try {
      get(admin.deleteConsumerGroups(List.of(group)).all());
    } catch (ExecutionException failed) {
      requireUnknown(failed);
    }
  }

  private static void requireUnknown(ExecutionException failed) throws ExecutionException {
    if (!(failed.getCause() instanceof GroupIdNotFoundException)) {
      throw failed;
    }
  }

  private static void awaitGone(Admin admin, Set<String> topics)
      throws ExecutionException, InterruptedException {
    long deadline = System.nanoTime() + WAIT.toNanos();
    while (get(admin.listTopics().names()).stream().anyMatch(topics::contains)) {
      if (System.nanoTime() > deadline) {
        throw new ServiceException(
            ProblemType.UNAVAILABLE, "Topics are not gone after " + WAIT + "; run it again.");
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  private static <T> T get(KafkaFuture<T> future) throws ExecutionException, InterruptedException {
    return future.get();
  }
}
