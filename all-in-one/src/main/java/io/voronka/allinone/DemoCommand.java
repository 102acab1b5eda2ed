package io.voronka.allinone;

import io.voronka.allinone.demo.Demo;
import io.voronka.allinone.load.ProgressDisplay;
import io.voronka.kit.InvalidSettings;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: {@code up}, filled with real and simulated events. */
@Command(
    name = "demo",
    description = "Run everything with real sample data, a simulated web shop and their funnels.")
final class DemoCommand extends UpCommand {

  // Longer than the longest set, so that its first events are not too old when its last is of
  // today.
  private static final String RETENTION_OF_MOVED = "P1200D";
  private static final String RETENTION_OF_UNMOVED = "P20000D";

  private static final int MOST_VISITORS = 1000;
  private static final Duration LEAST_HISTORY = Duration.ofHours(1);
  private static final Duration MOST_HISTORY = Duration.ofDays(60);

  @Option(names = "--no-open", description = "Do not open the dashboard in a browser.")
  private boolean noOpen;

  @Option(names = "--unmoved", description = "Leave the samples in the years they are from.")
  private boolean unmoved;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the shop's random numbers (default: ${DEFAULT-VALUE}).")
  private long seed = 42;

  @Option(
      names = "--visitors",
      paramLabel = "N",
      description = "Of the shop, a second (default: ${DEFAULT-VALUE}; 0: no shop).")
  private double visitors = 1;

  @Option(
      names = "--history",
      paramLabel = "DURATION",
      description =
          "Of the shop that is sent when it opens, PT1H to P60D (default: ${DEFAULT-VALUE}).")
  private String history = "PT24H";

  DemoCommand(Surroundings around) {
    super(around);
  }

  @Override
  Map<String, String> withDefaults(Map<String, String> given) {
    if (!(visitors >= 0 && visitors <= MOST_VISITORS)) {
      throw new InvalidSettings(List.of("--visitors must be a number from 0 to " + MOST_VISITORS));
    }
    history();
    var settings = new HashMap<>(super.withDefaults(given));
    settings.putIfAbsent(
        Flag.RETENTION.variable(), unmoved ? RETENTION_OF_UNMOVED : RETENTION_OF_MOVED);
    return settings;
  }

  private Duration history() {
    try {
      var duration = Duration.parse(history);
      if (duration.compareTo(LEAST_HISTORY) >= 0 && duration.compareTo(MOST_HISTORY) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException malformed) {
      // the fault below says what is wanted
    }
    throw new InvalidSettings(List.of("--history must be a duration from PT1H to P60D"));
  }

  @Override
  void whenReady(Welcome welcome) throws Exception {
    var demo = of(welcome, new Demo.Options(unmoved, seed, visitors, history()), around());
    demo.defineFunnels();
    if (!noOpen) {
      Desktop.open(welcome.dashboardUrl(), around().env());
    }
    // The present first: for the detector what comes behind it is history, and no news.
    demo.openShop();
    demo.loadSets();
    demo.runShop(
        () -> {
          around().out().println("The samples are loaded. Live: " + welcome.dashboardUrl());
          around().out().flush();
        });
  }

  /** Prepares to fill what runs. */
  static Demo of(Welcome welcome, Demo.Options options, Surroundings around) {
    var access = welcome.access();
    return new Demo(
        new Demo.Target(
            URI.create(welcome.dashboardUrl()),
            access.apiToken(),
            URI.create(welcome.ingestUrl()),
            access.writeKey()),
        options,
        welcome.data(),
        ProgressDisplay.on(around.err(), around.isTerminal(), around.clock()),
        around.clock());
  }
}
