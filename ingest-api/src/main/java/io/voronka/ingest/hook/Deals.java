package io.voronka.ingest.hook;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.ingest.call.CallTexts;
import io.voronka.ingest.call.EventDraft;
import io.voronka.wire.ReceivedEvent.Kind;
import io.voronka.wire.source.Source;
import java.util.Set;

/** The words in which every CRM's events are told. */
final class Deals {

  static final String CREATED = "Deal Created";
  static final String STAGE_CHANGED = "Deal Stage Changed";
  static final String WON = "Deal Won";
  static final String LOST = "Deal Lost";
  static final String UPDATED = "Deal Updated";
  static final String DELETED = "Deal Deleted";
  static final String CONTACT_UPDATED = "Contact Updated";

  private Deals() {}

  /** Returns the name of a move to a stage. */
  static String move(String stage, Source source, Set<String> winning, Set<String> losing) {
    if (winning.contains(stage) || source.won().contains(stage)) {
      return WON;
    }
    return losing.contains(stage) || source.lost().contains(stage) ? LOST : STAGE_CHANGED;
  }

  /** Says that it is an event of a deal. */
  static EventDraft deal(EventDraft draft, String name, JsonNode id) {
    return draft.is(Kind.TRACK, name).put("deal_id", CallTexts.plain(id));
  }

  /** Returns the name space of a CRM's own ids, such as {@code contact:hubspot:4400123:}. */
  static String scope(String entity, String crm, JsonNode account) {
    return entity + ":" + crm + ":" + account.asText("") + ":";
  }
}
