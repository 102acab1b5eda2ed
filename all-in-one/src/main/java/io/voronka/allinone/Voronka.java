package io.voronka.allinone;

import io.voronka.allinone.load.LoadFailed;
import io.voronka.kit.InvalidSettings;
import io.voronka.kit.ServiceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The command line. Ends with 0 when all went well, also after SIGTERM; with 1 when something
 * failed; with 2 when it was called wrongly, after naming every fault.
 */
public final class Voronka {

  private static final Logger LOG = LoggerFactory.getLogger(Voronka.class);

  /** Read where logging begins, before any command: so it is no flag. */
  private static final String LOG_FORMAT = "VORONKA_LOG_FORMAT";

  private static final Set<String> LOG_FORMATS = Set.of("text", "json");
  private static final int FAILED = 1;
  private static final int WRONG_CALL = 2;

  private final Surroundings around;

  Voronka(Surroundings around) {
    this.around = around;
  }

  /** Runs a command and ends the process. */
  public static void main(String[] args) {
    var out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    var around =
        new Surroundings(System.getenv(), out, System.err, isTerminal(), Clock.systemUTC());
    System.exit(new Voronka(around).run(args));
  }

  @SuppressWarnings("SystemConsoleNull") // from JDK 22 on only with another console than this
  private static boolean isTerminal() {
    System.setProperty("jdk.console", "java.base");
    return System.console() != null;
  }

  /** Tells the version from the program's jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = Voronka.class.getPackage().getImplementationVersion();
      return new String[] {
        "voronka " + Objects.requireNonNullElse(version, "(development)"),
        "Java " + Runtime.version()
      };
    }
  }

  @Command(
      name = "voronka",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Self-hosted, live funnel analytics.",
      footer = {
        "",
        "voronka help COMMAND tells the flags of a command. Each flag of a service has an",
        "environment variable, such as VORONKA_DATA for --data; the flag wins."
      })
  private static final class Root {}

  private CommandLine commandLine() {
    var line = new CommandLine(new Root());
    add(line, new UpCommand(around), EnumSet.allOf(Flag.class));
    add(line, new DemoCommand(around), EnumSet.allOf(Flag.class));
    add(line, new LoadCommand(around), Set.of(Flag.DATA));
    add(line, new ServiceCommand.Ingest(around), Flag.OF_INGEST);
    add(line, new ServiceCommand.Streams(around), Flag.OF_STREAMS);
    add(line, new ServiceCommand.Dashboard(around), Flag.OF_DASHBOARD);
    add(line, new RebuildCommand(around), RebuildCommand.FLAGS);
    add(line, new RehearseCommand(around), Set.of());
    add(line, new DropGenCommand(), Set.of());
    add(line, new DetectCountsCommand(around), Set.of());
    line.addSubcommand(new HelpCommand());
    line.setOut(around.out()).setErr(new PrintWriter(around.err(), true, StandardCharsets.UTF_8));
    collectFaults(line);
    return line;
  }

  private static void add(CommandLine line, Object command, Set<Flag> flags) {
    var spec = CommandSpec.forAnnotatedObject(command);
    Flag.add(spec, flags);
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description("Show this and end.")
            .build());
    spec.usageMessage().sortOptions(false).sortSynopsis(false).abbreviateSynopsis(true);
    line.addSubcommand(spec.name(), spec);
  }

  /** Lets the parser go on after a fault, so that one answer names them all. */
  private static void collectFaults(CommandLine line) {
    line.getCommandSpec().parser().collectErrors(true);
    line.getSubcommands().values().forEach(Voronka::collectFaults);
  }

  /**
   * Runs a command and returns the exit code.
   *
   * @param args as they were typed
   */
  int run(String... args) {
    var line = commandLine();
    if (!LOG_FORMATS.contains(around.env().getOrDefault(LOG_FORMAT, "text"))) {
      return wrongCall(List.of(LOG_FORMAT + " must be text or json"));
    }
    try {
      var parsed = line.parseArgs(args);
      if (CommandLine.executeHelpRequest(parsed) != null) {
        return 0;
      }
      var faults =
          parsed.asCommandLineList().stream()
              .flatMap(command -> command.getParseResult().errors().stream())
              .map(fault -> Objects.toString(fault.getMessage()))
              .toList();
      if (!faults.isEmpty()) {
        return wrongCall(faults);
      }
      if (!parsed.hasSubcommand()) {
        line.usage(around.err());
        return WRONG_CALL;
      }
      return ((Callable<?>) parsed.subcommand().commandSpec().userObject()).call()
              instanceof Integer code
          ? code
          : 0;
    } catch (ParameterException wrong) {
      return wrongCall(List.of(Objects.toString(wrong.getMessage())));
    } catch (InvalidSettings wrong) {
      return wrongCall(Flag.explained(Objects.toString(wrong.getMessage())));
    } catch (ServiceException | LoadFailed | IOException failed) {
      LOG.debug("failed", failed);
      around.err().println("voronka: " + reasons(failed));
      return FAILED;
    } catch (Exception bug) {
      LOG.error("failed for a reason that was not foreseen", bug);
      return FAILED;
    } finally {
      around.out().flush();
    }
  }

  private int wrongCall(List<String> faults) {
    faults.forEach(fault -> around.err().println("voronka: " + fault));
    around.err().println("voronka help COMMAND tells what can be given.");
    return WRONG_CALL;
  }

  /** The failure and, where it is another's, the root of it. */
  private static String reasons(Throwable failed) {
    var root = failed;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    var message = Objects.toString(failed.getMessage(), failed.toString());
    return root == failed ? message : message + " (" + root.getMessage() + ")";
  }
}
