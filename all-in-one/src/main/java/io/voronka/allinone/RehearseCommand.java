package io.voronka.allinone;

import io.voronka.allinone.demo.Demo;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.utils.Utils;
import picocli.CommandLine.Command;

/** {@code rehearse}: a start with some events, for the JVM to keep what it loads and learns. */
@Command(
    name = "rehearse",
    description = {
      "Start everything in a temporary folder, count an hour of a simulated shop, ask for it and"
          + " end.",
      "./voronka keeps what Java loaded, and what it learned where it can (from 25 on): further"
          + " starts take about two thirds of the time."
    })
final class RehearseCommand implements Callable<Integer> {

  private static final Demo.Options SHOP = new Demo.Options(false, 42, 1, Duration.ofHours(1));
  private static final List<String> QUESTIONS =
      List.of(
          "/",
          "/api/v1/funnels",
          "/api/v1/funnels/shop-checkout/report",
          "/api/v1/sessions/report");

  private final Surroundings around;

  RehearseCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws Exception {
    var folder = Files.createTempDirectory("voronka-rehearsal-");
    var random = new SecureRandom();
    var access = Access.of(Map.of(), folder, random);
    var settings = new HashMap<>(SecretsKey.addedTo(access.addedTo(Map.of()), folder, random));
    settings.put(Flag.DATA.variable(), folder.toString());
    for (var port : List.of(Flag.INGEST_PORT, Flag.DASHBOARD_PORT, Flag.STREAMS_PORT)) {
      settings.put(port.variable(), "0");
    }
    var product = new Product(settings, folder, around.clock());
    // Whether it ends by itself or is ended: nothing stays, least of all the keys.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> cleanUp(product, folder), "clean-up"));
    product.start();
    Lifetime.awaitReady(product, around);
    var welcome =
        new Welcome(
            access, EmbeddedBroker.HOST, product.dashboardPort(), product.ingestPort(), folder);
    var demo = DemoCommand.of(welcome, SHOP, around);
    demo.defineFunnels();
    demo.openShop();
    ask(welcome);
    around.out().println("Rehearsed. Now Java keeps what it is told to, which takes some seconds.");
    return 0;
  }

  private void cleanUp(Product product, Path folder) {
    product.close();
    try {
      Utils.delete(folder.toFile());
    } catch (IOException failed) {
      around.err().println("voronka: " + folder + " is left: " + failed);
    }
  }

  private static void ask(Welcome welcome) throws IOException, InterruptedException {
    var http = HttpClient.newHttpClient();
    for (var question : QUESTIONS) {
      var request =
          HttpRequest.newBuilder(URI.create(welcome.dashboardUrl()).resolve(question))
              .header("Authorization", "Bearer " + welcome.access().apiToken())
              .build();
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new ServiceException(
            ProblemType.UNEXPECTED,
            question + " was answered with " + answer.statusCode() + ": " + answer.body());
      }
    }
  }
}
