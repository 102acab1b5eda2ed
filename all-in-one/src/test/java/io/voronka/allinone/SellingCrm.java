package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Sends the webhooks of a CRM for one contact and one deal, as the vendors document them. */
abstract class SellingCrm {
  private static final SellingCrm HUBSPOT =
      new SellingCrm(
          "hubspot", List.of("appointmentscheduled", "qualifiedtobuy", "decision", "contract")) {
        @Override
        void learns(String url, String email, Instant at) {
          var contact = change("contact.creation", 51, at, "\"changeFlag\":\"NEW\"");
          var address = change("contact.propertyChange", 51, at, property("email", email));
          var tie = "\"associationType\":\"DEAL_TO_CONTACT\",\"fromObjectId\":91,\"toObjectId\":51";
          var deal = change("deal.associationChange", 91, at.plusSeconds(1), tie);
          signed(url, "[" + contact + "," + address + "," + deal + "]");
        }

        @Override
        void moves(String url, String from, String to, Instant at) {
          var stage = change("deal.propertyChange", 91, at, property("dealstage", to));
          signed(url, "[" + stage + "]");
        }

        @Override
        void wins(String url, String from, int value, Instant at) {
          var amount = property("amount", Integer.toString(value));
          signed(
              url,
              "["
                  + change("deal.propertyChange", 91, at, property("dealstage", "closedwon"))
                  + ","
                  + change("deal.propertyChange", 91, at, amount)
                  + "]");
        }

        private static String property(String name, String value) {
          return "\"propertyName\":\"" + name + "\",\"propertyValue\":\"" + value + "\"";
        }

        private static String change(String type, int object, Instant at, String more) {
          return """
          {"eventId":%d,"subscriptionId":5,"portalId":44,"occurredAt":%d,"subscriptionType":"%s",
           "objectId":%d,%s}\
          """
              .formatted((type + more).hashCode(), at.toEpochMilli(), type, object, more);
        }

        private void signed(String url, String body) {
          var time = Long.toString(System.currentTimeMillis());
          var signature = hmac("hubspot-secret", "POST" + url + body + time);
          var headers =
              Map.of("X-HubSpot-Signature-v3", signature, "X-HubSpot-Request-Timestamp", time);
          send(url, body, headers, 200);
        }
      };

  private static final SellingCrm PIPEDRIVE =
      new SellingCrm("pipedrive", List.of("11", "12", "13", "14")) {
        @Override
        void learns(String url, String email, Instant at) {
          var person =
              "\"data\":{\"id\":61,\"add_time\":\"%s\",\"emails\":[{\"value\":\"%s\"}]}"
                  .formatted(at, email);
          hook(url, "person", "create", person, at);
        }

        @Override
        void moves(String url, String from, String to, Instant at) {
          var stages =
              """
              "data":{"id":88,"person_id":61,"stage_id":%s,"status":"open","stage_change_time":"%s"},
              "previous":{"stage_id":%s}\
              """
                  .formatted(to, at, from.isEmpty() ? "10" : from);
          hook(url, "deal", "change", stages, at);
        }

        @Override
        void wins(String url, String from, int value, Instant at) {
          var won =
              """
              "data":{"id":88,"person_id":61,"stage_id":%s,"status":"won","won_time":"%s","value":%d,
                      "currency":"EUR"},
              "previous":{"status":"open"}\
              """
                  .formatted(from, at, value);
          hook(url, "deal", "change", won, at);
        }

        private void hook(String url, String entity, String action, String what, Instant at) {
          var meta =
              "\"meta\":{\"entity\":\"%s\",\"action\":\"%s\",\"company_id\":\"8\",\"id\":\"%s\"}"
                  .formatted(entity, action, "pd-" + at.toEpochMilli());
          var password =
              Base64.getEncoder()
                  .encodeToString("funnel:pipedrive-pass".getBytes(StandardCharsets.UTF_8));
          send(
              url,
              "{" + what + "," + meta + "}",
              Map.of("Authorization", "Basic " + password),
              200);
        }
      };

  private static final SellingCrm BITRIX24 =
      new SellingCrm(
          "bitrix24", List.of("C1:NEW", "C1:PREPARATION", "C1:EXECUTING", "C1:FINAL_INVOICE")) {
        private String email = "";

        @Override
        void learns(String url, String email, Instant at) {
          this.email = email; // each rule tells it
        }

        @Override
        void moves(String url, String from, String to, Instant at) {
          rule(url, to, "");
        }

        @Override
        void wins(String url, String from, int value, Instant at) {
          rule(url, "C1:WON", "&amount=" + value);
        }

        private void rule(String url, String stage, String more) {
          var query =
              "?token=bitrix-token&stage=" + encoded(stage) + "&email=" + encoded(email) + more;
          send(url + query, "document_id[2]=DEAL_7&auth[member_id]=d8", Map.of(), 200);
        }
      };

  private static final SellingCrm AMOCRM =
      new SellingCrm("amocrm", List.of("101", "102", "103", "104")) {
        @Override
        void learns(String url, String email, Instant at) {
          hook(
              url,
              "contacts[add][0][id]=48&contacts[add][0][last_modified]="
                  + at.getEpochSecond()
                  + "&contacts[add][0][linked_leads_id][25][ID]=25"
                  + "&contacts[add][0][custom_fields][0][code]=EMAIL"
                  + "&contacts[add][0][custom_fields][0][values][0][value]="
                  + encoded(email));
        }

        @Override
        void moves(String url, String from, String to, Instant at) {
          hook(url, status(from, to, at));
        }

        @Override
        void wins(String url, String from, int value, Instant at) {
          hook(url, status(from, "142", at) + "&leads[status][0][price]=" + value);
        }

        private static String status(String from, String to, Instant at) {
          return ("leads[status][0][id]=25&leads[status][0][status_id]=%s"
                  + "&leads[status][0][old_status_id]=%s&leads[status][0][last_modified]=%d")
              .formatted(to, from, at.getEpochSecond());
        }

        private void hook(String url, String form) {
          send(url + "?token=amocrm-token", form + "&account[id]=17", Map.of(), 200);
        }
      };

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String kind;
  private final List<String> stages;

  private SellingCrm(String kind, List<String> stages) {
    this.kind = kind;
    this.stages = stages;
  }

  static List<SellingCrm> all() {
    return List.of(HUBSPOT, PIPEDRIVE, BITRIX24, AMOCRM);
  }

  /** As in the path of its hooks; the source has the same id. */
  String kind() {
    return kind;
  }

  /** The stages before a deal is won. */
  List<String> stages() {
    return stages;
  }

  /** Tells of a contact with its address, and of the deal that is its. */
  abstract void learns(String url, String email, Instant at);

  /** Tells that the deal came from a stage, empty if from none, to another. */
  abstract void moves(String url, String from, String to, Instant at);

  abstract void wins(String url, String from, int value, Instant at);

  static void send(String url, String body, Map<String, String> headers, int status) {
    var request = HttpRequest.newBuilder(URI.create(url.replace("[", "%5B").replace("]", "%5D")));
    headers.forEach(request::header);
    try {
      var answer =
          HTTP.send(request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(url + ": " + answer.body()).isEqualTo(status);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String hmac(String secret, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
