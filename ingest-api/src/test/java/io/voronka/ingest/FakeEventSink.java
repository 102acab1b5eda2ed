package io.voronka.ingest;

import io.voronka.ingest.protocol.Rejection;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.wire.Position;
import io.voronka.wire.ReceivedEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps everything in memory, in one partition; can be told to fail or to hold its answers. */
final class FakeEventSink implements EventSink {

  private final List<Intake> intakes = new CopyOnWriteArrayList<>();
  private volatile boolean isSpooling;
  private volatile CompletableFuture<Void> appended = new CompletableFuture<>();
  private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

  @Override
  public CompletableFuture<Position> append(Intake intake) {
    intakes.add(intake);
    appended.complete(null);
    long end = events().size();
    return gate.thenApply(open -> end == 0 ? Position.NONE : Position.of(Map.of(0, end)));
  }

  @Override
  public boolean isBounded(Intake intake) {
    return isSpooling && !intake.isSentAgain();
  }

  /** Lets it bound by itself what is not sent again, as a spool does. */
  void spools() {
    isSpooling = true;
  }

  void reset() {
    isSpooling = false;
    intakes.clear();
    appended = new CompletableFuture<>();
    gate = CompletableFuture.completedFuture(null);
  }

  void fail() {
    gate =
        CompletableFuture.failedFuture(
            new ServiceException(ProblemType.UNAVAILABLE, "Kafka is away."));
  }

  /** Holds all answers until the future is completed. */
  CompletableFuture<Void> hold() {
    gate = new CompletableFuture<>();
    return gate;
  }

  /** Done with the next append. */
  CompletableFuture<Void> appended() {
    return appended;
  }

  List<Intake> intakes() {
    return intakes;
  }

  List<ReceivedEvent> events() {
    return intakes.stream().flatMap(intake -> intake.events().stream()).toList();
  }

  List<Rejection> rejections() {
    return intakes.stream().flatMap(intake -> intake.rejections().stream()).toList();
  }
}
