package io.voronka.dashboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.voronka.dashboard.delivery.Delivery;
import io.voronka.dashboard.delivery.TestAlert;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.kit.WebServer;
import io.voronka.model.detection.AlertRule;
import io.voronka.wire.AlertRuleJson;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Who was told of what, trying again, and trials. */
final class DeliveryRoutes {

  private static final Set<String> OF_LIST = Set.of("state", "alert", "limit");
  private static final List<String> STATES = List.of("any", "pending", "sent", "dead");
  private static final String BY_PEOPLE = "api";
  private static final int MOST = 1000;
  private static final int USUAL = 100;

  private final Access access;
  private final DeliveryLog log;
  private final AlertRules rules;
  private final Supplier<String> newId;
  private final InstantSource clock;

  /**
   * Makes them.
   *
   * @param newId makes the id of a trial, without dots
   */
  DeliveryRoutes(
      Access access,
      DeliveryLog log,
      AlertRules rules,
      Supplier<String> newId,
      InstantSource clock) {
    this.access = access;
    this.log = log;
    this.rules = rules;
    this.newId = newId;
    this.clock = clock;
  }

  void register(RoutesConfig routes) {
    routes.get("/api/v1/alerts/deliveries", this::list);
    routes.post("/api/v1/alerts/deliveries/{id}/retry", this::retry);
    routes.post("/api/v1/alerts/rules/{id}/test", this::test);
  }

  private void list(Context ctx) {
    var project = access.project(ctx);
    var asked = new QueryParameters(ctx.queryParamMap(), OF_LIST);
    var state = asked.oneOf("state", STATES);
    var alert = asked.textOrNull("alert");
    int limit = asked.whole("limit", 1, MOST, USUAL);
    asked.orThrow();
    var json = JsonNodeFactory.instance.objectNode();
    var list = json.putArray("deliveries");
    log.all(project).stream()
        .filter(one -> state.equals("any") || one.state().text().equals(state))
        .filter(one -> alert == null || !one.isTest() && one.alert().alert().id().equals(alert))
        .limit(limit)
        .forEach(one -> list.add(write(one)));
    WebServer.json(ctx, json);
  }

  private void retry(Context ctx) {
    var project = access.project(ctx);
    var id = ctx.pathParam("id");
    var delivery =
        log.all(project).stream()
            .filter(one -> one.id().equals(id))
            .findFirst()
            .orElseThrow(
                () -> new ServiceException(ProblemType.NOT_FOUND, "No delivery '" + id + "'."));
    if (delivery.state() == Delivery.State.SENT) {
      throw new ServiceException(ProblemType.INVALID, "The delivery has arrived.");
    }
    var again = delivery.again(clock.millis(), BY_PEOPLE);
    log.ask(again);
    ctx.status(202);
    WebServer.json(ctx, write(again));
  }

  private void test(Context ctx) {
    var project = access.project(ctx);
    var rule = rules.get(project, ctx.pathParam("id")).rule();
    if (!rule.isEnabled() || rule.receivers().isEmpty()) {
      throw new ServiceException(
          ProblemType.INVALID, "The rule is not enabled or has no receivers to try.");
    }
    var json = JsonNodeFactory.instance.objectNode();
    var list = json.putArray("deliveries");
    for (var receiver : rule.receivers()) {
      var trial = trial(project, rule, AlertRuleJson.receiverId(receiver), receiver);
      log.ask(trial);
      list.add(write(trial));
    }
    ctx.status(202);
    WebServer.json(ctx, json);
  }

  private Delivery trial(
      String project, AlertRule rule, String receiverId, AlertRule.Receiver receiver) {
    var definition = rules.definition(project, rule.funnel()).orElseThrow();
    var alert = TestAlert.of(project, rule.funnel(), definition, clock.instant());
    return Delivery.of(
            alert, rule.id(), receiverId, AlertRuleJson.type(receiver), clock.millis(), BY_PEOPLE)
        .asTest(newId.get());
  }

  private static ObjectNode write(Delivery delivery) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", delivery.id())
        .put("alert", delivery.isTest() ? null : delivery.alert().alert().id())
        .put("alertState", delivery.alert().alert().state().text())
        .put("rule", delivery.rule())
        .put("receiver", delivery.receiver())
        .put("type", delivery.type())
        .put("isTest", delivery.isTest())
        .put("state", delivery.state().text())
        .put("attempts", delivery.attempts())
        .put("createdAt", time(delivery.createdMillis()))
        .put(
            "nextAt",
            delivery.state() == Delivery.State.PENDING ? time(delivery.nextMillis()) : null)
        .put("endedAt", delivery.endedMillis() == 0 ? null : time(delivery.endedMillis()))
        .put("problem", delivery.problem());
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
