package io.voronka.dashboard;

import static io.voronka.dashboard.TimeTexts.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.wire.EventCodec;
import io.voronka.wire.PersonQuestion;
import io.voronka.wire.PersonQuestion.SessionSpan;
import io.voronka.wire.PersonsQuestion.Listed;
import io.voronka.wire.PropertyJson;
import java.util.List;

/** The JSON form of lists of people and of one person. */
final class PersonsJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private PersonsJson() {}

  static ObjectNode list(PersonsQuery query, PersonLists.Page page) {
    var report = query.report();
    var json =
        NODES
            .objectNode()
            .put("funnel", query.funnel().key().funnel())
            .put("version", query.funnel().key().version())
            .put("stage", query.figure().stage() + 1)
            .put("state", query.figure().state().text())
            .put("from", text(report.from()))
            .put("to", text(report.to()))
            .put("asOf", page.asOf().toString())
            .put("counting", report.counting().text());
    var persons = json.putArray("persons");
    page.persons().forEach(person -> persons.add(listed(person, query.figure().breakdown())));
    var next = page.next();
    return json.put("next", next == null ? null : Cursors.text(next));
  }

  private static ObjectNode listed(Listed person, List<String> breakdown) {
    var json = NODES.objectNode().put("id", person.id());
    person.ids().forEach(json.putArray("ids")::add);
    json.put("entered", text(person.enteredMillis()))
        .put("reachedAt", text(person.reachedMillis()))
        .put("deadline", text(person.deadlineMillis()))
        .put("state", person.state())
        .put("depth", person.depth());
    if (!breakdown.isEmpty()) {
      var group = json.putObject("group");
      for (int i = 0; i < breakdown.size(); i++) {
        group.set(breakdown.get(i), person.group().path(i));
      }
    }
    json.set("traits", person.traits());
    return json;
  }

  static ObjectNode person(PersonQuestion.Found person) {
    var json = NODES.objectNode().put("id", person.id());
    person.ids().forEach(json.putArray("ids")::add);
    json.set("traits", person.traits());
    json.put("firstSeen", text(person.firstMillis())).put("lastSeen", text(person.lastMillis()));
    var sessions = json.putArray("sessions");
    person.sessions().forEach(session -> sessions.add(session(session)));
    var timeline = json.putArray("timeline");
    person.events().forEach(event -> timeline.add(event(event)));
    var last = person.last();
    return json.put("next", last == null ? null : Cursors.text(last));
  }

  private static ObjectNode session(SessionSpan session) {
    var json =
        NODES
            .objectNode()
            .put("start", text(session.startMillis()))
            .put("end", text(session.endMillis()))
            .put("events", session.events());
    session
        .properties()
        .properties()
        .forEach(property -> json.putIfAbsent(property.getKey(), property.getValue()));
    return json;
  }

  private static JsonNode event(byte[] encoded) {
    var received = EventCodec.decode(encoded);
    var event = received.event();
    var json =
        NODES
            .objectNode()
            .put("event", event.name())
            .put("time", text(event.timeMillis()))
            .put("messageId", event.id())
            .put("sender", received.sender());
    json.set("properties", PropertyJson.write(EventCodec.properties(event)));
    return json;
  }
}
