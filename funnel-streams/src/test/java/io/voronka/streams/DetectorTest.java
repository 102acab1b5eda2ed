package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.detection.Alert;
import io.voronka.model.detection.Alert.State;
import io.voronka.testing.FunnelText;
import io.voronka.wire.AlertRecord;
import io.voronka.wire.AlertSetting;
import io.voronka.wire.AlertSetting.Kind;
import io.voronka.wire.FunnelsHeld;
import io.voronka.wire.FunnelsHeld.FunnelProgress;
import io.voronka.wire.StageMinutes;
import io.voronka.wire.StageMinutes.Clock;
import io.voronka.wire.StageMinutes.Count;
import io.voronka.wire.StageMinutes.StageCounts;
import io.voronka.wire.WatchRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The detector between its topics: what partitions of events say, and what it tells. */
class DetectorTest {

  private static final int DAY = 1440;
  private static final long START = 2000L * 7 * DAY; // a Monday
  private static final long LIVE = START + 30L * DAY + 600;
  private static final Funnel SHOP =
      FunnelText.saved(FunnelText.brokenDownBy(FunnelText.funnel("view > buy", "PT2H"), "browser"));
  private static final Funnel EDITED =
      new Funnel(version(SHOP, 2), SHOP.definition(), SHOP.calendar());

  private static FunnelVersion version(Funnel funnel, int version) {
    return new FunnelVersion(funnel.key().project(), funnel.key().funnel(), version);
  }

  /** Two partitions of events of a shop, whose sales in one browser fail for a while. */
  private static final class Shop {

    private final Random random = new Random(7);
    private final Map<Long, List<Count>> due = new HashMap<>();
    private final long brokenFrom;
    private final long brokenTo;

    Shop(long brokenFrom, long brokenTo) {
      this.brokenFrom = brokenFrom;
      this.brokenTo = brokenTo;
    }

    /** What one of the partitions learns in a minute. */
    List<Count> next(long minute) {
      var counts = new ArrayList<Count>();
      for (var browser : List.of("chrome", "chrome", "safari")) {
        int reached = random.nextInt(4) + random.nextInt(2);
        if (reached > 0) {
          counts.add(new Count(minute, Count.REACHED, List.of(browser), reached));
        }
        for (int i = 0; i < reached; i++) {
          int delay = (int) (-8 * Math.log(1 - random.nextDouble()));
          if (random.nextInt(10) < 4 && delay <= 120) {
            due.computeIfAbsent(minute + delay, at -> new ArrayList<>())
                .add(new Count(minute + delay, delay, List.of(browser), 1));
          }
        }
      }
      var advances = due.remove(minute);
      if (advances != null) {
        boolean isBroken = minute >= brokenFrom && minute < brokenTo;
        advances.stream()
            .filter(advance -> !isBroken || !advance.values().contains("safari"))
            .forEach(counts::add);
      }
      return counts;
    }
  }

  /** The detector, a store that can crash, and what was told and committed. */
  private static final class Program implements Detector.Told {

    private final AlertSettingsView settings = new AlertSettingsView();
    private final FailedStages failed = new FailedStages();
    private final Map<FunnelVersion, Funnel> funnels = new HashMap<>(Map.of(SHOP.key(), SHOP));
    private final List<AlertRecord> committed = new ArrayList<>();
    private final List<AlertRecord> told = new ArrayList<>();
    private final List<StageMinutes> sinceCommit = new ArrayList<>();
    private final Map<String, WatchRecord> watches = new TreeMap<>();
    private KeyValueStore<Bytes, byte[]> disk = TestStores.plain("watches");
    private Map<Bytes, byte[]> kept = Map.of();
    private FigureStore<Bytes> store;
    private Detector detector;
    private long number;
    private long wallMinute;

    Program() {
      open();
    }

    private void open() {
      store = new FigureStore<>(disk, Bytes::get);
      detector =
          new Detector(
              0,
              1,
              new WatchStore(store),
              settings,
              funnels::get,
              Duration.ofMinutes(10),
              failed,
              this);
    }

    void sets(AlertSetting setting, @Nullable String json) {
      var keeper = settings.keeper();
      var context = new MockProcessorContext<Void, Void>();
      context.addStateStore(TestStores.plain(Stores.ALERT_SETTINGS));
      keeper.init(context);
      var value = json == null ? null : json.getBytes(StandardCharsets.UTF_8);
      keeper.process(new Record<>(setting.encode(), value, 0));
    }

    void hears(StageMinutes said) {
      sinceCommit.add(said);
      detector.take(StageMinutes.decode(said.encode()), number++);
    }

    /** The minute is over; what it had comes with the clock that has passed it. */
    void passes(Funnel funnel, long minute, List<Count> counts) {
      hears(
          new StageMinutes(
              0,
              List.of(new Clock(funnel.key().project(), minute + 1, false)),
              List.of(new StageCounts(funnel.key(), 1, counts)),
              null));
      wallMinute = Math.max(wallMinute, minute + 1);
      works();
    }

    void works() {
      detector.work(AlertRecord.time(wallMinute).toEpochMilli() + 2000);
    }

    void holds(FunnelProgress... funnels) {
      hears(new StageMinutes(0, List.of(), List.of(), new FunnelsHeld(0, 0, List.of(funnels))));
    }

    void commits() {
      store.flushCache();
      var now = new HashMap<Bytes, byte[]>();
      try (var all = disk.all()) {
        all.forEachRemaining(entry -> now.put(entry.key, entry.value));
      }
      kept = now;
      committed.addAll(told);
      told.clear();
      sinceCommit.clear();
    }

    void restarts() {
      commits();
      open();
    }

    /** What was not committed never was; it is heard again. */
    void crashes() {
      disk = TestStores.plain("watches");
      kept.forEach(disk::put);
      told.clear();
      var again = List.copyOf(sinceCommit);
      sinceCommit.clear();
      open();
      again.forEach(
          said -> {
            hears(said);
            works();
          });
    }

    List<AlertRecord> told() {
      commits();
      return committed;
    }

    /** The news: what stands in the updates between is left out. */
    List<String> news() {
      var states = new HashMap<String, State>();
      var news = new ArrayList<String>();
      for (var record : told()) {
        var alert = record.alert();
        if (states.put(alert.id(), alert.state()) != alert.state()) {
          news.add(alert.kind().text() + " " + alert.state().text());
        }
      }
      return news;
    }

    @Override
    public void alert(AlertRecord alert, boolean isNew) {
      told.add(AlertRecord.decode(alert.encode()));
    }

    @Override
    public void watch(WatchRecord watch) {
      watches.put(watch.funnel() + " " + watch.stage(), watch);
    }

    @Override
    public void left(WatchRecord watch) {
      watches.remove(watch.funnel() + " " + watch.stage());
    }
  }

  private static FunnelProgress done(Funnel funnel, boolean isComplete) {
    return new FunnelProgress(funnel.key(), isComplete, 0);
  }

  /** What is kept once thirty days of timelines were learned from: it takes long, so it is once. */
  private static final Map<Bytes, byte[]> LEARNED = new HashMap<>();

  /** A program that has learned from thirty days of timelines and is live. */
  private static synchronized Program learned(Shop shop) {
    var program = new Program();
    if (LEARNED.isEmpty()) {
      program.holds(done(SHOP, false));
      learns(program, SHOP, shop);
      program.commits();
      LEARNED.putAll(program.kept);
      return program;
    }
    for (long minute = START; minute < LIVE; minute++) {
      shop.next(minute);
    }
    program.kept = Map.copyOf(LEARNED);
    program.wallMinute = LIVE;
    program.crashes();
    return program;
  }

  private static void learns(Program program, Funnel funnel, Shop shop) {
    var past = new ArrayList<Count>();
    for (long minute = START; minute < LIVE; minute++) {
      past.addAll(shop.next(minute));
      if (past.size() > 20_000) {
        program.hears(
            new StageMinutes(0, List.of(), List.of(new StageCounts(funnel.key(), 1, past)), null));
        past.clear();
      }
    }
    program.wallMinute = LIVE;
    program.hears(
        new StageMinutes(
            0,
            List.of(new Clock(funnel.key().project(), LIVE, false)),
            List.of(new StageCounts(funnel.key(), 1, past)),
            new FunnelsHeld(0, 0, List.of(done(funnel, true)))));
    for (int i = 0; i < 100_000 && !isLive(program); i++) {
      program.works();
    }
    assertThat(isLive(program)).isTrue();
  }

  /** Lets time pass until something is told; returns the minute that comes next. */
  private static long untilTold(Program program, Shop shop) {
    long minute = LIVE;
    for (; program.told().isEmpty(); minute++) {
      program.passes(SHOP, minute, shop.next(minute));
    }
    return minute;
  }

  private static boolean isLive(Program program) {
    return program.detector.watches().stream()
        .anyMatch(watch -> watch.isLive() && watch.end() >= LIVE);
  }

  @Test
  void it_learns_from_the_timelines_and_finds_a_browser_that_breaks() {
    long broken = LIVE + 120;
    var shop = new Shop(broken, broken + 180);
    var program = learned(shop);
    assertThat(program.told()).isEmpty();
    for (long minute = LIVE; minute < broken + 500; minute++) {
      program.passes(SHOP, minute, shop.next(minute));
    }

    assertThat(program.watches.get(SHOP.key().funnel() + " 1").isLearning()).isFalse();
    assertThat(program.watches.get(SHOP.key().funnel() + " 1").smallestDropInAnHour())
        .isBetween(0.1, 0.5);

    var told = program.told();
    assertThat(told).isNotEmpty();
    assertThat(told.get(0).alert().detectedAt()).isBetween(broken, broken + 45);
    assertThat(told.get(0).subject().stageName()).isEqualTo("1 view");
    assertThat(told)
        .anySatisfy(
            record ->
                assertThat(record.alert().causes())
                    .extracting(cause -> cause.value().toString())
                    .containsExactly("browser=safari"));
    assertThat(told)
        .filteredOn(record -> record.alert().resolvedAt() != null)
        .isNotEmpty()
        .allSatisfy(
            record ->
                assertThat(record.alert().resolvedAt()).isBetween(broken + 180, broken + 400));
    var course = told.get(0).course();
    assertThat(course.get(0).minute()).isLessThan(broken - 60);
    assertThat(course)
        .filteredOn(point -> point.minute() < broken - 5)
        .satisfies(
            before ->
                assertThat(before.stream().mapToDouble(point -> point.observed()).sum())
                    .isCloseTo(
                        before.stream().mapToDouble(point -> point.expected()).sum(),
                        withPercentage(20)));
  }

  @Test
  void restarts_and_crashes_change_nothing() {
    long broken = LIVE + 60;
    var shops = List.of(new Shop(broken, broken + 120), new Shop(broken, broken + 120));
    var straight = learned(shops.get(0));
    var shaken = learned(shops.get(1));
    var random = new Random(3);
    for (long minute = LIVE; minute < broken + 300; minute++) {
      straight.passes(SHOP, minute, shops.get(0).next(minute));
      shaken.passes(SHOP, minute, shops.get(1).next(minute));
      switch (random.nextInt(5)) {
        case 0 -> shaken.restarts();
        case 1 -> shaken.commits();
        case 2 -> shaken.crashes();
        default -> {}
      }
    }

    assertThat(straight.news()).contains("stage_drop firing", "stage_drop resolved");
    assertThat(shaken.told()).isEqualTo(straight.told());
  }

  @Test
  void a_crash_while_it_learns_changes_nothing() {
    var straight = learned(new Shop(0, 0));
    var shop = new Shop(0, 0);
    var shaken = new Program();
    shaken.holds(done(SHOP, false));
    var past = new ArrayList<Count>();
    for (long minute = START; minute < LIVE; minute++) {
      past.addAll(shop.next(minute));
      if (minute % (5 * DAY) == 0) {
        shaken.hears(
            new StageMinutes(0, List.of(), List.of(new StageCounts(SHOP.key(), 1, past)), null));
        past.clear();
        shaken.commits();
        shaken.crashes();
      }
    }
    shaken.wallMinute = LIVE;
    shaken.hears(
        new StageMinutes(
            0,
            List.of(new Clock(SHOP.key().project(), LIVE, false)),
            List.of(new StageCounts(SHOP.key(), 1, past)),
            new FunnelsHeld(0, 0, List.of(done(SHOP, true)))));
    for (int i = 0; i < 100_000 && !isLive(shaken); i++) {
      shaken.works();
      if (i % 3 == 0) {
        shaken.commits();
      } else if (i % 7 == 0) {
        shaken.crashes();
      }
    }

    assertThat(states(shaken)).isEqualTo(states(straight));
  }

  private static Map<String, List<Byte>> states(Program program) {
    program.commits();
    var states = new TreeMap<String, List<Byte>>();
    program.kept.forEach(
        (key, value) -> {
          if (key.get()[0] == 's') {
            var bytes = new ArrayList<Byte>();
            for (byte one : value) {
              bytes.add(one);
            }
            states.put(key.toString(), bytes);
          }
        });
    assertThat(states).hasSize(3);
    return states;
  }

  @Test
  void lag_and_planned_pauses_keep_it_from_being_told_not_from_being_scored() {
    long broken = LIVE + 60;
    var shop = new Shop(broken, broken + 120);
    var program = learned(shop);
    program.sets(
        new AlertSetting(Kind.PAUSE, SHOP.key().project(), "p"),
        "{\"from\": \"%s\", \"to\": \"%s\"}"
            .formatted(AlertRecord.time(broken - 10), AlertRecord.time(broken + 60)));
    for (long minute = LIVE; minute < broken + 300; minute++) {
      program.passes(SHOP, minute, shop.next(minute));
    }
    var news = program.news();
    assertThat(news.get(0)).endsWith("suppressed");
    assertThat(news).anyMatch(one -> one.endsWith("firing")).endsWith("stage_drop resolved");

    shop = new Shop(broken, broken + 120);
    var late = learned(shop);
    late.wallMinute = LIVE + 100_000;
    for (long minute = LIVE; minute < broken + 300; minute++) {
      late.passes(SHOP, minute, shop.next(minute));
    }
    assertThat(late.news()).contains("stage_drop suppressed").doesNotContain("stage_drop firing");
  }

  @Test
  void nobody_is_told_of_a_stage_that_no_rule_asks_for() {
    long broken = LIVE + 60;
    var shop = new Shop(broken, broken + 120);
    var program = learned(shop);
    program.sets(
        new AlertSetting(Kind.RULE, SHOP.key().project(), SHOP.key().funnel()),
        "{\"funnel\": \"%s\", \"enabled\": false}".formatted(SHOP.key().funnel()));
    for (long minute = LIVE; minute < broken + 120; minute++) {
      program.passes(SHOP, minute, shop.next(minute));
    }
    assertThat(program.news()).isNotEmpty().allMatch(news -> news.endsWith("suppressed"));
  }

  @Test
  void what_somebody_takes_for_normal_ends() {
    long broken = LIVE + 60;
    var shop = new Shop(broken, Long.MAX_VALUE);
    var program = learned(shop);
    long minute = untilTold(program, shop);
    var id = program.told().get(0).alert().id();
    for (long end = minute + DAY; minute < end; minute++) {
      program.passes(SHOP, minute, shop.next(minute));
    }
    program.sets(
        new AlertSetting(Kind.ACKNOWLEDGEMENT, SHOP.key().project(), id),
        "{\"as\": \"new-normal\"}");
    for (long end = minute + 600; minute < end; minute++) {
      program.passes(SHOP, minute, shop.next(minute));
    }

    assertThat(program.told())
        .filteredOn(record -> record.alert().id().equals(id))
        .last()
        .extracting(record -> record.alert().state())
        .isEqualTo(State.REBASELINED);
    assertThat(program.detector.watches().get(0).told()).doesNotContain(id);
  }

  @Test
  void an_edited_funnel_learns_anew_and_ends_what_was_told_of_the_one_before() {
    long broken = LIVE + 60;
    var shop = new Shop(broken, Long.MAX_VALUE);
    var program = learned(shop);
    for (long minute = LIVE; minute < broken + 60; minute++) {
      program.passes(SHOP, minute, shop.next(minute));
    }
    var open = program.told().stream().map(AlertRecord::alert).map(Alert::id).distinct().toList();
    assertThat(open).isNotEmpty();
    program.funnels.clear();
    program.funnels.put(EDITED.key(), EDITED);
    program.holds(done(SHOP, true), done(EDITED, false));
    program.works();
    assertThat(program.detector.watches()).hasSize(2);

    program.holds(done(EDITED, true));
    program.works();
    assertThat(program.detector.watches())
        .extracting(watch -> watch.stage().version())
        .containsExactly(2);
    for (var id : open) {
      assertThat(program.told())
          .filteredOn(record -> record.alert().id().equals(id))
          .last()
          .extracting(record -> record.alert().state())
          .isEqualTo(State.RESOLVED);
    }
    program.commits();
    assertThat(program.kept.keySet())
        .filteredOn(key -> key.get()[0] == 's' || key.get()[0] == 'a')
        .hasSize(1); // the new version begins with no segments
    program.passes(EDITED, broken + 60, shop.next(broken + 60));
    assertThat(program.watches.get(SHOP.key().funnel() + " 1").version()).isEqualTo(2);
  }

  @Test
  void alerts_of_values_that_are_not_watched_any_more_end() {
    long broken = LIVE + 60;
    var shop = new Shop(broken, Long.MAX_VALUE);
    var program = learned(shop);
    long minute = LIVE;
    for (; segments(program).isEmpty() && minute < broken + 300; minute++) {
      program.passes(SHOP, minute, shop.next(minute));
    }
    assertThat(segments(program)).isNotEmpty();
    program.sets(
        new AlertSetting(Kind.RULE, SHOP.key().project(), SHOP.key().funnel()),
        "{\"funnel\": \"%s\", \"breakdowns\": []}".formatted(SHOP.key().funnel()));
    if (minute % 2 == 0) {
      program.works();
    } else {
      program.restarts(); // what was kept of the values is not taken up again
      program.works();
    }

    assertThat(segments(program)).isEmpty();
    program.passes(SHOP, minute, shop.next(minute));
    program.commits();
    assertThat(program.kept.keySet()).filteredOn(key -> key.get()[0] == 's').hasSize(1);
  }

  /** Alerts of single values that were told and are not over. */
  private static List<String> segments(Program program) {
    var open = new TreeMap<String, Boolean>();
    program.told().stream()
        .map(AlertRecord::alert)
        .filter(alert -> alert.segment() != null)
        .forEach(alert -> open.put(alert.id(), alert.resolvedAt() == null));
    open.values().removeIf(isOpen -> !isOpen);
    return List.copyOf(open.keySet());
  }

  @Test
  void a_stage_that_the_program_fails_at_begins_anew() {
    long broken = LIVE + 60;
    var shop = new Shop(broken, Long.MAX_VALUE);
    var program = learned(shop);
    long minute = untilTold(program, shop);
    program.commits();
    var damaged = new HashMap<>(program.kept);
    damaged.replaceAll((key, value) -> key.get()[0] == 's' ? new byte[] {1, 2, 3} : value);
    program.kept = damaged;
    program.crashes();
    program.works();

    assertThat(program.news()).last().asString().endsWith("resolved");
    for (long end = minute + 3; minute < end; minute++) {
      program.passes(SHOP, minute, shop.next(minute));
    }
    assertThat(program.detector.watches()).singleElement().matches(StageWatch::isLearning);
    assertThat(program.detector.watches().get(0).end()).isEqualTo(minute);
  }

  @Test
  void a_stage_that_fails_again_and_again_is_left_alone() {
    var program = learned(new Shop(0, 0));
    for (int i = 0; i <= FailedStages.MOST; i++) {
      assertThat(program.detector.watches()).as("failure %s", i).hasSize(1);
      program.failed.note(
          program.detector.watches().get(0).stage(), new IllegalStateException("for a test"));
      program.crashes();
      program.works();
    }
    assertThat(program.detector.watches()).isEmpty();
    program.passes(SHOP, LIVE, List.of());
    program.commits();
    assertThat(program.kept.keySet()).noneMatch(key -> key.get()[0] == 'p');
  }
}
