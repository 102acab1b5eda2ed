package io.voronka.allinone;

import io.voronka.dashboard.DashboardService;
import io.voronka.dashboard.DashboardSettings;
import io.voronka.ingest.IngestService;
import io.voronka.ingest.IngestSettings;
import io.voronka.kit.Health;
import io.voronka.kit.Service;
import io.voronka.kit.SettingsReader;
import io.voronka.kit.Telemetry;
import io.voronka.streams.StreamSettings;
import io.voronka.streams.StreamsService;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** One service alone. Its own health is all it can tell; that of the others is theirs. */
abstract sealed class ServiceCommand implements Callable<Integer> {

  final Surroundings around;

  @Spec private @Nullable CommandSpec spec;

  private ServiceCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    if (spec == null) {
      throw new IllegalStateException("not parsed");
    }
    var settings = new HashMap<>(Flag.applied(spec.commandLine().getParseResult(), around.env()));
    settings.putIfAbsent(Flag.DATA.variable(), UpCommand.DEFAULT_DATA);
    var service = make(settings);
    Lifetime.run(
        service,
        () -> {
          Lifetime.awaitReady(service, around);
          around.out().println("Voronka " + service.name() + " is ready.");
          around.out().flush();
        });
    return 0;
  }

  abstract Service make(Map<String, String> settings);

  /** {@code ingest}: takes events in. */
  @Command(name = "ingest", description = "Run only the service that takes events in.")
  static final class Ingest extends ServiceCommand {
    Ingest(Surroundings around) {
      super(around);
    }

    @Override
    Service make(Map<String, String> settings) {
      var reader = new SettingsReader(settings);
      var mine = IngestSettings.read(reader);
      reader.orThrow();
      return new IngestService(mine, new Telemetry(), () -> Health.READY, around.clock());
    }
  }

  /** {@code streams}: counts. */
  @Command(name = "streams", description = "Run only the service that counts.")
  static final class Streams extends ServiceCommand {
    Streams(Surroundings around) {
      super(around);
    }

    @Override
    Service make(Map<String, String> settings) {
      var reader = new SettingsReader(settings);
      var mine = StreamSettings.read(reader);
      reader.orThrow();
      return new StreamsService(mine, new Telemetry(), around.clock());
    }
  }

  /** {@code dashboard}: shows the figures. */
  @Command(name = "dashboard", description = "Run only the service that shows the figures.")
  static final class Dashboard extends ServiceCommand {
    Dashboard(Surroundings around) {
      super(around);
    }

    @Override
    Service make(Map<String, String> settings) {
      var reader = new SettingsReader(settings);
      var mine = DashboardSettings.read(reader);
      reader.orThrow();
      return new DashboardService(mine, new Telemetry(), () -> Health.READY, around.clock());
    }
  }
}
