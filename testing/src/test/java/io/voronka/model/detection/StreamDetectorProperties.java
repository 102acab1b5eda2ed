package io.voronka.model.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamDetectorProperties {

  private static final int FOLLOWED = 600;
  private static final int DAY = 1440;
  private static final int DAYS = 33;
  private static final double TOLERANCE = 1e-9;
  private static final long CLOSED_AT_NIGHT = 5;

  /** A stage with a mishap on its 31st day: failing advances, or silence. */
  private static RandomStage stage(long seed) {
    var random = new Random(seed);
    long start = 30L * DAY + random.nextInt(DAY);
    long end = start + 60 + random.nextInt(DAY);
    var stage = new RandomStage(seed, FOLLOWED);
    if (seed == CLOSED_AT_NIGHT) {
      stage = new RandomStage(seed, FOLLOWED, 2, 0.5).closedAtNight();
    }
    return seed % 4 == 0
        ? stage.silent(start, end)
        : stage.failing(0.3 + 0.7 * random.nextDouble(), start, end);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 4, CLOSED_AT_NIGHT})
  void scores_as_the_plain_form_does(long seed) {
    var stage = stage(seed);
    var detector = new StreamDetector(FOLLOWED, Layout.EXACT, 0);
    PlainScan plain = null;
    var random = new Random(seed);
    int compared = 0;
    int fired = 0;
    for (long minute = 0; minute < DAYS * DAY; minute++) {
      var counts = stage.next();
      boolean isFrozen = isFiring(detector);
      boolean isTrafficFrozen = detector.trafficWatch().isFiring();
      var known = detector.baseline();
      if (plain == null && known != null) {
        plain = plainFrom(seed, minute, known);
      }
      detector.count(counts, detector.due(counts));
      detector.decide(Sensitivity.DEFAULT, () -> true);
      if (plain != null && known != null) {
        plain.learned(known);
        plain.next(counts, true, isFrozen, isTrafficFrozen);
        boolean isCloselyWatched = detector.dropReading().score() > 5;
        if (minute > 29 * DAY && (isCloselyWatched || random.nextInt(200) == 0)) {
          compare(seed, minute, plain, detector);
          compared++;
        }
        fired += follow(plain, detector);
      }
      detector.learn(null);
    }
    assertThat(compared).as("seed %s", seed).isGreaterThan(20);
    assertThat(fired).as("fired, seed %s", seed).isPositive();
  }

  /** A plain form that has seen the same, from when nothing was expected. */
  private static PlainScan plainFrom(long seed, long minutes, Baseline known) {
    var plain = new PlainScan(known);
    var again = stage(seed);
    for (long minute = 0; minute < minutes; minute++) {
      plain.next(again.next(), false, false, false);
    }
    return plain;
  }

  private static int follow(PlainScan plain, StreamDetector detector) {
    boolean hasFired = detector.dropWatch().change() == Watch.Change.FIRED;
    boolean hasTrafficFired = detector.trafficWatch().change() == Watch.Change.FIRED;
    if (hasTrafficFired) {
      plain.freezeTrafficSince(detector.trafficWatch().onset());
      if (!detector.dropWatch().isFiring() || hasFired) {
        plain.freezeSince(detector.trafficWatch().onset());
      }
    }
    if (hasFired) {
      plain.freezeSince(detector.dropWatch().onset());
    }
    return (hasFired ? 1 : 0) + (hasTrafficFired ? 1 : 0);
  }

  private static void compare(long seed, long minute, PlainScan plain, StreamDetector detector) {
    long barrier =
        detector.dropWatch().change() == Watch.Change.NONE ? detector.dropWatch().barrier() : -1;
    if (barrier >= 0) {
      var scores = plain.scores(Sensitivity.DEFAULT.minDrop(), barrier);
      var best = scores.stream().max(Comparator.comparingDouble(PlainScan.Score::nats));
      var reading = detector.dropReading();
      assertThat(reading.score())
          .as("seed %s, minute %s", seed, minute)
          .isCloseTo(
              best.map(PlainScan.Score::nats).orElse(Double.NEGATIVE_INFINITY), within(TOLERANCE));
    }
    for (var view : View.values()) {
      int[] lengths = view == View.CALENDAR ? Windows.CALENDAR : Windows.COHORT;
      for (int i = 0; i < lengths.length; i += 3) {
        var reading = detector.reading(view, i);
        double expected = plain.expected(view, lengths[i]);
        assertThat(reading.observed())
            .as("N of %s %s, seed %s, minute %s", view, lengths[i], seed, minute)
            .isEqualTo(plain.observed(view, lengths[i]));
        assertThat(reading.expected())
            .as("E of %s %s, seed %s, minute %s", view, lengths[i], seed, minute)
            .isCloseTo(expected, within(TOLERANCE * Math.max(1, expected)));
      }
    }
    if (detector.trafficWatch().change() == Watch.Change.NONE) {
      var best =
          plain.trafficScores(detector.trafficWatch().barrier()).stream()
              .mapToDouble(PlainScan.Score::nats)
              .max();
      assertThat(detector.trafficReading().score())
          .as("traffic, seed %s, minute %s", seed, minute)
          .isCloseTo(best.orElse(Double.NEGATIVE_INFINITY), within(TOLERANCE));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 13})
  void loses_less_than_two_percent_of_a_score_to_compaction(long seed) {
    var stage = stage(seed);
    var detector = new StreamDetector(FOLLOWED, Layout.COMPACT, 0);
    PlainScan plain = null;
    double worst = 0;
    int compared = 0;
    for (long minute = 0; minute < DAYS * DAY && !isFiring(detector); minute++) {
      var counts = stage.next();
      var known = detector.baseline();
      if (plain == null && known != null) {
        plain = plainFrom(seed, minute, known);
      }
      detector.count(counts, detector.due(counts));
      detector.decide(Sensitivity.DEFAULT, () -> true);
      if (plain != null && known != null) {
        plain.learned(known);
        plain.next(counts, true, false, false);
        var reading = detector.dropReading();
        if (reading.score() > 5 && minute > 25 * DAY) {
          worst = Math.max(worst, Math.abs(reading.score() / plain.score(reading) - 1));
          compared++;
        }
      }
      detector.learn(null);
    }
    assertThat(compared).as("seed %s", seed).isPositive();
    assertThat(worst).as("seed %s, %s compared", seed, compared).isLessThan(0.02);
  }

  private static boolean isFiring(StreamDetector detector) {
    return detector.dropWatch().isFiring() || detector.trafficWatch().isFiring();
  }

  @Test
  void a_state_that_is_written_and_read_changes_nothing() {
    for (long seed = 21; seed < 22; seed++) {
      var stage = stage(seed);
      var straight = new StreamDetector(FOLLOWED, Layout.COMPACT, 0);
      var interrupted = new StreamDetector(FOLLOWED, Layout.COMPACT, 0);
      var random = new Random(seed);
      for (long minute = 0; minute < DAYS * DAY; minute++) {
        var counts = stage.next();
        if (random.nextInt(minute > 30 * DAY ? 50 : 2000) == 0) {
          interrupted = copy(interrupted);
        }
        for (var detector : new StreamDetector[] {straight, interrupted}) {
          detector.count(counts, detector.due(counts));
          detector.decide(Sensitivity.DEFAULT, () -> true);
          detector.learn(null);
        }
        boolean isSame =
            straight.dropReading().equals(interrupted.dropReading())
                && straight.trafficReading().equals(interrupted.trafficReading());
        assertThat(isSame).as("seed %s, minute %s", seed, minute).isTrue();
      }
      assertThat(bytes(interrupted)).as("seed %s", seed).isEqualTo(bytes(straight));
      assertThat(bytes(straight).length).as("seed %s", seed).isLessThanOrEqualTo(32 * 1024);
    }
  }

  private static StreamDetector copy(StreamDetector detector) {
    var copy = new StreamDetector(FOLLOWED, Layout.COMPACT, 0);
    var in = new StateInput(bytes(detector));
    copy.read(in);
    assertThat(in.isAtEnd()).isTrue();
    return Objects.requireNonNull(copy);
  }

  private static byte[] bytes(StreamDetector detector) {
    var out = new StateOutput();
    detector.write(out);
    return out.toBytes();
  }
}
