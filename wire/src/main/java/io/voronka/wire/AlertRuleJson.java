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
import io.voronka.wire.alert.WebhookSignature;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The JSON form of rules of alerts. Secrets are read and never written. */
public final class AlertRuleJson {

  /** Receivers that one rule may have. */
  public static final int MOST_RECEIVERS = 20;

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
      Set.of("id", "type", "url", "secret", "oldSecret", "routingKey", "address");
  private static final String TYPES = "'webhook', 'slack', 'pagerduty', 'alertmanager' or 'email'";
  private static final Pattern ADDRESS = Pattern.compile("[^@\\s]{1,64}@[^@\\s]{1,255}");
  private static final int ID_DIGITS = 12;
  private static final Pattern ROUTING_KEY = Pattern.compile("[0-9A-Za-z]{32}");

  private AlertRuleJson() {}

  /**
   * What is known where a rule is read.
   *
   * @param funnels finds a funnel by its id
   * @param receivers of the rule as it was: one that is named by its id stays as it is, since what
   *     is secret of it was never shown
   * @param newSecret makes the secret of a webhook that comes without one
   */
  public record Known(
      Function<String, Optional<FunnelDefinition>> funnels,
      List<Receiver> receivers,
      Supplier<String> newSecret) {}

  /**
   * Reads a rule. What is left out is that of the default: every stage, no breakdown, every kind.
   *
   * @throws InvalidDefinition naming every fault
   */
  public static AlertRule read(String id, JsonNode json, Known known) {
    var form = new FormReader();
    var rule = read(form, id, json, known);
    var faults = new ArrayList<>(form.violations());
    if (json.path("deliver").size() > MOST_RECEIVERS) {
      faults.add(new Violation("deliver", "must have at most " + MOST_RECEIVERS + " receivers"));
    }
    if (!form.isFaulty("funnel")) {
      known
          .funnels()
          .apply(rule.funnel())
          .ifPresentOrElse(
              definition -> faults.addAll(rule.violations(definition)),
              () -> faults.add(new Violation("funnel", "is the id of no funnel")));
    }
    if (!faults.isEmpty()) {
      throw new InvalidDefinition(faults);
    }
    return rule;
  }

  /**
   * Reads what {@link #writeWhole} wrote. Its funnel may have changed since.
   *
   * @throws InvalidDefinition if it is of a form that this release does not know
   */
  public static AlertRule readWhole(String id, JsonNode json) {
    var form = new FormReader();
    var rule = read(form, id, json, new Known(funnel -> Optional.empty(), List.of(), () -> ""));
    if (!form.violations().isEmpty()) {
      throw new InvalidDefinition(form.violations());
    }
    return rule;
  }

  private static AlertRule read(FormReader form, String id, JsonNode json, Known known) {
    if (!form.object("", json, KNOWN)) {
      throw new InvalidDefinition(List.of(new Violation("rule", "must be an object")));
    }
    var funnel = form.text("funnel", json.path("funnel"), "");
    boolean isEnabled =
        json.path("enabled").isMissingNode() || form.flag("enabled", json.path("enabled"));
    return new AlertRule(
        id,
        funnel,
        stages(form, json.path("stages")),
        form.texts("breakdowns", json.path("breakdowns")),
        kinds(form, json.path("kinds")),
        sensitivity(form, json),
        form.list("deliver", json.path("deliver"), (path, one) -> receiver(form, path, one, known)),
        isEnabled);
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

  private static @Nullable Receiver receiver(
      FormReader form, String path, JsonNode json, Known known) {
    if (!form.object(path, json, KNOWN_OF_RECEIVER)) {
      return null;
    }
    var id = form.textOrNull(path + ".id", json.path("id"));
    var before =
        known.receivers().stream()
            .filter(one -> receiverId(one).equals(id))
            .findFirst()
            .orElse(null);
    if (id != null && before == null) {
      form.add(path + ".id", "is the id of no receiver that the rule has");
      return null;
    }
    var type = before == null ? form.text(path + ".type", json.path("type"), "") : type(before);
    return switch (type) {
      case "webhook" -> webhook(form, path, json, before, known);
      case "slack" -> before == null ? new AlertRule.Slack(url(form, path, json)) : before;
      case "alertmanager" ->
          before == null ? new AlertRule.Alertmanager(url(form, path, json)) : before;
      case "pagerduty" ->
          before == null
              ? new AlertRule.PagerDuty(
                  matching(form, path + ".routingKey", json, ROUTING_KEY, "32 letters and digits"))
              : before;
      case "email" ->
          before == null
              ? new AlertRule.Email(
                  matching(
                      form, path + ".address", json, ADDRESS, "an address such as ann@example.com"))
              : before;
      default -> {
        if (!form.isFaulty(path + ".type")) {
          form.add(path + ".type", "must be " + TYPES);
        }
        yield null;
      }
    };
  }

  private static Receiver webhook(
      FormReader form, String path, JsonNode json, @Nullable Receiver before, Known known) {
    var secret = secret(form, path + ".secret", json.path("secret"));
    var oldSecret = secret(form, path + ".oldSecret", json.path("oldSecret"));
    if (before instanceof AlertRule.Webhook webhook) {
      boolean isRotated = secret != null && !secret.equals(webhook.secret());
      var old = json.has("oldSecret") ? oldSecret : webhook.oldSecret();
      return new AlertRule.Webhook(
          webhook.url(),
          Objects.requireNonNullElse(secret, webhook.secret()),
          isRotated ? webhook.secret() : old);
    }
    return new AlertRule.Webhook(
        url(form, path, json), secret == null ? known.newSecret().get() : secret, oldSecret);
  }

  private static @Nullable String secret(FormReader form, String path, JsonNode json) {
    var secret = form.textOrNull(path, json);
    if (secret != null && !WebhookSignature.isSecret(secret)) {
      form.add(path, "must be whsec_ and 24 to 64 bytes in Base64");
    }
    return secret;
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
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", receiverId(receiver))
            .put("type", type(receiver));
    if (receiver instanceof AlertRule.Webhook webhook) {
      json.put("url", webhook.url());
    } else if (receiver instanceof AlertRule.Alertmanager alertmanager) {
      json.put("url", alertmanager.url());
    } else if (receiver instanceof AlertRule.Email email) {
      json.put("address", email.address());
    }
    return json;
  }

  /** Writes a rule with what is secret of its receivers: to be kept, never to be shown. */
  public static ObjectNode writeWhole(AlertRule rule) {
    var json = write(rule);
    json.remove("id");
    var deliver = json.putArray("deliver");
    rule.receivers().forEach(receiver -> deliver.add(writeWhole(receiver)));
    return json;
  }

  private static ObjectNode writeWhole(Receiver receiver) {
    var json = write(receiver);
    json.remove("id");
    if (receiver instanceof AlertRule.Webhook webhook) {
      json.put("secret", webhook.secret());
      if (webhook.oldSecret() != null) {
        json.put("oldSecret", webhook.oldSecret());
      }
    } else if (receiver instanceof AlertRule.Slack slack) {
      json.put("url", slack.url());
    } else if (receiver instanceof AlertRule.PagerDuty pagerDuty) {
      json.put("routingKey", pagerDuty.routingKey());
    }
    return json;
  }

  /** The kind of a receiver, as it is written. */
  public static String type(Receiver receiver) {
    return receiver.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** Names a receiver by where it is, in a way that does not tell what is secret of that. */
  public static String receiverId(Receiver receiver) {
    String where;
    if (receiver instanceof AlertRule.Webhook webhook) {
      where = webhook.url();
    } else if (receiver instanceof AlertRule.Slack slack) {
      where = slack.url();
    } else if (receiver instanceof AlertRule.PagerDuty pagerDuty) {
      where = pagerDuty.routingKey();
    } else if (receiver instanceof AlertRule.Alertmanager alertmanager) {
      where = alertmanager.url();
    } else {
      where = ((AlertRule.Email) receiver).address();
    }
    return Sha256.hex(type(receiver) + '\0' + where).substring(0, ID_DIGITS);
  }
}
