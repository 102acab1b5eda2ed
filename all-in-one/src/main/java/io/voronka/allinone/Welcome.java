package io.voronka.allinone;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a person is told when everything runs.
 *
 * @param data the data folder
 */
record Welcome(Access access, String host, int dashboardPort, int ingestPort, Path data) {

  /** A host that listens on every address is reached at this machine's own. */
  static String reachable(String host) {
    var isAny = host.equals("0.0.0.0") || host.equals("::");
    return isAny ? EmbeddedBroker.HOST : host.contains(":") ? "[" + host + "]" : host;
  }

  /** The dashboard, signed in if the token may be shown. */
  String dashboardUrl() {
    var url = "http://" + reachable(host) + ":" + dashboardPort + "/";
    return access.isOwn() ? url + "#token=" + access.apiToken() : url;
  }

  String ingestUrl() {
    return "http://" + reachable(host) + ":" + ingestPort;
  }

  String text() {
    return """

        Voronka is ready.

          Dashboard   %s
          Events to   %s
          Write key   %s
          Data in     %s

        Send an event:

          curl -u %s: %s/v1/track -H 'Content-Type: application/json' \\
            -d '{"userId": "ann", "event": "Product Viewed", "properties": {"source": "newsletter"}}'

        Ctrl-C stops it.
        """
        .formatted(
            dashboardUrl(),
            ingestUrl(),
            access.isOwn() ? access.writeKey() : "as given, project " + access.project(),
            data,
            access.isOwn() ? access.writeKey() : "WRITE_KEY",
            ingestUrl());
  }

  static String hostOf(Map<String, String> settings) {
    var host = settings.getOrDefault(Flag.HOST.variable(), "");
    return host.isEmpty() ? EmbeddedBroker.HOST : host;
  }
}
