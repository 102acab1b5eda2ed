package io.voronka.streams;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.voronka.model.count.Held;
import io.voronka.wire.EventCodec;
import io.voronka.wire.FigureBundle;
import io.voronka.wire.FigureBundle.Figure;
import io.voronka.wire.FunnelsHeld;
import io.voronka.wire.FunnelsHeld.FunnelProgress;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.Mark;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Puts each event into its sender's room and adds to the figures what that changed.
 *
 * <p>In: sender → event. Out: changed figures and marks, at most every 100 ms, to {@link
 * FunnelTopology#TALLIES_OUT}; records that are no events, with the reason, to {@link
 * FunnelTopology#REJECTED_OUT}. State: {@link Stores#ROOMS}, {@link Stores#TALLIES}. Time: the
 * events' own for results; the wall clock only publishes and frees.
 */
final class TimelineProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  private static final Duration PUBLISH = Duration.ofMillis(100);
  private static final Duration SLICE = Duration.ofMillis(20);
  private static final long MAX_PAUSE_MILLIS = 1000;
  private static final long HEARTBEAT_MILLIS = 2000;
  private static final long DROP_OLD_MILLIS = Duration.ofMinutes(10).toMillis();
  private static final int MAX_WAITING = 50_000; // figures in memory that wait to be published

  private final DefinitionView definitions;
  private final String instance;
  private final int sums;
  private final StreamMetrics metrics;

  private ProcessorContext<byte[], byte[]> context;
  private Rooms rooms;
  private Progress progress;
  private TallyBook book;
  private ActiveFunnels funnels;
  private Held held;
  private @Nullable Map<String, FunnelProgram> followed;
  private long counted;
  private long publishAtMillis;
  private long publishedMillis;
  private long publishedCounted;
  private @Nullable List<FunnelProgress> said; // of the funnels; null after a restart: say it again
  private @Nullable Cancellable slices;

  /**
   * Makes a processor for one task.
   *
   * @param instance the address under which the instance answers questions
   * @param sums partitions of sums
   */
  TimelineProcessor(DefinitionView definitions, String instance, int sums, StreamMetrics metrics) {
    this.definitions = definitions;
    this.instance = instance;
    this.sums = sums;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    // The same object may be opened again after a failure.
    followed = null;
    slices = null;
    said = null;
    publishAtMillis = 0;
    publishedMillis = 0;
    publishedCounted = 0;
    rooms = new Rooms(context.getStateStore(Stores.ROOMS));
    progress = new Progress(context.getStateStore(Stores.TALLIES));
    book = new TallyBook(context.getStateStore(Stores.TALLIES));
    funnels = new ActiveFunnels(rooms, book, progress);
    counted = progress.counted();
    held = new Held(progress.heldMillis());
    context.schedule(PUBLISH, PunctuationType.WALL_CLOCK_TIME, this::publishIfDue);
    dropOld(context.currentSystemTimeMs());
    followDefinitions();
  }

  private void followDefinitions() {
    var current = definitions.programs();
    if (current != followed) {
      followed = current;
      funnels.follow(current.values());
    }
    // Only while there is work: each tick of a clock costs the loop that processes events.
    if (slices == null && funnels.isBehind()) {
      slices = context.schedule(SLICE, PunctuationType.WALL_CLOCK_TIME, now -> evaluateSlice());
    }
  }

  private void evaluateSlice() {
    funnels.evaluateSlice(held);
    if (slices != null && !funnels.isBehind()) {
      slices.cancel();
      slices = null;
      funnels.follow(definitions.programs().values()); // what is superseded now can go
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    try {
      take(record);
    } catch (MalformedRecord malformed) {
      metrics.malformed();
      context.forward(rejected(record, malformed), FunnelTopology.REJECTED_OUT);
    }
    context.recordMetadata().ifPresent(from -> counted = from.offset() + 1);
    progress.counted(counted);
    if (book.waiting() >= MAX_WAITING) {
      publish(context.currentSystemTimeMs());
    }
  }

  private void take(Record<byte[], byte[]> record) {
    if (record.key() == null || record.value() == null) {
      throw new MalformedRecord("an event without key or value");
    }
    var sender = record.key();
    EventCodec.projectOf(sender); // refuses a key that would be no room's
    var received = EventCodec.decode(record.value());
    EventCodec.properties(received.event()); // refuses what a later reading would stumble over
    switch (received.kind()) {
      case TRACK, PAGE, SCREEN -> takeEvent(sender, received, record.value());
      case IDENTIFY -> takeStatement(sender, received, record.value());
      case ALIAS, MERGE -> {} // kept in the log
    }
  }

  private void takeEvent(byte[] sender, ReceivedEvent received, byte[] encoded) {
    var event = received.event();
    var before = rooms.timeline(sender);
    var after = before.with(event);
    if (after == null) {
      metrics.notInserted(before);
      return;
    }
    funnels.eventAdded(sender, event, before, after, held);
    rooms.put(sender, before, received, encoded);
    metrics.inserted();
  }

  private void takeStatement(byte[] sender, ReceivedEvent received, byte[] encoded) {
    var before = rooms.timeline(sender);
    var after = before.withStatement(received.event());
    if (after != null) {
      funnels.statementAdded(sender, before, after, held);
      rooms.put(sender, before, received, encoded);
    }
  }

  private Record<byte[], byte[]> rejected(Record<byte[], byte[]> record, MalformedRecord why) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("receivedAt", java.time.Instant.ofEpochMilli(record.timestamp()).toString())
            .put("reason", why.getMessage())
            .put("source", Topics.EVENTS);
    if (record.value() != null) {
      json.put("record", Base64.getEncoder().encodeToString(record.value()));
    }
    return record.withKey(project(record)).withValue(Json.bytes(json));
  }

  /** Under which the rejected topic keeps it: empty where not even the project can be read. */
  private static byte[] project(Record<byte[], byte[]> record) {
    try {
      var sender = record.key() == null ? new byte[0] : record.key();
      return EventCodec.projectOf(sender).getBytes(StandardCharsets.UTF_8);
    } catch (MalformedRecord unreadable) {
      return new byte[0];
    }
  }

  /**
   * Publishing takes at most a tenth of the time: under load it combines more and comes less often.
   */
  private void publishIfDue(long nowMillis) {
    followDefinitions();
    if (nowMillis >= publishAtMillis) {
      publish(nowMillis);
      long took = context.currentSystemTimeMs() - nowMillis;
      publishAtMillis = nowMillis + Math.min(10 * took, MAX_PAUSE_MILLIS);
    }
  }

  private void publish(long nowMillis) {
    if (nowMillis - held.nowMillis() >= DROP_OLD_MILLIS) {
      dropOld(nowMillis);
    }
    var report = funnels.report();
    boolean isHeartbeat = nowMillis - publishedMillis >= HEARTBEAT_MILLIS;
    boolean isNews = book.waiting() > 0 || counted != publishedCounted || !report.equals(said);
    if (!isNews && !isHeartbeat) {
      return;
    }
    var bundles = new ArrayList<List<Figure>>();
    for (int sum = 0; sum < sums; sum++) {
      bundles.add(new ArrayList<>());
    }
    book.publish(
        (tally, figures) ->
            bundles
                .get(FigurePartitioner.partitionOf(tally, sums))
                .add(new Figure(tally, figures)));
    for (int sum = 0; sum < sums; sum++) {
      forward(nowMillis, sum, bundles.get(sum), report.equals(said) ? null : report);
    }
    publishedMillis = nowMillis;
    publishedCounted = counted;
    said = report;
  }

  private void forward(
      long nowMillis, int sum, List<Figure> figures, @Nullable List<FunnelProgress> report) {
    int partition = context.taskId().partition();
    var mark = new Mark(partition, sum, counted, nowMillis, held.nowMillis(), instance);
    var funnelsHeld = report == null ? null : new FunnelsHeld(partition, sum, report);
    context.forward(
        new Record<>(
            ByteBuffer.allocate(Integer.BYTES).putInt(sum).array(),
            new FigureBundle(figures, mark, funnelsHeld).encode(),
            nowMillis),
        FunnelTopology.TALLIES_OUT);
  }

  private void dropOld(long nowMillis) {
    // Never back: a bucket that was dropped must not be counted again from its middle.
    held = new Held(Math.max(held.nowMillis(), nowMillis));
    progress.heldMillis(held.nowMillis());
    funnels.dropOld(held);
  }
}
