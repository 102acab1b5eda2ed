package io.voronka.dashboard;

import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.model.count.FigureSum;
import io.voronka.wire.Json;
import io.voronka.wire.TallyCodec;
import io.voronka.wire.TimelineQuestion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Asks the instances that hold the timelines, each for its partitions and all at once. Who holds
 * what is read from the marks. Thread-safe.
 */
final class TimelineClient {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  /**
   * Adds the figures of all partitions.
   *
   * @param question its partitions are replaced by those of each instance
   * @throws ServiceException ({@link ProblemType#UNAVAILABLE}) if a partition can't be asked now
   */
  void ask(TimelineQuestion question, Marks marks, FigureSum into) {
    var answers = new ArrayList<CompletableFuture<TimelineQuestion.Answer>>();
    partitionsByInstance(marks)
        .forEach((instance, partitions) -> answers.add(send(question, instance, partitions)));
    try {
      for (var answer : answers) {
        for (var figure : answer.join().figures()) {
          into.add(TallyCodec.key(figure.key()), TallyCodec.counters(figure.value()));
        }
      }
    } catch (CompletionException failed) {
      answers.forEach(answer -> answer.cancel(true));
      throw new ServiceException(
          ProblemType.UNAVAILABLE,
          "Not all timelines can be read now: an instance is away or handing over.",
          failed);
    }
  }

  private static Map<String, List<Integer>> partitionsByInstance(Marks marks) {
    var byInstance = new TreeMap<String, List<Integer>>();
    for (int partition : marks.partitions()) {
      var instance = marks.instance(partition).orElseThrow();
      byInstance.computeIfAbsent(instance, address -> new ArrayList<>()).add(partition);
    }
    return byInstance;
  }

  private CompletableFuture<TimelineQuestion.Answer> send(
      TimelineQuestion question, String instance, List<Integer> partitions) {
    var asked = question.to(partitions);
    var request =
        HttpRequest.newBuilder(URI.create("http://" + instance + "/internal/figures"))
            .timeout(ANSWER)
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(asked)))
            .build();
    return http.sendAsync(request, BodyHandlers.ofByteArray()).thenApply(TimelineClient::answer);
  }

  private static TimelineQuestion.Answer answer(HttpResponse<byte[]> response) {
    if (response.statusCode() != 200) {
      throw new CompletionException(
          new IOException(response.uri() + " answered " + response.statusCode()));
    }
    return Json.read(response.body(), TimelineQuestion.Answer.class);
  }
}
