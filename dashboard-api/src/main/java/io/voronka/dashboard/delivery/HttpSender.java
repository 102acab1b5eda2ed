package io.voronka.dashboard.delivery;

import io.voronka.model.detection.AlertRule.Alertmanager;
import io.voronka.model.detection.AlertRule.PagerDuty;
import io.voronka.model.detection.AlertRule.Receiver;
import io.voronka.model.detection.AlertRule.Slack;
import io.voronka.model.detection.AlertRule.Webhook;
import io.voronka.wire.alert.AlertBodies;
import io.voronka.wire.alert.AlertNotice;
import io.voronka.wire.alert.WebhookSignature;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Sends by HTTP. Redirects are not followed, and what a receiver answers is not read: it could be
 * of any length, and tell what lies in a network.
 */
final class HttpSender implements Sender {

  /** How often an Alertmanager is told again while an alert fires. */
  static final Duration ALERTMANAGER_EVERY = Duration.ofMinutes(1);

  private static final int TOO_MANY = 429;
  private static final int GONE = 410;

  private final CloseableHttpClient client;
  private final ScheduledExecutorService watchdog =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "deliveries-timeout");
            thread.setDaemon(true);
            return thread;
          });
  private final Duration most;
  private final URI pagerDuty;
  private final InstantSource clock;

  /**
   * Makes one.
   *
   * @param most how long an attempt may take
   * @param pagerDuty where its events go
   */
  HttpSender(SafeAddresses addresses, Duration most, URI pagerDuty, InstantSource clock) {
    this.client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDnsResolver(addresses)
                    .build())
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching()
            .setUserAgent("Voronka")
            .build();
    this.most = most;
    this.pagerDuty = pagerDuty;
    this.clock = clock;
  }

  @Override
  public Sending send(Receiver receiver, AlertNotice notice, String id) {
    if (receiver instanceof Webhook webhook) {
      var body = AlertBodies.webhook(notice);
      var headers =
          WebhookSignature.headers(
              "msg_" + id, clock.instant().getEpochSecond(), body, secrets(webhook));
      return post(URI.create(webhook.url()), body, headers, Kind.WEBHOOK);
    }
    if (receiver instanceof Slack slack) {
      return post(URI.create(slack.url()), AlertBodies.slack(notice), Map.of(), Kind.STRICT);
    }
    if (receiver instanceof PagerDuty service) {
      return post(
          pagerDuty, AlertBodies.pagerDuty(notice, service.routingKey()), Map.of(), Kind.STRICT);
    }
    if (receiver instanceof Alertmanager alertmanager) {
      var url = alertmanager.url().replaceAll("/+$", "") + "/api/v2/alerts";
      var body = AlertBodies.alertmanager(notice, clock.instant(), ALERTMANAGER_EVERY);
      return post(URI.create(url), body, Map.of(), Kind.STRICT);
    }
    throw new IllegalArgumentException("not reached by HTTP");
  }

  private static List<String> secrets(Webhook webhook) {
    var secrets = new ArrayList<String>();
    secrets.add(webhook.secret());
    if (webhook.oldSecret() != null) {
      secrets.add(webhook.oldSecret());
    }
    return secrets;
  }

  /** What the answers of a receiver mean. */
  private enum Kind {
    /** Whatever is no success may be one later. */
    WEBHOOK,
    /** What is at fault with a request stays so. */
    STRICT
  }

  private Sending post(URI url, byte[] body, Map<String, String> headers, Kind kind) {
    var request = new HttpPost(url);
    request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
    headers.forEach(
        (name, value) -> {
          if (!name.equals("content-type")) {
            request.setHeader(name, value);
          }
        });
    var timeout = watchdog.schedule(request::cancel, most.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return client.execute(request, response -> read(response, kind));
    } catch (SafeAddresses.Forbidden forbidden) {
      return new Sending.Refused(String.valueOf(forbidden.getMessage()), false);
    } catch (IOException failed) {
      return new Sending.Failed(
          timeout.isDone()
              ? "no answer within " + most.toSeconds() + " s"
              : "no connection: " + failed.getClass().getSimpleName(),
          null);
    } finally {
      timeout.cancel(false);
    }
  }

  private static Sending read(ClassicHttpResponse response, Kind kind) {
    response.setEntity(null); // else the client reads it to its end
    int status = response.getCode();
    if (status >= 200 && status < 300) {
      return new Sending.Done();
    }
    var why = "the answer was " + status;
    if (status == GONE) {
      return new Sending.Refused(why, true);
    }
    if (kind == Kind.STRICT && status >= 400 && status < 500 && status != TOO_MANY) {
      return new Sending.Refused(why, false);
    }
    var asked = response.getFirstHeader("Retry-After");
    return new Sending.Failed(why, asked == null ? null : seconds(asked.getValue()));
  }

  private static @Nullable Duration seconds(String text) {
    try {
      return Duration.ofSeconds(Math.max(0, Long.parseLong(text.strip())));
    } catch (NumberFormatException aDate) {
      return null;
    }
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
    watchdog.shutdownNow();
  }
}
