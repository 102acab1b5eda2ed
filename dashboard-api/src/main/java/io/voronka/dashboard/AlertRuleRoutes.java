package io.voronka.dashboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.kit.WebServer;
import io.voronka.model.definition.InvalidDefinition;
import io.voronka.model.definition.Violation;
import io.voronka.model.detection.AlertRule;
import io.voronka.model.detection.AlertRule.Receiver;
import io.voronka.model.detection.AlertRule.Webhook;
import io.voronka.wire.AlertRuleJson;
import io.voronka.wire.access.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The rules of alerts: what is watched how readily, and who is told. */
final class AlertRuleRoutes {

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");
  private static final int MAX_RULES = 500;

  /** Where a receiver is reached. */
  private static final List<String> TARGETS = List.of("url", "address");

  private final Access access;
  private final AlertRules rules;
  private final AlertsView alerts;
  private final Supplier<String> newSecret;

  /**
   * Makes them.
   *
   * @param newSecret makes the secret of a webhook
   */
  AlertRuleRoutes(Access access, AlertRules rules, AlertsView alerts, Supplier<String> newSecret) {
    this.access = access;
    this.rules = rules;
    this.alerts = alerts;
    this.newSecret = newSecret;
  }

  void register(RoutesConfig routes) {
    routes.get("/api/v1/alerts/rules", this::list);
    routes.get("/api/v1/alerts/rules/{id}", this::show);
    routes.put("/api/v1/alerts/rules/{id}", this::save);
    routes.delete("/api/v1/alerts/rules/{id}", this::delete);
  }

  private void list(Context ctx) {
    var project = access.project(ctx);
    var json = JsonNodeFactory.instance.objectNode();
    var list = json.putArray("rules");
    rules
        .all(project)
        .forEach(kept -> list.add(shown(ctx, write(project, kept.rule(), kept.isDefault()))));
    WebServer.json(ctx, json);
  }

  private void show(Context ctx) {
    var project = access.project(ctx);
    var kept = rules.get(project, ctx.pathParam("id"));
    WebServer.json(ctx, shown(ctx, write(project, kept.rule(), kept.isDefault())));
  }

  /** Whoever knows the address of a webhook can write there, so only who may change it sees it. */
  private ObjectNode shown(Context ctx, ObjectNode rule) {
    if (!access.may(ctx, Role.EDITOR)) {
      for (var receiver : rule.withArray("deliver")) {
        ((ObjectNode) receiver).remove(TARGETS);
      }
    }
    return rule;
  }

  private void save(Context ctx) {
    var project = access.project(ctx);
    var id = ctx.pathParam("id");
    if (!ID.matcher(id).matches()) {
      throw new ServiceException(
          ProblemType.INVALID,
          "The rule's id can't be used.",
          List.of(
              new Violation(
                  "id", "must be 1 to 100 of a-z, 0-9, - and _, not beginning with - or _")));
    }
    var all = rules.all(project);
    var before = all.stream().filter(kept -> kept.rule().id().equals(id)).findFirst().orElse(null);
    if (before == null && all.size() >= MAX_RULES) {
      throw new ServiceException(
          ProblemType.INVALID, "A project has at most " + MAX_RULES + " rules.");
    }
    var known = before == null ? List.<Receiver>of() : before.rule().receivers();
    var rule = read(project, id, ctx, known);
    rules.save(project, rule);
    var json = write(project, rule, false);
    showNewSecrets(rule, known, json);
    ctx.status(before == null || before.isDefault() ? 201 : 200);
    WebServer.json(ctx, json);
  }

  private AlertRule read(String project, String id, Context ctx, List<Receiver> known) {
    try {
      var rule =
          AlertRuleJson.read(
              id,
              AlertRoutes.body(ctx),
              new AlertRuleJson.Known(
                  funnel -> rules.definition(project, funnel), known, newSecret));
      AlertRoutes.orThrow(ofDefault(project, rule));
      return rule;
    } catch (InvalidDefinition invalid) {
      throw new ServiceException(
          ProblemType.INVALID, "The rule breaks rules.", invalid.violations());
    }
  }

  /** The id of a funnel is that of its default rule, and of no other funnel's. */
  private List<Violation> ofDefault(String project, AlertRule rule) {
    var faults = new ArrayList<Violation>();
    if (!rule.id().equals(rule.funnel()) && rules.definition(project, rule.id()).isPresent()) {
      faults.add(
          new Violation("funnel", "must be '" + rule.id() + "', whose default rule has this id"));
    }
    return faults;
  }

  /** A secret is shown in the one answer to the request that made or changed it. */
  private static void showNewSecrets(AlertRule rule, List<Receiver> known, ObjectNode json) {
    var deliver = json.withArray("deliver");
    for (int i = 0; i < rule.receivers().size(); i++) {
      if (rule.receivers().get(i) instanceof Webhook webhook
          && known.stream()
              .noneMatch(
                  one -> one instanceof Webhook old && old.secret().equals(webhook.secret()))) {
        ((ObjectNode) Objects.requireNonNull(deliver.get(i))).put("secret", webhook.secret());
      }
    }
  }

  private void delete(Context ctx) {
    rules.delete(access.project(ctx), ctx.pathParam("id"));
    ctx.status(204);
  }

  private ObjectNode write(String project, AlertRule rule, boolean isDefault) {
    var json = AlertRuleJson.write(rule).put("isDefault", isDefault);
    var watches =
        alerts.watches(project, rule.funnel()).stream()
            .filter(watch -> rule.stages().isEmpty() || rule.stages().contains(watch.stage()))
            .toList();
    json.set("smallestDropSeen", AlertAnswers.smallestDropSeen(watches));
    return json;
  }
}
