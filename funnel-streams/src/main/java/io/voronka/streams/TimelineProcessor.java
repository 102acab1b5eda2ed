package io.voronka.streams;

import io.voronka.model.count.Held;
import io.voronka.model.count.TallyKey;
import io.voronka.model.definition.Funnel;
import io.voronka.model.evaluation.Attempts;
import io.voronka.model.evaluation.Outcome;
import io.voronka.model.session.SessionDetails;
import io.voronka.wire.EventCodec;
import io.voronka.wire.EventGroup;
import io.voronka.wire.EventGroup.Kept;
import io.voronka.wire.FigureBundle;
import io.voronka.wire.Forwarded;
import io.voronka.wire.FunnelsHeld.FunnelProgress;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.Mark;
import io.voronka.wire.SessionRecord;
import io.voronka.wire.StageMinutes;
import io.voronka.wire.StageTransition;
import io.voronka.wire.Topics;
import io.voronka.wire.Traffic;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Puts each event into its sender's room, lets rooms tell each other what they have to, and adds to
 * the figures what that changed.
 *
 * <p>In: sender → event, room → {@link Forwarded}. Out: the latter to {@link
 * FunnelTopology#FORWARDED_OUT}; changed figures and marks, as often as {@link CommitPace} says, to
 * {@link FunnelTopology#TALLIES_OUT}; what became known of stages, about once a second, to {@link
 * FunnelTopology#MINUTES_OUT}; records that can't be read, with the reason, to {@link
 * FunnelTopology#REJECTED_OUT}. State: {@link Stores#ROOMS}, {@link Stores#TALLIES}. Time: the
 * events' own for results; the wall clock only publishes and frees.
 */
final class TimelineProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration SLICE = Duration.ofMillis(20);
  private static final long HEARTBEAT_MILLIS = 2000;
  private static final long DROP_OLD_MILLIS = Duration.ofMinutes(10).toMillis();
  private static final int MAX_WAITING = 50_000; // figures in memory that wait to be published
  private static final long LATE_MILLIS = 60_000;

  // Of the heap, over all partitions: the part of one.
  private static final int ROOMS_SHARE = 3;
  private static final int OUTLINES_SHARE = 16;

  private final DefinitionView definitions;
  private final String instance;
  private final int sums;
  private final Duration kept;
  private final boolean tells;
  private final Duration mostLag;
  private final StreamMetrics metrics;
  private final HeldOutlines heldOutlines;
  private final Guards guards;

  private ProcessorContext<byte[], byte[]> context;
  private Outlines outlines;
  private Timelines timelines;
  private RoomCache cache;
  private FigureStore<TallyKey> tallies;
  private Retention retention;
  private TransitionBook transitions;
  private Correspondence correspondence;
  private Progress progress;
  private TallyBook book;
  private FigureSender figures;
  private StreamClocks clocks;
  private MinuteBook minutes;
  private MinuteSender minuteSender;
  private ActiveFunnels funnels;
  private Uncommitted uncommitted;
  private Held held;
  private @Nullable Map<String, LiveFigures> followed;
  private long counted;
  private boolean isFurther; // than was published
  private long timestamp; // of the record that is processed
  private long publishedMillis;
  private long oldestMillis; // when the first record came in that is not published; 0: none
  private @Nullable List<FunnelProgress> said; // of the funnels; null after a restart: say it again
  private @Nullable Cancellable ticks;
  private @Nullable Cancellable slices;

  /**
   * Makes a processor for one task.
   *
   * @param instance the address under which the instance answers questions
   * @param sums partitions of sums, as many as of events
   * @param kept how old an event may be, by its own time
   * @param tells whether steps and sessions are told to others
   * @param mostLag how far behind the wall clock alerts are told
   * @param heldOutlines is given those of the task while it runs
   */
  TimelineProcessor(
      DefinitionView definitions,
      String instance,
      int sums,
      Duration kept,
      boolean tells,
      Duration mostLag,
      StreamMetrics metrics,
      HeldOutlines heldOutlines,
      Guards guards) {
    this.definitions = definitions;
    this.instance = instance;
    this.sums = sums;
    this.kept = kept;
    this.tells = tells;
    this.mostLag = mostLag;
    this.metrics = metrics;
    this.heldOutlines = heldOutlines;
    this.guards = guards;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    // The same object may be opened again after a failure.
    followed = null;
    said = null;
    publishedMillis = 0;
    oldestMillis = 0;
    isFurther = true;
    KeyValueStore<Bytes, byte[]> rooms = context.getStateStore(Stores.ROOMS);
    FigureStore<TallyKey> tallies = context.getStateStore(Stores.TALLIES);
    progress = new Progress(tallies);
    book = new TallyBook(tallies);
    tallies.beforeCommit(this::settle); // first of all: others note what came of it
    clocks = new StreamClocks(tallies, mostLag, context.currentSystemTimeMs());
    minutes = new MinuteBook(tallies, clocks);
    minuteSender = new MinuteSender(context.taskId().partition(), sums, clocks, minutes);
    transitions = new TransitionBook(tallies, this::tell);
    funnels =
        new ActiveFunnels(rooms, book, progress, clocks, minutes, new Telling(), new Beginning());
    correspondence = new Correspondence(progress);
    long memory = Runtime.getRuntime().maxMemory() / sums;
    outlines = new Outlines(rooms, memory / OUTLINES_SHARE);
    heldOutlines.hold(context.taskId().partition(), outlines);
    cache =
        new RoomCache(rooms, progress.haveHeads(rooms), memory / ROOMS_SHARE, outlines::changed);
    this.tallies = tallies;
    timelines =
        new Timelines(
            rooms,
            cache,
            progress,
            context.taskId().partition(),
            new Changes(),
            this::send,
            metrics);
    retention =
        new Retention(
            rooms,
            cache,
            progress,
            kept,
            timelines::tell,
            change -> funnels.retired(change, held),
            context.currentSystemTimeMs());
    counted = progress.counted();
    requireState();
    held = new Held(progress.heldMillis());
    figures = new FigureSender(sums, sum -> mark(0, sum, correspondence.traffic()));
    // All at the same moments: what partitions of a thread do then is committed together.
    ticks = context.schedule(Instant.EPOCH, TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    uncommitted = new Uncommitted(context, tallies, guards.pace(), this::publishIfDue);
    dropOld(context.currentSystemTimeMs());
    followDefinitions();
  }

  /** What was counted is committed together with the state, so neither can be ahead. */
  private void requireState() {
    int partition = context.taskId().partition();
    long committed = guards.committed().of(Topics.EVENTS, partition);
    if (committed > counted) {
      throw new LostState(
          "partition %s was counted up to %s, and its state is of %s"
              .formatted(partition, committed, counted));
    }
  }

  private void settle() {
    timelines.settle();
    if (counted != progress.counted()) { // else a commit would have something to write each time
      progress.counted(counted);
    }
  }

  private void followDefinitions() {
    var current = definitions.programs();
    if (current != followed) {
      followed = current;
      timelines.tell();
      funnels.follow(current.values());
    }
    // Only while there is work: each tick of a clock costs the loop that processes events.
    if (slices == null && funnels.isBehind()) {
      slices = guards.pace().schedule(context, SLICE, now -> evaluateSlice());
    }
  }

  private void stopSlices() {
    if (slices != null) {
      slices.cancel();
      slices = null;
    }
  }

  private void evaluateSlice() {
    timelines.settle();
    funnels.evaluateSlice(held);
    if (minutes.isFull()) {
      sendMinutes(context.currentSystemTimeMs());
    }
    if (slices != null && !funnels.isBehind()) {
      stopSlices();
      funnels.follow(definitions.programs().values()); // what is superseded now can go
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    timestamp = record.timestamp();
    var from = context.recordMetadata().orElseThrow();
    if (from.topic().equals(Topics.FORWARDED)) {
      guards.failed().handle(from, () -> takeMessage(record), why -> reject(record, why));
    } else {
      takeEvents(record, from);
    }
    if (from.topic().equals(Topics.EVENTS)) {
      counted = from.offset() + 1;
    }
    timelines.settleIfMuch();
    isFurther = true;
    uncommitted.add();
    oldestMillis = oldestMillis == 0 ? timestamp : oldestMillis;
    if (book.waiting() >= MAX_WAITING) {
      publish(context.currentSystemTimeMs());
    }
    if (minutes.isFull()) {
      sendMinutes(context.currentSystemTimeMs());
    }
  }

  /** Under load figures need to know only where a visit led; who is told of steps, each of them. */
  private void tellIfAlone() {
    if (tells || guards.failed().isCareful()) {
      timelines.tell();
    }
  }

  private void reject(Record<byte[], byte[]> record, String why) {
    metrics.malformed();
    var topic = context.recordMetadata().orElseThrow().topic();
    out(RejectedRecord.of(record, topic, why), FunnelTopology.REJECTED_OUT);
  }

  /** Each event by itself: those of others must not be lost with one that can't be handled. */
  private void takeEvents(Record<byte[], byte[]> record, RecordMetadata from) {
    if (record.key() != null && record.value() != null && !EventGroup.isGroup(record.value())) {
      takeEvent(record, from, 1, new Kept(record.key(), record.value()));
      return;
    }
    var events = new ArrayList<Kept>();
    guards.failed().handle(from, () -> events.addAll(eventsOf(record)), why -> reject(record, why));
    for (int i = 0; i < events.size(); i++) {
      takeEvent(record, from, i + 1, events.get(i));
    }
  }

  private void takeEvent(Record<byte[], byte[]> record, RecordMetadata from, int part, Kept kept) {
    guards
        .failed()
        .handle(
            from,
            part,
            () -> takeEvent(kept, record.timestamp()),
            why -> reject(record.withKey(kept.key()).withValue(kept.event()), why));
  }

  private static List<Kept> eventsOf(Record<byte[], byte[]> record) {
    requireWhole(record);
    return EventGroup.eventsOf(record.key(), record.value());
  }

  private void takeEvent(Kept kept, long receivedMillis) {
    long happened = EventCodec.timeMillis(kept.event());
    var project = EventCodec.projectOf(kept.key());
    long now = context.currentSystemTimeMs();
    guards.pace().read(receivedMillis, now);
    if (clocks.beginsMinute(project, happened, now)) {
      timelines.tell(); // what became known belongs to the minute that ends
    }
    clocks.hear(project, happened, now);
    timelines.take(kept.key(), kept.event());
    tellIfAlone();
    if (receivedMillis - happened > LATE_MILLIS) {
      metrics.late();
    }
  }

  private void takeMessage(Record<byte[], byte[]> record) {
    requireWhole(record);
    var message = Forwarded.decode(record.value());
    correspondence.taken(message.from());
    timelines.take(record.key(), message);
    tellIfAlone();
  }

  private void out(Record<byte[], byte[]> record, String child) {
    uncommitted.add();
    context.forward(record, child);
  }

  private static void requireWhole(Record<byte[], byte[]> record) {
    if (record.key() == null || record.value() == null) {
      throw new MalformedRecord("a record without key or value");
    }
  }

  private void tell(byte[] home, StageTransition step) {
    out(
        new Record<>(home, Json.bytes(step), context.currentSystemTimeMs()),
        FunnelTopology.TRANSITIONS_OUT);
  }

  private void tell(byte[] home, long startMillis, @Nullable SessionDetails session) {
    out(
        new Record<>(
            SessionRecord.key(home, startMillis),
            session == null ? null : SessionRecord.value(home, session),
            context.currentSystemTimeMs()),
        FunnelTopology.SESSIONS_OUT);
  }

  /** What becomes of persons becomes figures, and is told. */
  private final class Changes implements Timelines.Listener {

    @Override
    public void changed(PersonChange change) {
      guards.failed().handleTogether(() -> funnels.changed(change, held));
    }

    @Override
    public void told() {
      funnels.addChanges();
    }

    @Override
    public void erased(PersonChange change, boolean isSubtracted) {
      funnels.erased(
          change, isSubtracted, held, tells ? new Forgetting() : LiveFigures.Steps.SILENT);
    }
  }

  /** Tells what becomes of persons to others, if they want to know. */
  private final class Telling implements LiveFigures.Steps {

    @Override
    public void attempts(Funnel funnel, PersonChange change, Attempts before, Attempts after) {
      retired(funnel, change, before, after);
    }

    @Override
    public void retired(Funnel funnel, PersonChange change, Attempts before, Attempts after) {
      if (tells) {
        transitions.change(
            funnel, change.home(), everOf(before), everOf(after), context.currentSystemTimeMs());
      }
    }

    @Override
    public void session(byte[] home, long startMillis, @Nullable SessionDetails session) {
      if (tells) {
        tell(home, startMillis, session);
      }
    }
  }

  private static @Nullable Outcome everOf(Attempts attempts) {
    return attempts.in(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Notes how persons stand when a funnel is new. */
  private final class Beginning implements LiveFigures.Steps {

    @Override
    public void attempts(Funnel funnel, PersonChange change, Attempts before, Attempts after) {
      if (tells) {
        transitions.begin(funnel, change.home(), everOf(after), context.currentSystemTimeMs());
      }
    }

    @Override
    public void retired(Funnel funnel, PersonChange change, Attempts before, Attempts after) {
      throw new IllegalStateException("nothing leaves as a funnel begins");
    }

    @Override
    public void session(byte[] home, long startMillis, @Nullable SessionDetails session) {
      if (tells) {
        tell(home, startMillis, session);
      }
    }
  }

  /** Leaves nothing of persons, and tells that their sessions are gone. */
  private final class Forgetting implements LiveFigures.Steps {

    @Override
    public void attempts(Funnel funnel, PersonChange change, Attempts before, Attempts after) {
      transitions.forget(funnel, change.home(), everOf(before));
    }

    @Override
    public void retired(Funnel funnel, PersonChange change, Attempts before, Attempts after) {
      throw new IllegalStateException("who is erased does not retire");
    }

    @Override
    public void session(byte[] home, long startMillis, @Nullable SessionDetails session) {
      tell(home, startMillis, session);
    }
  }

  private void send(byte[] room, Forwarded message) {
    metrics.forwarded();
    correspondence.sent(RoomPartitioner.partitionOf(room, sums), message.hops());
    out(new Record<>(room, message.encode(), timestamp), FunnelTopology.FORWARDED_OUT);
  }

  private void tick(long nowMillis) {
    followDefinitions();
    if (retention.isDue(nowMillis, guards.pace().isBehind(nowMillis))) {
      retention.sweepSlice(nowMillis);
    }
    if (tells) {
      transitions.drop(funnels::funnel, nowMillis);
    }
    publishIfDue(nowMillis);
    uncommitted.request(nowMillis);
  }

  /**
   * What is published is committed with what else the thread did, so it waits for that; but no
   * longer than a commit of its own would have to.
   */
  private void publishIfDue(long nowMillis) {
    var pace = guards.pace();
    boolean isDue =
        pace.isFree(nowMillis) || nowMillis - publishedMillis >= pace.pauseMillis(nowMillis);
    if (minuteSender.isDue(nowMillis) && (isDue || !pace.isBehind(nowMillis))) {
      sendMinutes(nowMillis);
    }
    if (isDue) {
      publish(nowMillis);
    }
  }

  private void sendMinutes(long nowMillis) {
    timelines.tell();
    minuteSender.send(funnels.told(), nowMillis, this::sendMinutes);
  }

  private void sendMinutes(int to, StageMinutes said) {
    out(
        new Record<>(
            ByteBuffer.allocate(Integer.BYTES).putInt(to).array(),
            said.encode(),
            context.currentSystemTimeMs()),
        FunnelTopology.MINUTES_OUT);
  }

  private void publish(long nowMillis) {
    timelines.tell();
    if (nowMillis - held.nowMillis() >= DROP_OLD_MILLIS) {
      dropOld(nowMillis);
    }
    metrics.holds(
        context.taskId(), new StreamMetrics.Holding(cache.bytes(), tallies.held(), book.waiting()));
    var report = funnels.report();
    // At the same moments in all partitions, whose marks share transactions then.
    boolean isHeartbeat =
        nowMillis / HEARTBEAT_MILLIS != publishedMillis / HEARTBEAT_MILLIS
            && nowMillis - publishedMillis >= HEARTBEAT_MILLIS / 2;
    boolean isNews = book.waiting() > 0 || isFurther || !report.equals(said);
    if (!isNews && !isHeartbeat) {
      return;
    }
    var traffic = correspondence.traffic();
    figures.send(
        book,
        sum -> mark(nowMillis, sum, traffic),
        report.equals(said) ? null : report,
        (sum, bundle) -> forward(nowMillis, sum, bundle));
    if (oldestMillis != 0) {
      metrics.published(nowMillis - oldestMillis);
      oldestMillis = 0;
    }
    publishedMillis = nowMillis;
    isFurther = false;
    said = report;
  }

  private Mark mark(long nowMillis, int sum, Traffic traffic) {
    return new Mark(
        context.taskId().partition(),
        sum,
        counted,
        nowMillis,
        held.nowMillis(),
        instance,
        traffic,
        progress.full());
  }

  private void forward(long nowMillis, int sum, FigureBundle bundle) {
    out(
        new Record<>(
            ByteBuffer.allocate(Integer.BYTES).putInt(sum).array(), bundle.encode(), nowMillis),
        FunnelTopology.TALLIES_OUT);
  }

  private void dropOld(long nowMillis) {
    // Never back: a bucket that was dropped must not be counted again from its middle.
    held = new Held(Math.max(held.nowMillis(), nowMillis));
    progress.heldMillis(held.nowMillis());
    funnels.dropOld(held);
  }

  @Override
  public void close() {
    // What was scheduled outlives a task that is opened again.
    if (ticks != null) {
      ticks.cancel();
    }
    if (uncommitted != null) {
      uncommitted.stop();
    }
    stopSlices();
    if (outlines != null) {
      heldOutlines.release(context.taskId().partition(), outlines);
    }
    metrics.holds(context.taskId(), null);
  }
}
