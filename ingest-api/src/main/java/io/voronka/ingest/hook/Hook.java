package io.voronka.ingest.hook;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.protocol.CallsOfBody;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.source.Source;
import io.voronka.wire.source.SourceKind;
import java.util.Map;

/** How one kind of program sends its webhooks. Pure but for random ids; safe for any thread. */
public interface Hook {

  /** Returns all kinds, by their names in settings and paths. */
  static Map<String, Hook> all(EventDraft.Factory drafts) {
    return Map.ofEntries(
        Map.entry(SourceKind.HUBSPOT.text(), new HubSpot(drafts)),
        Map.entry(SourceKind.PIPEDRIVE.text(), new Pipedrive(drafts)),
        Map.entry(SourceKind.BITRIX24.text(), new Bitrix24(drafts)),
        Map.entry(SourceKind.AMOCRM.text(), new AmoCrm(drafts, "amocrm")),
        Map.entry(SourceKind.KOMMO.text(), new AmoCrm(drafts, "kommo")),
        Map.entry(SourceKind.SENDGRID.text(), new SendGrid(drafts)),
        Map.entry(SourceKind.MANDRILL.text(), new Mandrill(drafts)),
        Map.entry(SourceKind.MAILCHIMP.text(), new Mailchimp(drafts)),
        Map.entry(SourceKind.TYPEFORM.text(), new Typeform(drafts)),
        Map.entry(SourceKind.STRIPE.text(), new Stripe(drafts)),
        Map.entry(SourceKind.JSON.text(), new MappedJson(drafts)));
  }

  /** Whether a request comes from who knows a secret of the source, and is not an old one again. */
  boolean isGenuine(HookRequest request, Source source);

  /** Whether it sends again what it hears was not kept. */
  default boolean isSentAgain() {
    return true;
  }

  /**
   * Reads the body of a genuine request; most are JSON.
   *
   * @throws MalformedRecord saying what is wrong with it
   */
  default JsonNode body(HookRequest request) {
    return request.json();
  }

  /** Reads all that a body tells. What is of no use here is passed over. */
  CallsOfBody read(HookRequest request, Source source, JsonNode body);
}
