package io.voronka.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.InvalidDefinition;
import io.voronka.model.definition.Violation;
import io.voronka.model.detection.Alert;
import io.voronka.model.detection.AlertRule;
import io.voronka.model.detection.AlertRule.Receiver;
import io.voronka.model.detection.Sensitivity;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The JSON form of rules of alerts. Secrets are read and never written. */
public final class AlertRuleJson {

  private static final Set<String> KNOWN =
      Set.of(
          "funnel",
          "stages",
          "breakdowns",
          "kinds",
          "minDrop",
          "falseAlarmsPerYear",
          "deliver",
          "enabled");
  private static final Set<String> KNOWN_OF_RECEIVER =
      Set.of("type", "url", "secret", "routingKey", "address");
  private static final String TYPES = "'webhook', 'slack', 'pagerduty', 'alertmanager' or 'email'";
  private static final Pattern ADDRESS = Pattern.compile("[^@\\s]{1,64}@[^@\\s]{1,255}");
  private static final Pattern ROUTING_KEY = Pattern.compile("[0-9A-Za-z]{32}");

  private AlertRuleJson() {}

  /**
   * Reads a rule. What is left out is that of the default: every stage, no breakdown, every kind.
   *
   * @param funnels finds a funnel by its id
   * @throws InvalidDefinition naming every fault
   */
  public static AlertRule read(
      String id, JsonNode json, Function<String, Optional<FunnelDefinition>> funnels) {
    var form = new FormReader();
    if (!form.object("", json, KNOWN)) {
      throw new InvalidDefinition(List.of(new Violation("rule", "must be an object")));
    }
    var funnel = form.text("funnel", json.path("funnel"), "");
    boolean isEnabled =
        json.path("enabled").isMissingNode() || form.flag("enabled", json.path("enabled"));
    var rule =
        new AlertRule(
            id,
            funnel,
            stages(form, json.path("stages")),
            form.texts("breakdowns", json.path("breakdowns")),
            kinds(form, json.path("kinds")),
            sensitivity(form, json),
            form.list("deliver", json.path("deliver"), (path, one) -> receiver(form, path, one)),
            isEnabled);
    var faults = new ArrayList<>(form.violations());
    if (!form.isFaulty("funnel")) {
      funnels
          .apply(funnel)
          .ifPresentOrElse(
              definition -> faults.addAll(rule.violations(definition)),
              () -> faults.add(new Violation("funnel", "is the id of no funnel")));
    }
    if (!faults.isEmpty()) {
      throw new InvalidDefinition(faults);
    }
    return rule;
  }

  private static List<Integer> stages(FormReader form, JsonNode json) {
    if (json.isMissingNode() || "all".equals(json.textValue())) {
      return List.of();
    }
    if (!json.isArray()) {
      form.add("stages", "must be 'all' or a list of stages, counted from 1");
      return List.of();
    }
    if (json.isEmpty()) {
      form.add("stages", "needs at least one stage, or must be 'all'");
    }
    return form.list("stages", json, (path, one) -> form.whole(path, one, 1));
  }

  private static Set<Alert.Kind> kinds(FormReader form, JsonNode json) {
    if (json.isMissingNode()) {
      return EnumSet.allOf(Alert.Kind.class);
    }
    var kinds = form.list("kinds", json, (path, one) -> kind(form, path, one));
    return kinds.isEmpty() ? EnumSet.noneOf(Alert.Kind.class) : EnumSet.copyOf(kinds);
  }

  private static Alert.@Nullable Kind kind(FormReader form, String path, JsonNode json) {
    var word = form.textOrNull(path, json);
    if (word == null) {
      return null;
    }
    var kind = Words.find(Alert.Kind.class, word);
    if (kind.isEmpty()) {
      form.add(path, "must be " + Words.all(Alert.Kind.class));
    }
    return kind.orElse(null);
  }

  private static Sensitivity sensitivity(FormReader form, JsonNode json) {
    var usual = Sensitivity.DEFAULT;
    double minDrop =
        Objects.requireNonNullElse(
            form.numberOrNull("minDrop", json.path("minDrop")), usual.minDrop());
    double alarms =
        Objects.requireNonNullElse(
            form.numberOrNull("falseAlarmsPerYear", json.path("falseAlarmsPerYear")),
            usual.falseAlarmsPerYear());
    if (!Sensitivity.isMinDrop(minDrop)) {
      form.add("minDrop", "must be from 0.01 to 0.9");
      minDrop = usual.minDrop();
    }
    if (!Sensitivity.isFalseAlarms(alarms)) {
      form.add("falseAlarmsPerYear", "must be from 0.001 to 100");
      alarms = usual.falseAlarmsPerYear();
    }
    return new Sensitivity(minDrop, alarms);
  }

  private static @Nullable Receiver receiver(FormReader form, String path, JsonNode json) {
    if (!form.object(path, json, KNOWN_OF_RECEIVER)) {
      return null;
    }
    var type = form.text(path + ".type", json.path("type"), "");
    return switch (type) {
      case "webhook" ->
          new AlertRule.Webhook(
              url(form, path, json), form.text(path + ".secret", json.path("secret"), ""));
      case "slack" -> new AlertRule.Slack(url(form, path, json));
      case "alertmanager" -> new AlertRule.Alertmanager(url(form, path, json));
      case "pagerduty" ->
          new AlertRule.PagerDuty(
              matching(form, path + ".routingKey", json, ROUTING_KEY, "32 letters and digits"));
      case "email" ->
          new AlertRule.Email(
              matching(
                  form, path + ".address", json, ADDRESS, "an address such as ann@example.com"));
      default -> {
        if (!form.isFaulty(path + ".type")) {
          form.add(path + ".type", "must be " + TYPES);
        }
        yield null;
      }
    };
  }

  private static String matching(
      FormReader form, String path, JsonNode json, Pattern pattern, String words) {
    var name = path.substring(path.lastIndexOf('.') + 1);
    var text = form.text(path, json.path(name), "");
    if (!form.isFaulty(path) && !pattern.matcher(text).matches()) {
      form.add(path, "must be " + words);
    }
    return text;
  }

  private static String url(FormReader form, String path, JsonNode json) {
    var text = form.text(path + ".url", json.path("url"), "");
    if (!form.isFaulty(path + ".url") && !isHttp(text)) {
      form.add(path + ".url", "must be an address that begins with http:// or https://");
    }
    return text;
  }

  private static boolean isHttp(String text) {
    try {
      var uri = new URI(text);
      var scheme = uri.getScheme();
      return uri.getHost() != null && ("https".equals(scheme) || "http".equals(scheme));
    } catch (URISyntaxException malformed) {
      return false;
    }
  }

  /** Writes a rule without what is secret of its receivers. */
  public static ObjectNode write(AlertRule rule) {
    var json =
        JsonNodeFactory.instance.objectNode().put("id", rule.id()).put("funnel", rule.funnel());
    if (rule.stages().isEmpty()) {
      json.put("stages", "all");
    } else {
      var stages = json.putArray("stages");
      rule.stages().forEach(stages::add);
    }
    var breakdowns = json.putArray("breakdowns");
    rule.breakdowns().forEach(breakdowns::add);
    var kinds = json.putArray("kinds");
    rule.kinds().stream().sorted().forEach(kind -> kinds.add(kind.text()));
    json.put("minDrop", rule.sensitivity().minDrop())
        .put("falseAlarmsPerYear", rule.sensitivity().falseAlarmsPerYear());
    var deliver = json.putArray("deliver");
    rule.receivers().forEach(receiver -> deliver.add(write(receiver)));
    return json.put("enabled", rule.isEnabled());
  }

  private static ObjectNode write(Receiver receiver) {
    var json = JsonNodeFactory.instance.objectNode();
    if (receiver instanceof AlertRule.Webhook webhook) {
      return json.put("type", "webhook").put("url", webhook.url());
    }
    if (receiver instanceof AlertRule.Alertmanager alertmanager) {
      return json.put("type", "alertmanager").put("url", alertmanager.url());
    }
    if (receiver instanceof AlertRule.Email email) {
      return json.put("type", "email").put("address", email.address());
    }
    return json.put("type", receiver instanceof AlertRule.Slack ? "slack" : "pagerduty");
  }
}
