package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.count.TallyKey;
import io.voronka.model.definition.Funnel;
import io.voronka.model.evaluation.Evaluator;
import io.voronka.model.event.Event;
import io.voronka.testing.FunnelText;
import io.voronka.testing.Scenario;
import io.voronka.wire.AlertRecord;
import io.voronka.wire.Correction.Why;
import io.voronka.wire.EventCodec;
import io.voronka.wire.ReceivedEvent;
import io.voronka.wire.RoomEntry;
import io.voronka.wire.StageMinutes;
import io.voronka.wire.StageMinutes.Count;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/** In which minutes steps are counted. */
class MinuteBookTest {

  private static final Funnel SHOP =
      FunnelText.saved(FunnelText.funnel("view > cart > buy", "PT2H"));
  private static final String PROJECT = SHOP.key().project();

  private final KeyValueStore<Bytes, byte[]> disk = TestStores.plain("tallies");
  private final Evaluator evaluator = new Evaluator(SHOP.definition());
  private final Map<String, List<RoomEntry>> people = new HashMap<>();
  private FigureStore<TallyKey> store = TestStores.figures(disk);
  private StreamClocks clocks = new StreamClocks(store, Duration.ofMinutes(10), wall("12:00"));
  private MinuteBook book = new MinuteBook(store, clocks);

  private static long wall(String time) {
    return Scenario.at(time).toEpochMilli();
  }

  /** The events come in the order written. */
  private void comes(String person, String events) {
    for (var event : Scenario.events(events)) {
      clocks.hear(PROJECT, event.timeMillis(), Long.MAX_VALUE);
      var after = new ArrayList<>(of(person));
      after.add(entry(person, event));
      becomes(person, after, Why.LATE);
    }
  }

  private static RoomEntry entry(String person, Event event) {
    return RoomEntry.of(
        EventCodec.encode(
            new ReceivedEvent(ReceivedEvent.Kind.TRACK, person, null, List.of(), 0, event)));
  }

  private List<RoomEntry> of(String person) {
    return people.getOrDefault(person, List.of());
  }

  private void becomes(String person, List<RoomEntry> after, Why why) {
    var sorted = after.stream().sorted().toList();
    var home = EventCodec.senderKey(PROJECT, person);
    var change = PersonChange.of(home, of(person), sorted, why);
    people.put(person, sorted);
    book.change(
        SHOP, change, evaluator.attempts(change.before()), evaluator.attempts(change.after()));
  }

  private void crashes() {
    store = TestStores.figures(disk);
    clocks = new StreamClocks(store, Duration.ofMinutes(10), wall("23:00"));
    book = new MinuteBook(store, clocks);
  }

  /** What is handed over: {@code 1 10:05 +1}, of advances {@code 1 10:05 after 3 +1}. */
  private List<String> handedOver() {
    var told = new ArrayList<String>();
    for (var stage : book.take()) {
      for (var count : stage.counts()) {
        told.add(
            "%d %s%s %+d"
                .formatted(
                    stage.stage(),
                    AlertRecord.time(count.minute()).toString().substring(11, 16),
                    count.delay() == Count.REACHED ? "" : " after " + count.delay(),
                    count.count()));
      }
    }
    return told;
  }

  @Test
  void what_comes_in_time_is_counted_in_its_minute() {
    comes("ann", "10:00 view  10:05 cart");
    comes("bob", "10:05 view");
    comes("eve", "10:05:10 view");
    assertThat(handedOver())
        .containsExactly("1 10:00 +1", "1 10:05 after 5 +1", "1 10:05 +2", "2 10:05 +1");
    assertThat(handedOver()).isEmpty();
  }

  @Test
  void what_comes_a_little_late_is_counted_when_it_is_known() {
    comes("bob", "10:09 help");
    comes("ann", "10:02 view");
    assertThat(handedOver()).containsExactly("1 10:09 +1");

    comes("ann", "10:20 cart");
    assertThat(handedOver()).containsExactly("1 10:20 after 11 +1", "2 10:20 +1");
  }

  @Test
  void what_comes_later_is_left_out_and_what_follows_from_it_too() {
    comes("bob", "10:30 help");
    comes("ann", "10:19 view");
    assertThat(handedOver()).isEmpty();

    comes("ann", "10:31 cart");
    assertThat(handedOver()).containsExactly("2 10:31 +1");
    comes("ann", "10:33 buy");
    assertThat(handedOver()).containsExactly("2 10:33 after 2 +1");
  }

  @Test
  void what_is_no_longer_so_is_taken_back_where_it_was_counted() {
    comes("bob", "10:09 help");
    comes("ann", "10:02 view  10:12 cart");
    handedOver();

    becomes("ann", of("ann").subList(1, 2), Why.MERGE); // the view is another person's
    assertThat(handedOver()).containsExactly("1 10:09 -1", "1 10:12 after 3 -1", "2 10:12 -1");
  }

  @Test
  void what_moves_to_another_person_stays_in_its_minute() {
    comes("visitor", "10:00 view  10:05 cart");
    comes("bob", "10:40 help");
    handedOver();

    var moved = of("visitor");
    becomes("visitor", List.of(), Why.MERGE);
    becomes("ann", moved, Why.MERGE);
    assertThat(handedOver()).isEmpty();
    comes("ann", "10:41 buy");
    assertThat(handedOver()).containsExactly("2 10:41 after 36 +1");
  }

  @Test
  void an_advance_that_comes_about_by_a_move_becomes_known_by_it() {
    comes("visitor", "10:00 view");
    comes("ann", "10:05 cart");
    comes("bob", "10:09 help");
    assertThat(handedOver()).containsExactly("1 10:00 +1");

    var moved = new ArrayList<>(of("ann"));
    moved.addAll(of("visitor"));
    becomes("visitor", List.of(), Why.MERGE);
    becomes("ann", moved, Why.MERGE);
    assertThat(handedOver()).containsExactly("1 10:09 after 9 +1", "2 10:09 +1");
  }

  @Test
  void an_advance_after_longer_than_is_followed_is_left_out() {
    comes("ann", "10:00 view  11:55 view  12:10 cart");
    assertThat(handedOver()).containsExactly("1 10:00 +1", "2 12:10 +1");
  }

  @Test
  void what_was_done_before_a_funnel_was_there_was_known_when_it_was_done() {
    comes("bob", "10:40 help");
    handedOver();
    var home = EventCodec.senderKey(PROJECT, "ann");
    var did =
        Scenario.events("09:00 view  09:07 cart").stream().map(one -> entry("ann", one)).toList();
    var change = PersonChange.of(home, List.of(), did, Why.DEFINITION);
    book.begin(SHOP, change, evaluator.attempts(change.after()));

    assertThat(handedOver()).containsExactly("1 09:00 +1", "1 09:07 after 7 +1", "2 09:07 +1");
  }

  @Test
  void a_crash_loses_nothing_that_was_committed_and_not_handed_over() {
    comes("bob", "10:09 help");
    comes("ann", "10:02 view");
    store.flushCache();
    crashes();
    assertThat(handedOver()).containsExactly("1 10:09 +1");
    store.flushCache();
    crashes();
    assertThat(handedOver()).isEmpty();

    comes("ann", "10:20 cart"); // when the entry was known is known
    assertThat(handedOver()).containsExactly("1 10:20 after 11 +1", "2 10:20 +1");
  }

  @Test
  void what_is_noted_leaves_when_advances_are_not_followed_any_more() {
    comes("bob", "10:09 help");
    comes("ann", "10:02 view");
    handedOver();
    assertThat(notes()).isEqualTo(1);
    comes("bob", "+7/11:00 help");
    forgets();
    assertThat(notes()).isEqualTo(1);
    comes("bob", "+8/11:00 help");
    forgets();
    assertThat(notes()).isZero();
  }

  @Test
  void a_project_that_is_silent_keeps_nobody_elses_notes() {
    comes("bob", "10:09 help");
    comes("ann", "10:02 view");
    clocks.hear("silent", wall("09:00"), Long.MAX_VALUE);
    var silent = new KnownMinutes(store);
    silent.put(wall("09:00"), EventCodec.senderKey("silent", "eve"), 1);
    assertThat(notes()).isEqualTo(2);
    comes("bob", "+8/11:00 help");
    forgets();
    assertThat(notes()).isEqualTo(1); // nobody can say that it is old
  }

  @Test
  void many_old_notes_leave_within_a_minute() {
    comes("bob", "10:09 help");
    var known = new KnownMinutes(store);
    for (int i = 0; i < 20_000; i++) {
      known.put(wall("10:00") + i, EventCodec.senderKey(PROJECT, "p" + i), 1);
    }
    comes("bob", "+8/11:00 help");
    forgets();
    forgets();
    assertThat(notes()).isZero();
  }

  @Test
  void what_is_noted_of_a_person_is_erased_with_the_person() {
    comes("bob", "10:09 help");
    comes("ann", "10:02 view");
    comes("eve", "10:03 view");
    assertThat(notes()).isEqualTo(2);
    book.erase(
        PersonChange.of(EventCodec.senderKey(PROJECT, "ann"), of("ann"), List.of(), Why.ERASURE));
    assertThat(notes()).isEqualTo(1);
    comes("eve", "10:20 cart"); // of the others it is still known
    assertThat(handedOver()).contains("1 10:20 after 11 +1");
  }

  @Test
  void no_value_is_larger_than_a_record_may_be() {
    var funnel =
        FunnelText.saved(
            FunnelText.brokenDownBy(FunnelText.funnel("view > buy", "PT2H"), "a", "b", "c"));
    var values = Arrays.asList("ж".repeat(200), "ж".repeat(199), null);
    var counts = new ArrayList<Count>();
    for (int i = 0; i < 3000; i++) {
      counts.add(new Count(i, Count.REACHED, values, 1));
    }
    var stage = new StageMinutes.StageCounts(funnel.key(), 1, counts);
    var parts = StageMinutes.parts(List.of(stage, stage));
    assertThat(parts).hasSizeGreaterThan(5);
    assertThat(parts)
        .allMatch(part -> new StageMinutes(0, List.of(), part, null).encode().length < 900_000);
    assertThat(parts.stream().flatMap(List::stream).flatMap(of -> of.counts().stream()))
        .containsExactlyElementsOf(Stream.concat(counts.stream(), counts.stream()).toList());

    var watched = WatchedStage.of(funnel).get(0);
    var watches = new WatchStore(new FigureStore<>(disk, Bytes::get));
    int kept = watches.putOpen(watched, counts, 0);
    assertThat(kept).isGreaterThan(2);
    var read = new ArrayList<Count>();
    assertThat(watches.takeOpen(watched, read::add)).isEqualTo(kept);
    assertThat(read).isEqualTo(counts);
    assertThat(watches.putOpen(watched, List.of(), kept)).isZero();
    assertThat(watches.takeOpen(watched, read::add)).isZero();
  }

  private void forgets() {
    for (int i = 0; i < Duration.ofMinutes(1).toSeconds(); i++) {
      book.take();
    }
  }

  private long notes() {
    long count = 0;
    try (var all =
        store.notes(
            Bytes.wrap(new byte[] {Progress.MARK, 'k'}),
            Bytes.wrap(new byte[] {Progress.MARK, 'k', (byte) 0xff}))) {
      for (; all.hasNext(); all.next()) {
        count++;
      }
    }
    return count;
  }
}
