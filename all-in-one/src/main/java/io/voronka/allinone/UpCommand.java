package io.voronka.allinone;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code up}: everything in one process. */
@Command(
    name = "up",
    description = "Run everything in one process; without --bootstrap with a Kafka of its own.")
class UpCommand implements Callable<Integer> {

  static final String DEFAULT_DATA = "data";

  private final Surroundings around;

  @Spec private @Nullable CommandSpec spec;

  UpCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    if (spec == null) {
      throw new IllegalStateException("not parsed");
    }
    var given = Flag.applied(spec.commandLine().getParseResult(), around.env());
    run(withDefaults(given));
    return 0;
  }

  /** Returns the settings with what this command sets where nothing else does. */
  Map<String, String> withDefaults(Map<String, String> given) {
    var settings = new HashMap<>(given);
    settings.putIfAbsent(Flag.DATA.variable(), DEFAULT_DATA);
    var ingestPort = settings.getOrDefault(Flag.INGEST_PORT.variable(), "8081");
    settings.putIfAbsent(
        Flag.INGEST_URL.variable(),
        "http://" + Welcome.reachable(Welcome.hostOf(given)) + ":" + ingestPort);
    return settings;
  }

  private void run(Map<String, String> settings) throws Exception {
    Product.check(settings);
    var data = Path.of(settings.getOrDefault(Flag.DATA.variable(), DEFAULT_DATA));
    var folder = data.toAbsolutePath().normalize();
    var random = new SecureRandom();
    var access = Access.of(settings, folder, random);
    var all = SecretsKey.addedTo(access.addedTo(settings), folder, random);
    var product = new Product(all, folder, around.clock());
    Lifetime.run(
        product,
        () -> {
          Lifetime.awaitReady(product, around);
          var welcome =
              new Welcome(
                  access,
                  Welcome.hostOf(settings),
                  product.dashboardPort(),
                  product.ingestPort(),
                  folder);
          around.out().print(welcome.text());
          around.out().flush();
          whenReady(welcome);
        });
  }

  /** Done once everything is ready. */
  void whenReady(Welcome welcome) throws Exception {}

  Surroundings around() {
    return around;
  }
}
