package io.voronka.wire.alert;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.wire.Json;
import java.time.Duration;
import java.time.Instant;

/** The bodies in which others take alerts, as JSON in UTF-8. */
public final class AlertBodies {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MOST_SUMMARY = 1024;

  private AlertBodies() {}

  /** Of the generic webhook: type, when it happened, and the alert as the API shows it. */
  public static byte[] webhook(AlertNotice notice) {
    var body =
        NODES
            .objectNode()
            .put("type", notice.isFiring() ? "alert.firing" : "alert.resolved")
            .put("timestamp", notice.time(notice.alert().updatedAt()).toString());
    body.set("data", notice.json());
    return Json.bytes(body);
  }

  /** Of Slack's incoming webhooks: the sentence, with a link. */
  public static byte[] slack(AlertNotice notice) {
    var text = AlertText.of(notice);
    var title = escaped(notice.subject().funnelName() + ": " + headline(notice));
    var body = NODES.objectNode().put("text", escaped(text));
    body.putArray("blocks")
        .addObject()
        .put("type", "section")
        .putObject("text")
        .put("type", "mrkdwn")
        .put("text", "*%s*\n%s\n<%s|Open the alert>".formatted(title, escaped(text), notice.url()));
    return Json.bytes(body);
  }

  static String headline(AlertNotice notice) {
    var stage = notice.subject().stageName();
    if (!notice.isFiring()) {
      return stage + " is over it";
    }
    return stage + (notice.alert().kind().isTraffic() ? " is short of people" : " loses people");
  }

  /** As Slack asks for: what would begin a tag or an entity. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /**
   * Of PagerDuty's Events API v2. The end of an alert needs the keys only.
   *
   * @param routingKey of the integration; secret
   */
  public static byte[] pagerDuty(AlertNotice notice, String routingKey) {
    var body =
        NODES
            .objectNode()
            .put("routing_key", routingKey)
            .put("event_action", notice.isFiring() ? "trigger" : "resolve")
            .put("dedup_key", notice.alert().id());
    if (!notice.isFiring()) {
      return Json.bytes(body);
    }
    var text = AlertText.of(notice);
    var payload =
        body.putObject("payload")
            .put("summary", text.length() > MOST_SUMMARY ? text.substring(0, MOST_SUMMARY) : text)
            .put("source", "voronka/" + notice.subject().project())
            .put("severity", notice.severity())
            .put("timestamp", notice.time(notice.alert().detectedAt()).toString())
            .put("component", notice.subject().funnel())
            .put("group", notice.subject().project())
            .put("class", notice.alert().kind().text());
    payload.set("custom_details", details(notice));
    body.putArray("links").addObject().put("href", notice.url()).put("text", "Open the alert");
    return Json.bytes(body.put("client", "Voronka").put("client_url", notice.url()));
  }

  private static ObjectNode details(AlertNotice notice) {
    var alert = notice.alert();
    return NODES
        .objectNode()
        .put("observed", alert.window().observed())
        .put("expected", alert.window().expected())
        .put("drop", alert.drop().estimate())
        .put("scope", alert.scope().text());
  }

  /**
   * Of Alertmanager's API v2: a list of one. It is to be sent again until it is over, since it
   * expires.
   *
   * @param now when it is sent
   * @param interval after which it is sent again; it expires after four of them
   */
  public static byte[] alertmanager(AlertNotice notice, Instant now, Duration interval) {
    var end = notice.isFiring() ? now.plus(interval.multipliedBy(4)) : notice.end();
    var list = NODES.arrayNode();
    var alert = list.addObject();
    var labels = alert.putObject("labels").put("alertname", "VoronkaStage");
    notice.labels().forEach(labels::put);
    labels.put("severity", notice.severity());
    var text = AlertText.of(notice);
    alert
        .putObject("annotations")
        .put("summary", notice.subject().funnelName() + ": " + headline(notice))
        .put("description", text);
    alert
        .put("startsAt", notice.time(notice.alert().onset()).toString())
        .put("endsAt", end.toString())
        .put("generatorURL", notice.url());
    return Json.bytes(list);
  }
}
