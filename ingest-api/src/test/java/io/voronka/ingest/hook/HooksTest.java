package io.voronka.ingest.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.voronka.ingest.protocol.PlainRequest;
import io.voronka.ingest.protocol.Said;
import io.voronka.ingest.protocol.UnusableBody;
import io.voronka.wire.Json;
import io.voronka.wire.source.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What webhooks say, beyond what their samples show. */
class HooksTest {

  private static final String ID = "#00000000-0000-0000-0000-000000000007";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      useHeadersInDisplayName = true,
      textBlock =
          """
          CHANGES                                                                    | SAID
          {"subscriptionType":"deal.creation","objectId":7}                          | TRACK Deal Created #hubspot:::1:7: now null/null[deal:hubspot::7] {"deal_id":"7"}
          {"subscriptionType":"deal.deletion","objectId":7}                          | TRACK Deal Deleted #hubspot:::1:7: now null/null[deal:hubspot::7] {"deal_id":"7"}
          {"subscriptionType":"deal.propertyChange","objectId":7,"propertyName":"dealstage","propertyValue":"s9"} | TRACK Deal Won #hubspot:::1:7: now null/null[deal:hubspot::7] {"deal_id":"7","stage":"s9"}
          {"subscriptionType":"deal.propertyChange","objectId":7,"propertyName":"dealstage","propertyValue":"closedlost"} | TRACK Deal Lost #hubspot:::1:7: now null/null[deal:hubspot::7] {"deal_id":"7","stage":"closedlost"}
          {"subscriptionType":"deal.associationChange","associationType":"CONTACT_TO_DEAL","fromObjectId":5,"toObjectId":7} | IDENTIFY Identify #hubspot:::1:: now null/null[contact:hubspot::5, deal:hubspot::7] {}
          {"subscriptionType":"deal.associationChange","associationType":"DEAL_TO_CONTACT","fromObjectId":7,"toObjectId":5,"associationRemoved":true} |
          {"subscriptionType":"company.creation","objectId":7}                       |
          {"subscriptionType":"object.creation","objectTypeId":"2-9","objectId":7}   |
          7                                                                          | refused: must be an object
          """)
  void hubspot_says(String change, String said) {
    var body = change.equals("7") ? "[7]" : "[" + change.replace("}", ",\"eventId\":1}") + "]";
    assertThat(said("hubspot", body, "")).isEqualTo(said == null ? "" : said);
  }

  /** The changes of a request come in any order. */
  @Test
  void hubspot_tells_each_move_of_a_deal_by_itself() {
    var body =
        """
        [{"subscriptionType":"deal.propertyChange","objectId":7,"propertyName":"dealstage","propertyValue":"closedwon","occurredAt":1772445900000},
         {"subscriptionType":"deal.propertyChange","objectId":7,"propertyName":"dealstage","propertyValue":"s1","occurredAt":1772445600000},
         {"subscriptionType":"deal.propertyChange","objectId":7,"propertyName":"amount","propertyValue":"9","occurredAt":1772445900000}]
        """;
    assertThat(said("hubspot", body, "").split("; "))
        .satisfiesExactly(
            won -> assertThat(won).contains("Deal Won").contains("\"stage\":\"closedwon\""),
            moved -> assertThat(moved).contains("Stage Changed").contains("\"stage\":\"s1\""),
            last -> assertThat(last).contains("Updated").contains("\"stage\":\"closedwon\""));
  }

  @Test
  void hubspot_completes_an_event_with_what_the_same_request_says() {
    var body =
        """
        [{"subscriptionType":"contact.propertyChange","objectId":5,"propertyName":"visitor_id","propertyValue":"v"},
         {"subscriptionType":"deal.associationChange","associationType":"DEAL_TO_CONTACT","fromObjectId":7,"toObjectId":5},
         {"subscriptionType":"deal.propertyChange","objectId":7,"propertyName":"dealstage","propertyValue":"s1"},
         {"subscriptionType":"deal.propertyChange","objectId":7,"propertyName":"amount","propertyValue":"12.50"}]
        """;
    assertThat(said("hubspot", body, "").split("; "))
        .containsExactly(
            "TRACK Contact Updated #hubspot::::5: now null/v[contact:hubspot::5]"
                + " {\"property\":\"visitor_id\"}",
            "IDENTIFY Identify #hubspot::::: now null/v[contact:hubspot::5, deal:hubspot::7] {}",
            "TRACK Deal Stage Changed #hubspot::::7: now null/v[contact:hubspot::5,"
                + " deal:hubspot::7] {\"deal_id\":\"7\",\"stage\":\"s1\",\"value\":12.5}",
            "TRACK Deal Updated #hubspot::::7: now null/v[contact:hubspot::5, deal:hubspot::7]"
                + " {\"deal_id\":\"7\",\"stage\":\"s1\",\"value\":12.5}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      useHeadersInDisplayName = true,
      textBlock =
          """
          HOOK                                                                                  | SAID
          "data":{"id":8},"meta":{"entity":"deal","action":"create"}                            | TRACK Deal Created ID now null/null[deal:pipedrive::8] {"deal_id":"8"}
          "data":{"id":8,"stage_id":3,"status":"won"},"previous":{"stage_id":2,"status":"open"},"meta":{"id":"m","entity":"deal","action":"change"} | TRACK Deal Stage Changed #m now null/null[deal:pipedrive::8] {"deal_id":"8","previous_stage":"2","stage":"3","status":"won"}; TRACK Deal Won #m:won now null/null[deal:pipedrive::8] {"deal_id":"8","previous_stage":"2","stage":"3","status":"won"}
          "data":{"id":8,"status":"lost","lost_reason":"price"},"previous":{"status":"open"},"meta":{"entity":"deal","action":"change"} | TRACK Deal Lost ID now null/null[deal:pipedrive::8] {"deal_id":"8","status":"lost","lost_reason":"price"}
          "data":{"id":8,"stage_id":"s9"},"previous":{"stage_id":2},"meta":{"id":"m","entity":"deal","action":"change"} | TRACK Deal Won #m now null/null[deal:pipedrive::8] {"deal_id":"8","previous_stage":"2","stage":"s9"}
          "data":{"id":8,"stage_id":"s9","status":"won"},"previous":{"stage_id":2,"status":"open"},"meta":{"id":"m","entity":"deal","action":"change"} | TRACK Deal Won #m now null/null[deal:pipedrive::8] {"deal_id":"8","previous_stage":"2","stage":"s9","status":"won"}
          "data":{"id":8,"stage_id":"s9","status":"won"},"previous":{"status":"open"},"meta":{"id":"m","entity":"deal","action":"change"} | TRACK Deal Updated #m now null/null[deal:pipedrive::8] {"deal_id":"8","stage":"s9","status":"won"}
          "data":{"id":8,"stage_id":"s9","status":"lost"},"previous":{"stage_id":2,"status":"open"},"meta":{"id":"m","entity":"deal","action":"change"} | TRACK Deal Lost #m now null/null[deal:pipedrive::8] {"deal_id":"8","previous_stage":"2","stage":"s9","status":"lost"}
          "data":{"id":8,"value":5},"previous":{"value":4},"meta":{"entity":"deal","action":"change"} | TRACK Deal Updated ID now null/null[deal:pipedrive::8] {"deal_id":"8","value":5}
          "data":{"id":6,"custom_fields":{"vf":"v","uf":{"value":"ann"}}},"meta":{"entity":"person","action":"change","company_id":"1"} | TRACK Contact Updated ID now ann/v[contact:pipedrive:1:6] {}
          "data":null,"meta":{"entity":"person","action":"delete"}                              |
          "data":{"id":1},"meta":{"entity":"stage","action":"create"}                           |
          "v":1,"current":{}                                                                    | refused: meta.version must be 2.0: make the webhook anew in that version
          "data":{}                                                                             | refused: meta must be an object
          """)
  void pipedrive_says(String hook, String said) {
    assertThat(said("pipedrive", "{" + hook + "}", ""))
        .isEqualTo(said == null ? "" : said.replace("ID", ID));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          QUERY                                          | FORM                         | SAID
          stage=C1:NEW&visitor=v&amount=9.5              | document_id[2]=DEAL_7        | TRACK Deal Stage Changed ID now null/v[deal:bitrix24::7] {"deal_id":"7","pipeline":"1","stage":"C1:NEW","value":9.5}
          stage=WON&user=ann                             | document_id[2]=DEAL_7        | TRACK Deal Won ID now ann/null[deal:bitrix24::7] {"deal_id":"7","pipeline":"0","stage":"WON"}
          stage=C1:LOSE&contact=5&lost_reason=price      | document_id[2]=DEAL_7        | TRACK Deal Lost ID now null/null[contact:bitrix24::5, deal:bitrix24::7] {"deal_id":"7","pipeline":"1","stage":"C1:LOSE","lost_reason":"price"}
          stage=s9&deal=7                                | x=1                          | TRACK Deal Won ID now null/null[deal:bitrix24::7] {"deal_id":"7","pipeline":"0","stage":"s9"}
          stage=NEW                                      | document_id[2]=LEAD_7        | TRACK Lead Stage Changed ID now null/null[lead:bitrix24::7] {"deal_id":"7","pipeline":"0","stage":"NEW"}
          visitor=v                                      | document_id[2]=CONTACT_5     | TRACK Contact Updated ID now null/v[contact:bitrix24::5] {}
                                                         | document_id[2]=COMPANY_5     | refused: document_id[2] must name a deal, a lead or a contact
                                                         | event=ONCRMDEALADD&data[FIELDS][ID]=7    | TRACK Deal Created #bitrix24::ONCRMDEALADD:7: now null/null[deal:bitrix24::7] {"deal_id":"7"}
                                                         | event=ONCRMCONTACTUPDATE&data[FIELDS][ID]=5 | TRACK Contact Updated #bitrix24::ONCRMCONTACTUPDATE:5: now null/null[contact:bitrix24::5] {}
                                                         | event=ONTASKADD              |
          """)
  void bitrix24_says(String query, String form, String said) {
    assertThat(said("bitrix24", form, query == null ? "" : query))
        .isEqualTo(said == null ? "" : said.replace("ID", ID).replace("ID_", "ID_"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          FORM                                                            | SAID
          leads[add][0][id]=7&leads[add][0][status_id]=1                  | TRACK Deal Created ID now null/null[lead:amocrm::7] {"deal_id":"7","stage":"1"}
          leads[status][3][id]=7&leads[status][3][status_id]=143          | TRACK Deal Lost ID now null/null[lead:amocrm::7] {"deal_id":"7","stage":"143"}
          leads[delete][0][id]=7                                          | TRACK Deal Deleted ID now null/null[lead:amocrm::7] {"deal_id":"7"}
          leads[note][0][id]=7&task[add][0][id]=1                         |
          contacts[add][0][id]=5&contacts[add][0][type]=company           |
          contacts[update][0][id]=5&contacts[update][0][linked_leads_id][0]=7 | TRACK Contact Updated ID now null/null[contact:amocrm::5, lead:amocrm::7] {}
          leads[add][0][id]=7&leads[add][0][custom_fields][0][code]=VISITOR_ID&leads[add][0][custom_fields][0][values][0]=v | TRACK Deal Created ID now null/v[lead:amocrm::7] {"deal_id":"7"}
          """)
  void amocrm_says(String form, String said) {
    assertThat(said("amocrm", form, "")).isEqualTo(said == null ? "" : said.replace("ID", ID));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      useHeadersInDisplayName = true,
      textBlock =
          """
          MESSAGE                                            | SAID
          {"n":"Lead","who":{"id":7},"at":1772360400,"sum":3} | TRACK Lead ID 2026-03-01T10:20:00Z 7/null[] {"sum":3,"from":"shop"}
          {"n":"Lead"}                                       | refused: needs an id of its sender; placeholders such as null or guest are none
          {"who":{"id":7}}                                   | refused: event must be a string that is not blank
          """)
  void any_json_says_what_the_mapping_takes_from_it(String message, String said) {
    var mapping =
        """
        {"event": "/n", "userId": "/who/id", "time": "/at",
         "properties": {"sum": "/sum", "from": "shop"}}
        """;
    assertThat(said("json", message, "", mapping)).isEqualTo(said.replace("ID", ID));
    var list = mapping.replaceFirst("\\{", "{\"each\": \"/all\",");
    assertThat(said("json", "{\"all\":[" + message + "]}", "", list))
        .isEqualTo(said.replace("ID", ID));
  }

  @Test
  void a_mapped_list_that_is_not_there_is_refused_and_ids_are_those_of_their_source() {
    var mapping =
        "{\"event\": \"Sold\", \"each\": \"/all\", \"userId\": \"/u\", \"messageId\": \"/id\"}";
    for (var body : List.of("{}", "{\"all\": {\"u\": \"ann\"}}")) {
      assertThatThrownBy(() -> said("json", body, "", mapping))
          .isInstanceOf(UnusableBody.class)
          .hasMessageContaining("list of messages");
    }
    assertThat(said("json", "{\"all\": [{\"u\": \"ann\", \"id\": 17}]}", "", mapping))
        .containsPattern("#[a-z0-9-]+:17 ");
  }

  @ParameterizedTest
  @CsvSource({"4990,eur,49.9", "4990,jpy,4990", "4990,kwd,4.99", "4990,isk,49.9", "4990,zzz,49.9"})
  void stripe_counts_in_the_smallest_unit(long amount, String currency, String value) {
    var body =
        """
        {"id": "e", "type": "checkout.session.completed", "data": {"object":
          {"client_reference_id": "v", "amount_total": %d, "currency": "%s"}}}
        """
            .formatted(amount, currency);
    assertThat(said("stripe", body, "")).contains("null/v[]", "\"value\":" + value + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data[merges][USER_ID]=ann&data[merges][VISITOR_ID]=v",
        "data[merges][user_id]=ann&data[merges][Visitor_Id]=v"
      })
  void merge_fields_of_an_audience_are_found_as_mailchimp_writes_them(String merges) {
    assertThat(said("mailchimp", "type=profile&" + merges, "")).contains(" ann/v[] ");
  }

  @Test
  void the_reason_of_a_bounce_does_not_tell_the_address() {
    var body =
        """
        [{"event":"bounce","email":"ann@example.com",
          "reason":"550 5.1.1 <ann@example.com>: user 'Ann.B+x@mail.example.com' unknown"},
         {"event":"click","email":"ann@example.com",
          "url":"https://shop.example.com/a@b?mail=ann%40example.com&x=1"}]
        """;
    assertThat(said("sendgrid", body, ""))
        .contains("\"reason\":\"550 5.1.1 <(address)>: user '(address)' unknown\"")
        .contains("\"url\":\"https://shop.example.com/(address)?mail=(address)&x=1\"");
  }

  @Test
  void a_contact_of_many_deals_is_tied_to_all_of_them() {
    var form =
        new StringBuilder(
            "contacts[update][0][id]=5&contacts[update][0][last_modified]=1772360400");
    for (int i = 10; i < 55; i++) {
      form.append("&contacts[update][0][linked_leads_id][").append(i).append("]=").append(i);
    }
    var said = List.of(said("amocrm", form.toString(), "").split("; "));
    assertThat(said).hasSize(3);
    assertThat(said.get(0))
        .startsWith("TRACK Contact Updated #amocrm::contact:update:5:::1772360400 ");
    assertThat(said.get(1)).contains("#amocrm::contact:update:5:::1772360400:ids:20 ");
    assertThat(said.subList(1, 3))
        .allMatch(more -> more.startsWith("IDENTIFY Identify "))
        .allMatch(more -> more.contains("[contact:amocrm::5, "));
    for (int i = 10; i < 55; i++) {
      assertThat(String.join(" ", said)).containsOnlyOnce("lead:amocrm::" + i);
    }
  }

  @Test
  void more_ids_than_anybody_has_are_refused_with_their_number() {
    var form = new StringBuilder("contacts[update][0][id]=5");
    for (int i = 10; i < 610; i++) {
      form.append("&contacts[update][0][linked_leads_id][").append(i).append("]=").append(i);
    }
    assertThat(said("amocrm", form.toString(), ""))
        .isEqualTo("refused: has more than 500 further ids of its sender");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bitrix24", "amocrm", "mailchimp"})
  void a_form_is_parsed_once(String kind) {
    var bytes = "account[id]=1".getBytes(StandardCharsets.UTF_8);
    var request = request(PlainRequest.at(Said.NOW), bytes);
    var hook = Objects.requireNonNull(Hook.all(Said.DRAFTS).get(kind));
    hook.isGenuine(request, source(kind, ""));
    assertThat(hook.body(request)).isSameAs(request.formTree()).isSameAs(hook.body(request));
  }

  @Test
  void a_new_address_of_an_audience_follows_the_old_one() {
    var form = "type=upemail&data[new_email]=a@example.com&data[old_email]=b@example.com";
    assertThat(said("mailchimp", form, "")).matches("IDENTIFY Identify .*\\[email:.*, email:.*].*");
  }

  private static String said(String kind, String body, String query) {
    return said(kind, body, query, "");
  }

  private static String said(String kind, String body, String query, String mapping) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var http = PlainRequest.at(Said.NOW);
    for (var pair : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        http =
            http.asking(
                pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
      }
    }
    var request = request(http, bytes);
    var hook = Objects.requireNonNull(Hook.all(Said.DRAFTS).get(kind));
    return Said.lines(hook.read(request, source(kind, mapping), hook.body(request)));
  }

  private static HookRequest request(PlainRequest http, byte[] bytes) {
    return new HookRequest(http, "POST", "https://collect.example.com/x", bytes, bytes);
  }

  private static Source source(String kind, String mapping) {
    return new Source(
        "s",
        "demo",
        kind,
        List.of(),
        "",
        kind.equals("pipedrive") ? "vf" : "",
        kind.equals("pipedrive") ? "uf" : "",
        Set.of("s9"),
        Set.of(),
        mapping.isEmpty()
            ? MissingNode.getInstance()
            : Json.read(mapping.getBytes(StandardCharsets.UTF_8)));
  }
}
