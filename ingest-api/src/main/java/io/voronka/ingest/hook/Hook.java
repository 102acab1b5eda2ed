package io.voronka.ingest.hook;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.protocol.CallsOfBody;
import io.voronka.wire.MalformedRecord;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How one kind of program sends its webhooks. Pure but for random ids; safe for any thread. */
public interface Hook {

  /** Returns all kinds, by their names in settings and paths. */
  static Map<String, Hook> all(EventDraft.Factory drafts) {
    return Map.ofEntries(
        Map.entry("hubspot", new HubSpot(drafts)),
        Map.entry("pipedrive", new Pipedrive(drafts)),
        Map.entry("bitrix24", new Bitrix24(drafts)),
        Map.entry("amocrm", new AmoCrm(drafts, "amocrm")),
        Map.entry("kommo", new AmoCrm(drafts, "kommo")),
        Map.entry("sendgrid", new SendGrid(drafts)),
        Map.entry("mandrill", new Mandrill(drafts)),
        Map.entry("mailchimp", new Mailchimp(drafts)),
        Map.entry("typeform", new Typeform(drafts)),
        Map.entry("stripe", new Stripe(drafts)),
        Map.entry("json", new MappedJson(drafts)));
  }

  /** Returns which fields a source of this kind knows beyond its project and its secrets. */
  Set<String> settings();

  /** Returns what keeps a text from being a secret of this kind. */
  default Optional<String> faultOfSecret(String secret) {
    return Optional.empty();
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
