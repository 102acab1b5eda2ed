package io.voronka.dashboard;

import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.wire.Json;
import io.voronka.wire.PartitionQuestion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Asks the instances that hold the timelines, each for its partitions and all at once. Who holds
 * what is read from the marks. Where an instance is away or has handed a partition over, newer
 * marks are waited for and that partition is asked once more. Thread-safe.
 */
final class TimelineClient {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final int UNAVAILABLE = 503;

  /** More than the time between two marks of an instance that lives. */
  private static final Duration NEWS = Duration.ofSeconds(3);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final MarksView view;
  private final int partitions;
  private final Duration news;

  /**
   * Makes a client.
   *
   * @param partitions how many partitions of events there are
   */
  TimelineClient(MarksView view, int partitions) {
    this(view, partitions, NEWS);
  }

  TimelineClient(MarksView view, int partitions, Duration news) {
    this.view = view;
    this.partitions = partitions;
    this.news = news;
  }

  /** How many partitions of events there are. */
  int partitions() {
    return partitions;
  }

  /**
   * Asks about all partitions.
   *
   * @param question its partitions are replaced by those of each instance
   * @param type of the answers
   * @param into takes each answer, one after the other; every partition is in one of them
   * @throws ServiceException ({@link ProblemType#UNAVAILABLE}) if a partition can't be asked now
   */
  <Q extends PartitionQuestion<Q>, A> void ask(Q question, Class<A> type, Consumer<A> into) {
    ask(question, IntStream.range(0, partitions).boxed().toList(), type, into);
  }

  /** Asks about some partitions, see {@link #ask(PartitionQuestion, Class, Consumer)}. */
  <Q extends PartitionQuestion<Q>, A> void ask(
      Q question, List<Integer> some, Class<A> type, Consumer<A> into) {
    var marks = view.marks();
    if (!marks.areComplete(partitions)) {
      throw new ServiceException(
          ProblemType.UNAVAILABLE, "It is not known yet who holds the timelines.");
    }
    var left = askOnce(question, some, marks, type, into);
    if (!left.isEmpty()) {
      var newer = view.await(now -> isNews(left, marks, now), news);
      if (!isNews(left, marks, newer) || !askOnce(question, left, newer, type, into).isEmpty()) {
        throw away(null);
      }
    }
  }

  /** Whether all of the partitions have been heard of since. */
  private static boolean isNews(List<Integer> of, Marks before, Marks now) {
    return of.stream().allMatch(one -> now.publishedMillis(one) > before.publishedMillis(one));
  }

  private static ServiceException away(@Nullable Throwable cause) {
    var detail = "Not all timelines can be read now: an instance is away or handing over.";
    return cause == null
        ? new ServiceException(ProblemType.UNAVAILABLE, detail)
        : new ServiceException(ProblemType.UNAVAILABLE, detail, cause);
  }

  /** Returns the partitions whose instance could not answer now. */
  private <Q extends PartitionQuestion<Q>, A> List<Integer> askOnce(
      Q question, List<Integer> some, Marks marks, Class<A> type, Consumer<A> into) {
    var answers = new LinkedHashMap<List<Integer>, CompletableFuture<A>>();
    byInstance(some, marks)
        .forEach((instance, asked) -> answers.put(asked, send(question.to(asked), instance, type)));
    var left = new ArrayList<Integer>();
    try {
      answers.forEach(
          (asked, answer) -> {
            try {
              into.accept(answer.join());
            } catch (CompletionException failed) {
              if (!isWorthAnotherTry(failed.getCause())) {
                throw away(failed);
              }
              left.addAll(asked);
            }
          });
    } finally {
      answers.values().forEach(answer -> answer.cancel(true)); // those that nobody waits for
    }
    return left;
  }

  private static boolean isWorthAnotherTry(@Nullable Throwable failure) {
    return failure instanceof Unavailable
        || failure instanceof IOException
            && (!(failure instanceof HttpTimeoutException)
                || failure instanceof java.net.http.HttpConnectTimeoutException);
  }

  private static Map<String, List<Integer>> byInstance(List<Integer> some, Marks marks) {
    var byInstance = new TreeMap<String, List<Integer>>();
    for (int partition : some) {
      var instance = marks.instance(partition).orElseThrow();
      byInstance.computeIfAbsent(instance, address -> new ArrayList<>()).add(partition);
    }
    return byInstance;
  }

  private <A> CompletableFuture<A> send(
      PartitionQuestion<?> question, String instance, Class<A> type) {
    var request =
        HttpRequest.newBuilder(URI.create("http://" + instance + question.path()))
            .timeout(ANSWER)
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(question)))
            .build();
    return http.sendAsync(request, BodyHandlers.ofByteArray())
        .thenApply(response -> answer(response, type));
  }

  private static <A> A answer(HttpResponse<byte[]> response, Class<A> type) {
    if (response.statusCode() == UNAVAILABLE) {
      throw new CompletionException(new Unavailable(response.uri().toString()));
    }
    if (response.statusCode() != 200) {
      throw new CompletionException(
          new IllegalStateException(response.uri() + " answered " + response.statusCode()));
    }
    return Json.read(response.body(), type);
  }

  /** An instance said that it does not hold a partition now. */
  private static final class Unavailable extends Exception {

    private static final long serialVersionUID = 1L;

    Unavailable(String uri) {
      super(uri + " holds not all of it now");
    }
  }
}
