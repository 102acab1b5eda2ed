package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.model.definition.Funnel;
import io.voronka.model.event.Event;
import io.voronka.model.identity.Moment;
import io.voronka.model.identity.RoomMessage.Identify;
import io.voronka.testing.FunnelText;
import io.voronka.testing.Scenario;
import io.voronka.wire.Correction.Why;
import io.voronka.wire.EventCodec;
import io.voronka.wire.FigureBundle;
import io.voronka.wire.FigureBundle.Figure;
import io.voronka.wire.Forwarded;
import io.voronka.wire.FunnelRecord;
import io.voronka.wire.Mark;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.StageMinutes;
import io.voronka.wire.StageMinutes.Clock;
import io.voronka.wire.Topics;
import io.voronka.wire.Traffic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records that nobody can read, on every topic that the program reads, among good ones. */
class PoisonTopologyTest {

  private static final long SEED = 20261129;
  private static final int RECORDS = 300; // of each topic
  private static final int CUT = 20; // before the end of the first part of any record
  private static final Funnel SHOP =
      FunnelText.saved(FunnelText.funnel("view > cart > buy", "PT1H"));

  private final Random random = new Random(SEED);

  @Test
  void records_that_can_not_be_read_are_rejected_and_harm_nobody() {
    try (var funnel = new FunnelHarness()) {
      funnel.defines(SHOP);
      var topics = List.of(Topics.EVENTS, Topics.FORWARDED, Topics.TALLIES, Topics.MINUTES);
      for (int i = 0; i < RECORDS; i++) {
        funnel.receives("p" + i + ": 10:00 view  10:05 cart");
        topics.forEach(topic -> funnel.pipes(topic, key(), poison(topic)));
        funnel.pipes(Topics.FUNNELS, key(), poison(Topics.FUNNELS));
        funnel.receives("p" + i + ": 10:10 buy");
      }
      long people = RECORDS;
      assertThat(funnel.reached(SHOP)).as("seed %s", SEED).containsExactly(people, people, people);
      var rejected = funnel.rejected();
      for (var topic : topics) {
        var reasons = rejected.stream().filter(one -> isOf(topic, one)).toList();
        assertThat(reasons).as("%s, seed %s", topic, SEED).hasSize(RECORDS);
        assertThat(reasons).allMatch(one -> !one.path("reason").asText().isBlank());
      }
    }
  }

  private static boolean isOf(String topic, JsonNode rejected) {
    return rejected.path("source").asText().equals(topic);
  }

  private byte @Nullable [] key() {
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> new byte[0];
      case 2 -> noise();
      default -> EventCodec.senderKey(FunnelHarness.PROJECT, "p" + random.nextInt(RECORDS));
    };
  }

  private byte[] noise() {
    var noise = new byte[1 + random.nextInt(60)];
    random.nextBytes(noise);
    noise[0] = (byte) 0x7f; // of no version that there is
    return noise;
  }

  /** Nothing, noise, or a good record that ends too early. */
  private byte @Nullable [] poison(String topic) {
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> noise();
      case 2 -> topic.equals(Topics.TALLIES) ? bundle() : cut(good(topic));
      default -> cut(good(topic));
    };
  }

  private byte[] cut(byte[] good) {
    return Arrays.copyOf(good, random.nextInt(Math.min(good.length, CUT)));
  }

  private static byte[] good(String topic) {
    var at = new Moment(Scenario.at("10:00").toEpochMilli(), "m");
    return switch (topic) {
      case Topics.EVENTS -> event();
      case Topics.FORWARDED ->
          Forwarded.toRoom(0, 1, Why.MERGE, new Identify<>(at, List.of("x", "y"), false)).encode();
      case Topics.TALLIES -> bundle();
      case Topics.MINUTES -> minutes();
      default -> FunnelRecord.saved(SHOP).encodeValue();
    };
  }

  private static byte[] event() {
    Event event = Scenario.events("10:00 view").get(0);
    return EventCodec.encode(
        new ReceivedEvent(ReceivedEvent.Kind.TRACK, "ann", null, List.of(), 0, event));
  }

  /** Its only figure has a key that is none, so that it can't be read to its end either. */
  private static byte[] bundle() {
    var mark = new Mark(0, 0, 1, 0, 0, "here:1", new Traffic(Map.of(), Map.of(), 0), 0);
    return new FigureBundle(List.of(new Figure(new byte[] {9, 9}, new byte[] {1}, 0)), mark, null)
        .encode();
  }

  private static byte[] minutes() {
    var clock = new Clock("a project whose name is long", 5, false);
    return new StageMinutes(0, List.of(clock), List.of(), null).encode();
  }

  @Test
  void a_record_at_which_the_program_fails_is_rejected_when_it_comes_again() {
    var failed = new FailedRecords();
    var rejected = new ArrayList<String>();
    var from = new Place(7);
    Runnable bug =
        () -> {
          throw new IllegalStateException("a bug");
        };

    assertThatThrownBy(() -> failed.handle(from, bug, rejected::add))
        .isInstanceOf(IllegalStateException.class);
    assertThat(rejected).isEmpty(); // the transaction is undone

    failed.handle(from, bug, rejected::add);
    assertThat(rejected).hasSize(1).allMatch(why -> why.contains("a bug"));

    var others = new ArrayList<Long>();
    failed.handle(new Place(8), () -> others.add(8L), rejected::add);
    failed.handle(from, 1, () -> others.add(7L), rejected::add); // a part of it
    assertThat(others).containsExactly(8L, 7L);
  }

  @Test
  void where_the_program_fails_at_many_records_each_is_handled_to_its_end_when_it_comes_again() {
    var failed = new FailedRecords();
    var rejected = new ArrayList<String>();
    Runnable bug =
        () -> {
          throw new IllegalStateException("a bug");
        };

    assertThat(failed.isCareful()).isFalse();
    assertThatThrownBy(
            () -> failed.handle(new Place(7), () -> failed.handleTogether(bug), rejected::add))
        .hasRootCauseMessage("a bug");
    assertThat(failed.isCareful()).isTrue();
    var taken = new ArrayList<Long>();
    failed.handle(new Place(7), () -> taken.add(7L), rejected::add); // it is not to blame
    assertThat(taken).containsExactly(7L);

    assertThatThrownBy(
            () -> failed.handle(new Place(8), () -> failed.handleTogether(bug), rejected::add))
        .hasMessage("a bug");
    failed.handle(new Place(8), bug, rejected::add);
    assertThat(rejected).hasSize(1).allMatch(why -> why.contains("a bug"));

    for (int record = 0; record < FailedRecords.CAREFUL; record++) {
      failed.handle(new Place(9), () -> {}, rejected::add);
    }
    assertThat(failed.isCareful()).isFalse();
  }

  @Test
  void of_the_records_that_failed_the_last_are_known() {
    var failed = new FailedRecords();
    IntStream.range(0, FailedRecords.MOST + 10)
        .forEach(
            offset ->
                assertThatThrownBy(
                    () ->
                        failed.handle(
                            new Place(offset),
                            () -> {
                              throw new IllegalStateException("a bug");
                            },
                            why -> {})));
    assertThat(failed.size()).isEqualTo(FailedRecords.MOST);
  }

  /** Where a record lies. */
  private record Place(long offset)
      implements org.apache.kafka.streams.processor.api.RecordMetadata {
    @Override
    public String topic() {
      return Topics.EVENTS;
    }

    @Override
    public int partition() {
      return 0;
    }
  }
}
