package io.voronka.allinone;

import io.voronka.allinone.drop.DropWorld;
import io.voronka.allinone.drop.Episode;
import io.voronka.allinone.drop.EpisodeKind;
import io.voronka.allinone.drop.WorldFiles;
import io.voronka.allinone.drop.WorldSettings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drop-gen}: writes a made-up world to try the detector in. */
@Command(
    name = "drop-gen",
    description = {
      "Write what happens at one stage of a made-up world, with episodes in which people stop "
          + "advancing or coming, or only seem to. The same flags give the same bytes.",
      "Counts are for detect-counts, calls for load. The first 56 days are history without"
          + " episodes."
    })
final class DropGenCommand implements Callable<Integer> {

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MOST_DAYS = 3660;
  private static final double MOST_RATE = 1_000_000;
  private static final double LATE_CALLS = 0.02;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "What to write; as gzip if the name ends in .gz.")
  private Path file = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "counts|calls",
      description = "Minute counts, or track calls with properties (default: counts).")
  private String format = "counts";

  @Option(names = "--seed", paramLabel = "N", description = "Which world (default: 1).")
  private long seed = 1;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "People an hour who reach the stage, on average (default: 500).")
  private double rate = 500;

  @Option(names = "--days", paramLabel = "N", description = "How long it lasts (default: 120).")
  private int days = 120;

  @Option(
      names = "--episodes",
      paramLabel = "KINDS",
      description = {
        "all, none, or some of drop_20, drop_30, drop_50, drop_100, safari_50, safari_100,"
            + " gradual,",
        "traffic_stop, traffic_times_3, campaign_times_10, late_60, comma-separated (default: all;",
        "with counts those that counts can show: without safari and campaign)."
      })
  private String episodes = "all";

  @Option(
      names = "--rough",
      description = {
        "A world that is worse than the detector assumes: days on which rates move up to 2.2 times",
        "as far, a drift of a tenth, delays that differ by hour, drops hidden in the history."
      })
  private boolean isRough;

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description = "Where the episodes are written, one a line (default: FILE.truth.jsonl).")
  private @Nullable Path truth;

  @Option(
      names = "--start",
      paramLabel = "DATE",
      description = "The Monday with which calls begin (default: 2026-01-05).")
  private String start = "2026-01-05";

  @Override
  public Integer call() throws IOException {
    var faults = new ArrayList<String>();
    var kinds = kinds(faults);
    var monday = monday(faults);
    if (!format.equals("counts") && !format.equals("calls")) {
      faults.add("--format must be counts or calls");
    }
    if (!(rate > 0 && rate <= MOST_RATE)) {
      faults.add("--rate must be more than 0 and at most 1000000");
    }
    if (days < 1 || days > MOST_DAYS) {
      faults.add("--days must be from 1 to " + MOST_DAYS);
    }
    if (!faults.isEmpty()) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), String.join("\nvoronka: ", faults));
    }
    var settings = WorldSettings.calm(seed, rate, days).with(kinds);
    write(isRough ? settings.rough() : settings, monday);
    return 0;
  }

  private void write(WorldSettings settings, Instant monday) throws IOException {
    List<Episode> happened;
    try (var out = open(file)) {
      if (format.equals("calls")) {
        happened = WorldFiles.writeCalls(settings.withProperties().late(LATE_CALLS), monday, out);
      } else {
        var world = new DropWorld(settings);
        WorldFiles.writeCounts(world, out);
        happened = world.episodes();
      }
    }
    try (var out = open(truth == null ? Path.of(file + ".truth.jsonl") : truth)) {
      WorldFiles.writeTruth(happened, out);
    }
  }

  private static OutputStream open(Path file) throws IOException {
    var out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES);
    return file.toString().endsWith(".gz") ? new GZIPOutputStream(out, BUFFER_BYTES) : out;
  }

  private List<EpisodeKind> kinds(List<String> faults) {
    boolean canShowAll = format.equals("calls");
    if (episodes.equals("none")) {
      return List.of();
    }
    if (episodes.equals("all")) {
      return Arrays.stream(EpisodeKind.values())
          .filter(kind -> canShowAll || !kind.needsProperties())
          .toList();
    }
    var kinds = new ArrayList<EpisodeKind>();
    for (var name : episodes.split(",", -1)) {
      var known =
          Arrays.stream(EpisodeKind.values())
              .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(name.trim()))
              .findFirst();
      if (known.isEmpty()) {
        faults.add("--episodes: '" + name + "' is none of " + names());
      } else if (known.get().needsProperties() && !canShowAll) {
        faults.add("--episodes: '" + name + "' can only be seen with --format calls");
      } else {
        kinds.add(known.get());
      }
    }
    return kinds;
  }

  private static String names() {
    return Arrays.stream(EpisodeKind.values())
        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private Instant monday(List<String> faults) {
    try {
      var date = LocalDate.parse(start);
      if (date.getDayOfWeek() == DayOfWeek.MONDAY) {
        return date.atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      faults.add("--start must be a Monday");
    } catch (DateTimeException malformed) {
      faults.add("--start must be a date such as 2026-01-05");
    }
    return Instant.EPOCH;
  }
}
