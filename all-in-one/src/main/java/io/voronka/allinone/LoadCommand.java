package io.voronka.allinone;

import io.voronka.allinone.load.CallFile;
import io.voronka.allinone.load.EventLoader;
import io.voronka.allinone.load.LoadFailed;
import io.voronka.allinone.load.LoadTally;
import io.voronka.allinone.load.Pace;
import io.voronka.allinone.load.ProgressDisplay;
import io.voronka.kit.SettingsReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code load}: sends a file of events through the ingest API. */
@Command(
    name = "load",
    description = "Send a file of events, one Segment call a line, through the ingest API.")
final class LoadCommand implements Callable<Integer> {

  private static final long MEGABYTE = 1_000_000;

  private final Surroundings around;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "Plain or gzip.")
  private Path file = Path.of("");

  @Option(
      names = "--speed",
      paramLabel = "SPEED",
      converter = PaceConverter.class,
      description =
          "max, realtime or a factor such as 10x, by the events' own times (default: max).")
  private Pace speed = Pace.MAX;

  @Option(
      names = "--to",
      paramLabel = "URL",
      description = "The ingest API (default: $VORONKA_INGEST_URL or http://127.0.0.1:8081).")
  private @Nullable URI to;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "The write key (default: the first given one, or that of the data folder).")
  private @Nullable String key;

  LoadCommand(Surroundings around) {
    this.around = around;
  }

  /** Reads {@code --speed}. */
  static final class PaceConverter implements ITypeConverter<Pace> {
    @Override
    public Pace convert(String text) {
      try {
        return Pace.parse(text);
      } catch (IllegalArgumentException unknown) {
        throw new TypeConversionException(unknown.getMessage());
      }
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException, LoadFailed {
    var commandLine = commandLine();
    var settings = Flag.applied(commandLine.getParseResult(), around.env());
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new ParameterException(commandLine, file + " is no file that can be read");
    }
    var loader =
        new EventLoader(
            target(settings), writeKey(settings), EventLoader.DEFAULT_PARALLEL, around.clock());
    var tally = new LoadTally();
    var atEnd =
        new Thread(() -> summarize("Stopped; a repeat counts nothing twice", tally), "summary");
    Runtime.getRuntime().addShutdownHook(atEnd);
    var start = around.clock().instant();
    try (var calls = new CallFile(file, bad -> report(bad, tally));
        var progress =
            ProgressDisplay.on(around.err(), around.isTerminal(), around.clock())
                .show(String.valueOf(file.getFileName()), "MB", MEGABYTE, Files.size(file))) {
      loader.load(calls, speed, tally, progress);
    } finally {
      Runtime.getRuntime().removeShutdownHook(atEnd);
    }
    double seconds = Duration.between(start, around.clock().instant()).toMillis() / 1000.0;
    summarize("Done in %.1f s".formatted(seconds), tally);
    return tally.rejected() == 0 ? 0 : 1;
  }

  private CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("not parsed");
    }
    return spec.commandLine();
  }

  private URI target(Map<String, String> settings) {
    if (to != null) {
      return to;
    }
    var url = settings.getOrDefault(Flag.INGEST_URL.variable(), "");
    return URI.create(url.isEmpty() ? "http://" + EmbeddedBroker.HOST + ":8081" : url);
  }

  private String writeKey(Map<String, String> settings) throws IOException {
    if (key != null) {
      return key;
    }
    var reader = new SettingsReader(settings);
    var given = reader.projectsBySecret(Flag.WRITE_KEYS.variable());
    reader.orThrow();
    if (!given.isEmpty()) {
      return given.keySet().iterator().next();
    }
    var folder = Path.of(settings.getOrDefault(Flag.DATA.variable(), UpCommand.DEFAULT_DATA));
    var kept = folder.resolve(Access.FILE);
    if (!Files.exists(kept)) {
      throw new ParameterException(
          commandLine(),
          "no write key: give --key, or --data with the folder of a running Voronka");
    }
    return Access.read(kept).writeKey();
  }

  private void report(CallFile.BadLine bad, LoadTally tally) {
    around.err().println("line " + bad.line() + " " + bad.reason());
    tally.reject("the line is no JSON object");
  }

  private void summarize(String outcome, LoadTally tally) {
    var out = around.out();
    out.printf("%s: %,d accepted, %,d rejected%n", outcome, tally.accepted(), tally.rejected());
    tally.rejectedByReason().entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(reason -> out.printf("  %,8d  %s%n", reason.getValue(), reason.getKey()));
    out.flush();
  }
}
