package io.voronka.allinone;

import io.voronka.kit.KafkaSettings;
import io.voronka.kit.SettingsReader;
import io.voronka.streams.Rebuild;
import io.voronka.streams.StreamSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rebuild}: forgets what was counted. */
@Command(
    name = "rebuild",
    description =
        "Forget what was counted, so that the next start counts all events that the log holds anew."
            + " Everything has to be stopped; without --bootstrap only the Kafka in --data is"
            + " used.")
final class RebuildCommand implements Callable<Integer> {

  static final Set<Flag> FLAGS =
      Set.of(Flag.DATA, Flag.STATE, Flag.BOOTSTRAP, Flag.KAFKA_PROPERTIES);

  private final Surroundings around;

  @Spec private @Nullable CommandSpec spec;

  RebuildCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws IOException {
    if (spec == null) {
      throw new IllegalStateException("not parsed");
    }
    var settings = new HashMap<>(Flag.applied(spec.commandLine().getParseResult(), around.env()));
    settings.putIfAbsent(Flag.DATA.variable(), UpCommand.DEFAULT_DATA);
    if (settings.getOrDefault(Flag.BOOTSTRAP.variable(), "").isEmpty()) {
      var broker = new EmbeddedBroker(Path.of(settings.get(Flag.DATA.variable())));
      broker.start();
      try {
        settings.put(Flag.BOOTSTRAP.variable(), broker.bootstrap());
        rebuild(settings);
      } finally {
        broker.close();
      }
    } else {
      rebuild(settings);
    }
    around.out().println("Forgotten. The next start counts everything anew.");
    return 0;
  }

  private static void rebuild(Map<String, String> settings) throws IOException {
    var reader = new SettingsReader(settings);
    var kafka = KafkaSettings.read(reader);
    var streams = StreamSettings.read(reader);
    reader.orThrow();
    Rebuild.run(kafka, streams.state());
  }
}
