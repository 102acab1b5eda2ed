package io.voronka.allinone;

import io.voronka.dashboard.DashboardService;
import io.voronka.dashboard.DashboardSettings;
import io.voronka.ingest.IngestService;
import io.voronka.ingest.IngestSettings;
import io.voronka.kit.Health;
import io.voronka.kit.InvalidSettings;
import io.voronka.kit.ProblemType;
import io.voronka.kit.Service;
import io.voronka.kit.ServiceException;
import io.voronka.kit.Services;
import io.voronka.kit.SettingsReader;
import io.voronka.kit.Telemetry;
import io.voronka.streams.StreamSettings;
import io.voronka.streams.StreamsService;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All services in one process, with a broker of their own unless the settings name another.
 *
 * <p>Started from the figures to the door (broker, streams, dashboard, ingest), so that no event is
 * taken before it can be counted and read; closed the other way round.
 */
final class Product implements Service {

  private final Map<String, String> settings;
  private final InstantSource clock;
  private final @Nullable EmbeddedBroker broker;
  private volatile boolean isClosing;
  private volatile @Nullable Running running;

  private record Running(Services services, DashboardService dashboard, IngestService ingest) {}

  private record AllSettings(
      StreamSettings streams, DashboardSettings dashboard, IngestSettings ingest) {

    static AllSettings read(Map<String, String> settings) {
      var reader = new SettingsReader(settings);
      var all =
          new AllSettings(
              StreamSettings.read(reader),
              DashboardSettings.read(reader),
              IngestSettings.read(reader));
      reader.orThrow();
      return all;
    }
  }

  Product(Map<String, String> settings, Path data, InstantSource clock) {
    this.settings = Map.copyOf(settings);
    this.clock = clock;
    boolean isAlone = settings.getOrDefault(Flag.BOOTSTRAP.variable(), "").isEmpty();
    broker = isAlone ? new EmbeddedBroker(data) : null;
  }

  /**
   * Checks settings before anything is touched.
   *
   * @throws InvalidSettings naming every fault
   */
  static void check(Map<String, String> settings) {
    AllSettings.read(settings);
  }

  @Override
  public String name() {
    return "voronka";
  }

  @Override
  public synchronized void start() {
    var known = new HashMap<>(settings);
    if (broker != null) {
      broker.start();
      known.put(Flag.BOOTSTRAP.variable(), broker.bootstrap());
    }
    if (isClosing) {
      throw new ServiceException(ProblemType.UNAVAILABLE, "Stopped while it was starting.");
    }
    var all = AllSettings.read(known);
    var telemetry = new Telemetry();
    var streams = new StreamsService(all.streams(), telemetry, clock);
    var dashboard = new DashboardService(all.dashboard(), telemetry, streams::health, clock);
    var ingest =
        new IngestService(
            all.ingest(), telemetry, () -> streams.health().and(dashboard.health()), clock);
    var services = new Services(List.of(streams, dashboard, ingest));
    running = new Running(services, dashboard, ingest);
    services.start();
  }

  @Override
  public Health health() {
    var now = running;
    if (now == null) {
      return broker == null ? Health.starting("the services") : broker.health();
    }
    var services = now.services().health();
    return broker == null ? services : broker.health().and(services);
  }

  /** The port of the ingest API, known after the start. */
  int ingestPort() {
    return started().ingest().port();
  }

  /** The port of the dashboard API, known after the start. */
  int dashboardPort() {
    return started().dashboard().port();
  }

  private Running started() {
    var now = running;
    if (now == null) {
      throw new IllegalStateException("not started");
    }
    return now;
  }

  @Override
  public void close() {
    isClosing = true; // a start that is under way ends early
    synchronized (this) {
      var now = running;
      if (now != null) {
        now.services().close();
      }
      if (broker != null) {
        broker.close();
      }
    }
  }
}
