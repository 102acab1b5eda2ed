package io.voronka.benchmarks;

import io.voronka.allinone.Voronka;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The product's stream program, as it is.
 *
 * @param options of its JVM
 * @param instances how many processes share the work
 * @param expected how many people have to have reached each stage, by funnel
 */
record StreamProgram(
    List<String> options, int instances, int partitions, Map<String, List<Long>> expected)
    implements StreamPeer {

  @Override
  public Run start(ShopTopic topic, Path folder) throws IOException {
    var processes = new ArrayList<JavaProcess>();
    for (int instance = 1; instance <= instances; instance++) {
      var name = "streams-" + instance;
      processes.add(
          new JavaProcess(
              command(folder.resolve(name)), env(topic), folder.resolve(name + ".log")));
    }
    return new Running(topic, processes, new FigureReader(topic.bootstrap(), partitions));
  }

  private List<String> command(Path folder) {
    var command = new ArrayList<>(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Voronka.class.getName()));
    command.addAll(List.of("streams", "--data", folder.toString()));
    return command;
  }

  private Map<String, String> env(ShopTopic topic) {
    return env(topic.bootstrap(), partitions);
  }

  /** The settings of a program that may count what is of any day. */
  static Map<String, String> env(String bootstrap, int partitions) {
    var env = new HashMap<String, String>();
    env.put("VORONKA_BOOTSTRAP", bootstrap);
    env.put("VORONKA_PARTITIONS", Integer.toString(partitions));
    env.put("VORONKA_STREAMS_PORT", "0");
    env.put("VORONKA_RETENTION", "P365D");
    env.put("VORONKA_STANDBYS", "0");
    return env;
  }

  private final class Running implements Run {

    private final ShopTopic topic;
    private final List<JavaProcess> processes;
    private final FigureReader reader;

    Running(ShopTopic topic, List<JavaProcess> processes, FigureReader reader) {
      this.topic = topic;
      this.processes = processes;
      this.reader = reader;
    }

    @Override
    public boolean isDone(boolean isAll) throws IOException {
      for (var process : processes) {
        process.requireAlive();
      }
      return reader.hold(topic.ends(isAll));
    }

    @Override
    public void check() {
      expected.forEach(
          (funnel, reached) -> {
            var found = reader.reached(funnel, reached.size());
            if (!found.equals(reached)) {
              throw new IllegalStateException(funnel + " is " + found + ", must be " + reached);
            }
          });
    }

    @Override
    public long residentBytes() throws IOException {
      long bytes = 0;
      for (var process : processes) {
        bytes += process.residentBytes();
      }
      return bytes;
    }

    @Override
    public void close() {
      reader.close();
      processes.forEach(JavaProcess::close);
    }
  }
}
