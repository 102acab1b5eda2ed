package io.voronka.streams;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.voronka.model.count.Counters;
import io.voronka.model.count.FigureSum;
import io.voronka.model.count.FunnelReport;
import io.voronka.model.count.Granularity;
import io.voronka.model.count.StageReport;
import io.voronka.model.count.TallyKey;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.testing.Scenario;
import io.voronka.wire.Correction;
import io.voronka.wire.EventCodec;
import io.voronka.wire.EventGroup;
import io.voronka.wire.FigureKey;
import io.voronka.wire.Forwarded;
import io.voronka.wire.FunnelRecord;
import io.voronka.wire.FunnelsHeld;
import io.voronka.wire.FunnelsHeld.FunnelProgress;
import io.voronka.wire.Json;
import io.voronka.wire.Mark;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.StageMinutes;
import io.voronka.wire.StageTransition;
import io.voronka.wire.TallyCodec;
import io.voronka.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** The stream program with the broker left out: what goes in, and the figures that come out. */
final class FunnelHarness implements AutoCloseable {

  static final String PROJECT = "shop";
  static final Duration KEPT = Duration.ofDays(90);
  private static final Duration ENOUGH = Duration.ofSeconds(3);

  private final HeldOutlines outlines = new HeldOutlines();
  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> events;
  private final TestInputTopic<byte[], byte[]> funnels;
  private final TestOutputTopic<byte[], byte[]> counts;
  private final TestOutputTopic<byte[], byte[]> rejected;
  private final TestOutputTopic<byte[], byte[]> forwarded;
  private final TestOutputTopic<byte[], byte[]> sessions;
  private final TestOutputTopic<byte[], byte[]> corrections;
  private final TestOutputTopic<byte[], byte[]> transitions;
  private final TestOutputTopic<byte[], byte[]> minutes;
  private final Map<TallyKey, Counters> figures = new HashMap<>();
  private final Map<String, JsonNode> knownSessions = new TreeMap<>();
  private @Nullable Mark mark;
  private @Nullable FunnelsHeld held;

  FunnelHarness() {
    this(Scenario.at("12:00"));
  }

  FunnelHarness(Instant now) {
    this(now, true);
  }

  /**
   * Makes one.
   *
   * @param tells whether steps, sessions and corrections are told
   */
  FunnelHarness(Instant now, boolean tells) {
    var topology =
        FunnelTopology.build(
            new DefinitionView(),
            "here:1",
            1,
            KEPT,
            tells,
            Duration.ofMinutes(10),
            new StreamMetrics(new SimpleMeterRegistry()),
            new DetectorMetrics(new SimpleMeterRegistry()),
            outlines,
            Guards.alone(),
            org.apache.kafka.streams.state.Stores::inMemoryKeyValueStore);
    var config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    driver = new TopologyTestDriver(topology, config, now);
    var in = new ByteArraySerializer();
    var out = new ByteArrayDeserializer();
    events = driver.createInputTopic(Topics.EVENTS, in, in);
    funnels = driver.createInputTopic(Topics.FUNNELS, in, in);
    counts = driver.createOutputTopic(Topics.STAGE_COUNTS, out, out);
    rejected = driver.createOutputTopic(Topics.REJECTED, out, out);
    transitions = driver.createOutputTopic(Topics.TRANSITIONS, out, out);
    minutes = driver.createOutputTopic(Topics.MINUTES, out, out);
    corrections = driver.createOutputTopic(Topics.CORRECTIONS, out, out);
    sessions = driver.createOutputTopic(Topics.SESSIONS, out, out);
    forwarded = driver.createOutputTopic(Topics.FORWARDED, out, out);
  }

  void defines(Funnel funnel) {
    var record = FunnelRecord.saved(funnel);
    funnels.pipeInput(record.encodeKey(), record.encodeValue());
  }

  void deletes(FunnelVersion funnel) {
    var record = FunnelRecord.deleted(funnel);
    funnels.pipeInput(record.encodeKey(), record.encodeValue());
  }

  /** {@code "ann: 10:00 view 10:20 buy"}. */
  void receives(String line) {
    var parts = line.split(": ", 2);
    Scenario.events(parts[1]).forEach(event -> receives(parts[0], event));
  }

  void receives(String person, Event event) {
    receives(new ReceivedEvent(ReceivedEvent.Kind.TRACK, person, null, List.of(), 0, event));
  }

  void receives(ReceivedEvent received) {
    receivesRaw(EventCodec.senderKey(PROJECT, received.sender()), EventCodec.encode(received));
  }

  /** Puts events into one record, as the door does. */
  void receivesTogether(List<ReceivedEvent> said) {
    receivesRaw(EventCodec.senderKey(PROJECT, said.get(0).sender()), together(said));
  }

  static byte[] together(List<ReceivedEvent> said) {
    var group = new EventGroup(said.size());
    said.forEach(group::add);
    return group.toRecord();
  }

  /** Says something of a person; the time and message id are those of the event. */
  void identifies(String person, String event, Map<String, PropertyValue> traits) {
    var like = Scenario.events(event).get(0);
    var said = new Event(like.id(), like.timeMillis(), "Identify", new Fields(traits));
    receives(new ReceivedEvent(ReceivedEvent.Kind.IDENTIFY, person, null, List.of(), 0, said));
  }

  void receivesRaw(byte[] key, byte @Nullable [] value) {
    events.pipeInput(key, value);
  }

  /** Puts a record on a topic as it is. */
  void pipes(String topic, byte @Nullable [] key, byte @Nullable [] value) {
    driver
        .createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(key, value);
  }

  /** Lets the clock go on by one slice of work. */
  void worksAMoment() {
    driver.advanceWallClockTime(Duration.ofMillis(20));
  }

  /** Sets the clock forward in one step. */
  void jumps(Duration time) {
    driver.advanceWallClockTime(time);
  }

  /** Lets the clock go on until everything is published. */
  void settles() {
    for (long left = ENOUGH.toMillis(); left > 0; left -= 50) {
      driver.advanceWallClockTime(Duration.ofMillis(50));
    }
    for (var record : counts.readRecordsToList()) {
      var key = FigureKey.decode(record.key());
      if (key.kind() == FigureKey.Kind.MARK) {
        mark = Json.read(record.value(), Mark.class);
      } else if (key.kind() == FigureKey.Kind.HELD) {
        held = Json.read(record.value(), FunnelsHeld.class);
      } else if (record.value() == null) {
        figures.remove(TallyCodec.key(key.tally()));
      } else {
        figures.put(TallyCodec.key(key.tally()), TallyCodec.counters(record.value()));
      }
    }
  }

  FunnelReport report(Funnel funnel, Granularity series, long asOfMillis) {
    settles();
    var sum = new FigureSum(funnel, series, asOfMillis);
    figures.forEach(
        (key, counters) -> {
          if (key.funnel().equals(funnel.key())) {
            sum.add(key, counters);
          }
        });
    return sum.report(funnel.definition().breakdowns());
  }

  List<Long> reached(Funnel funnel) {
    return report(funnel, Granularity.DAY, 0).stages().stream().map(StageReport::reached).toList();
  }

  Map<TallyKey, Counters> figures(Predicate<TallyKey> wanted) {
    settles();
    var found = new HashMap<>(figures);
    found.keySet().removeIf(wanted.negate());
    return found;
  }

  List<FunnelProgress> funnelsHeld() {
    settles();
    return Objects.requireNonNull(held, "nothing was said of funnels").funnels();
  }

  Mark mark() {
    settles();
    return Objects.requireNonNull(mark, "no mark was published");
  }

  /** What partitions sent each other since this was asked last. */
  List<Forwarded> forwarded() {
    return forwarded.readValuesToList().stream().map(Forwarded::decode).toList();
  }

  /** Steps of people that were told since this was asked last: {@code ann 2 advanced 10:05}. */
  List<String> transitions() {
    return transitions.readValuesToList().stream()
        .map(value -> Json.read(value, StageTransition.class))
        .map(
            step ->
                "%s %s %s %s"
                    .formatted(
                        step.person(), step.stage(), step.state(), step.at().substring(11, 16)))
        .toList();
  }

  /** What the detector was told since this was asked last. */
  List<StageMinutes> minutes() {
    return minutes.readValuesToList().stream().map(StageMinutes::decode).toList();
  }

  /** Corrections told since this was asked last: {@code day 2: 0 to 1, late}. */
  List<String> corrections() {
    settles();
    jumps(Duration.ofSeconds(10));
    return corrections.readValuesToList().stream()
        .map(value -> Json.read(value, Correction.class))
        .map(
            one ->
                "%s %s: %s to %s, %s"
                    .formatted(
                        one.granularity(), one.stage(), one.before(), one.after(), one.why()))
        .toList();
  }

  /** Sessions by key as the topic has them after what was told since this was asked last. */
  Map<String, JsonNode> sessions() {
    for (var record : sessions.readRecordsToList()) {
      var key = new String(record.key(), StandardCharsets.UTF_8).replace('\0', ' ');
      if (record.value() == null) {
        knownSessions.remove(key);
      } else {
        knownSessions.put(key, Json.read(record.value()));
      }
    }
    return knownSessions;
  }

  List<String> rejections() {
    return rejected.readValuesToList().stream()
        .map(value -> new String(value, StandardCharsets.UTF_8))
        .toList();
  }

  /** What was rejected since this was asked last. */
  List<JsonNode> rejected() {
    return rejected.readValuesToList().stream().map(Json::read).toList();
  }

  HeldOutlines outlines() {
    return outlines;
  }

  /** The rooms as questions read them. */
  ReadOnlyKeyValueStore<Bytes, byte[]> rooms() {
    return driver.getKeyValueStore(Stores.ROOMS);
  }

  /** What a store of figures, or the one of rooms, holds. */
  List<Bytes> keys(String store) {
    var keys = new ArrayList<Bytes>();
    try (var all = store.equals(Stores.ROOMS) ? rooms().all() : all(store)) {
      all.forEachRemaining(entry -> keys.add(entry.key));
    }
    return keys;
  }

  private KeyValueIterator<Bytes, byte[]> all(String store) {
    var figures = (FigureStore<?>) driver.getStateStore(store);
    return figures.range(Bytes.wrap(new byte[] {0}), Bytes.wrap(new byte[] {(byte) 0xff}));
  }

  @Override
  public void close() {
    driver.close();
  }
}
