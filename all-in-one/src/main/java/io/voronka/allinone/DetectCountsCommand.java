package io.voronka.allinone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.voronka.allinone.drop.CountReader;
import io.voronka.allinone.drop.MalformedCounts;
import io.voronka.allinone.load.PlainOrGzip;
import io.voronka.model.detection.MinuteCounts;
import io.voronka.model.detection.Sensitivity;
import io.voronka.model.detection.StageDetector;
import io.voronka.model.detection.StageMinute;
import io.voronka.model.detection.StageSettings;
import io.voronka.wire.AlertJson;
import io.voronka.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code detect-counts}: runs the detector over a file of minute counts. */
@Command(
    name = "detect-counts",
    description = {
      "Run the detector over minute counts of one stage, one JSON object a line:",
      "  {\"m\": 12, \"r\": 9, \"a\": [[3, 1], [8, 2]]}",
      "in minute 12 nine people reached the stage, and of those who had reached it 3 minutes ago"
          + " one advanced, of those of 8 minutes ago two. Minute 0 is a Monday 00:00; minutes that"
          + " are left out had nothing.",
      "Prints a JSON object a line for each alert that fires, changes its scope, is a fifth off"
          + " what was told, or is over; the same alert has the same id. The first weeks are"
          + " learned from."
    })
final class DetectCountsCommand implements Callable<Integer> {

  private static final int BUFFER_BYTES = 1 << 16;

  private final Surroundings around;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "Plain or gzip.")
  private Path file = Path.of("");

  @Option(
      names = "--followed",
      paramLabel = "DURATION",
      description =
          "How long people who reached the stage are waited for, PT1M to P7D (default: P1D).")
  private String followed = "P1D";

  @Option(
      names = "--min-drop",
      paramLabel = "SHARE",
      description = "The smallest drop that is of interest, 0.01 to 0.9 (default: 0.1).")
  private double minDrop = Sensitivity.DEFAULT.minDrop();

  @Option(
      names = "--false-alarms",
      paramLabel = "N",
      description = "How many a year are put up with, 0.001 to 100 (default: 1).")
  private double falseAlarms = Sensitivity.DEFAULT.falseAlarmsPerYear();

  @Option(
      names = "--start",
      paramLabel = "TIME",
      description =
          "The time of minute 0, such as 2026-01-05T00:00:00Z: alerts then tell times instead of "
              + "minutes.")
  private @Nullable String start;

  DetectCountsCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws IOException {
    var faults = new ArrayList<String>();
    var settings = settings(faults);
    var times = times(faults);
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      faults.add(file + " is no file that can be read");
    }
    if (!faults.isEmpty()) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), String.join("\nvoronka: ", faults));
    }
    try (var lines = lines()) {
      var reader = new CountReader(lines, settings.followedMinutes());
      run(reader, settings, times);
      if (reader.leftOut() > 0) {
        around
            .err()
            .printf(
                "%,d advances came later than %s and were left out%n", reader.leftOut(), followed);
      }
      return 0;
    } catch (MalformedCounts malformed) {
      around.err().println("voronka: " + file + ", " + malformed.getMessage());
      return 1;
    }
  }

  private void run(CountReader reader, StageSettings settings, AlertJson json)
      throws IOException, MalformedCounts {
    var first = reader.next();
    if (first == null) {
      return;
    }
    var detector = new StageDetector(settings, first.minute());
    print(detector, first, json);
    for (var counts = reader.next(); counts != null; counts = reader.next()) {
      while (detector.end() < counts.minute()) {
        print(detector, MinuteCounts.empty(detector.end()), json);
      }
      print(detector, counts, json);
    }
  }

  private void print(StageDetector detector, MinuteCounts counts, AlertJson json) {
    for (var alert : detector.next(StageMinute.of(counts))) {
      around.out().println(new String(Json.bytes(json.write(alert)), StandardCharsets.UTF_8));
      around.out().flush();
    }
  }

  private StageSettings settings(List<String> faults) {
    int minutes = 1;
    try {
      var duration = Duration.parse(followed);
      minutes = (int) Math.min(Integer.MAX_VALUE, duration.toMinutes());
      if (minutes < 1 || minutes > StageSettings.MOST_FOLLOWED_MINUTES) {
        faults.add("--followed must be from PT1M to P7D");
        minutes = 1;
      }
    } catch (DateTimeException malformed) {
      faults.add("--followed must be an ISO 8601 duration such as PT1H or P1D");
    }
    var sensitivity = Sensitivity.DEFAULT;
    try {
      sensitivity = new Sensitivity(minDrop, Sensitivity.DEFAULT.falseAlarmsPerYear());
    } catch (IllegalArgumentException outOfRange) {
      faults.add("--min-drop must be from 0.01 to 0.9");
    }
    try {
      sensitivity = new Sensitivity(sensitivity.minDrop(), falseAlarms);
    } catch (IllegalArgumentException outOfRange) {
      faults.add("--false-alarms must be from 0.001 to 100");
    }
    return new StageSettings("counts", minutes, sensitivity);
  }

  private AlertJson times(List<String> faults) {
    if (start == null) {
      return new AlertJson(JsonNodeFactory.instance::numberNode);
    }
    try {
      var origin = Instant.parse(start);
      return new AlertJson(minute -> time(origin, minute));
    } catch (DateTimeException malformed) {
      faults.add("--start must be a time such as 2026-01-05T00:00:00Z");
      return new AlertJson(JsonNodeFactory.instance::numberNode);
    }
  }

  private static JsonNode time(Instant origin, long minute) {
    return JsonNodeFactory.instance.textNode(origin.plus(minute, ChronoUnit.MINUTES).toString());
  }

  private BufferedReader lines() throws IOException {
    var plain = PlainOrGzip.of(Files.newInputStream(file), BUFFER_BYTES);
    return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8), BUFFER_BYTES);
  }
}
