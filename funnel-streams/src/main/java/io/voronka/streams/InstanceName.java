package io.voronka.streams;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The name under which an instance comes back after a restart. Two that run at once must not have
 * the same: Kafka would let only the last one work.
 */
final class InstanceName {

  static final String FORM = "1 to 100 of A-Z, a-z, 0-9, dots, - and _";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
  private static final int LONGEST_MACHINE = 80;

  private InstanceName() {}

  /** Returns the name if it can be one. */
  static Optional<String> checked(String name) {
    return NAME.matcher(name).matches() ? Optional.of(name) : Optional.empty();
  }

  /** Returns the name of whoever keeps its state in a folder of a machine. */
  static String of(String machine, Path state) {
    var folder = new CRC32();
    folder.update(state.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8));
    var known = machine.replaceAll("[^A-Za-z0-9._-]", "-");
    return known.substring(0, Math.min(known.length(), LONGEST_MACHINE))
        + "-%08x".formatted(folder.getValue());
  }

  /** Returns where others reach a service that listens on an address. */
  static String reachable(String host) {
    return host.equals("0.0.0.0") || host.equals("::") ? machine() : host;
  }

  /** The name of this machine, of a container its own; {@code localhost} if it has none. */
  static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }
}
