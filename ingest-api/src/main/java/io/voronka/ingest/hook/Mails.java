package io.voronka.ingest.hook;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.ingest.call.CallTexts;
import io.voronka.ingest.call.EventDraft;
import io.voronka.wire.source.Source;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words in which every mail platform's events are told. */
final class Mails {

  static final String DELIVERED = "Email Delivered";
  static final String OPENED = "Email Opened";
  static final String CLICKED = "Email Link Clicked";
  static final String BOUNCED = "Email Bounced";
  static final String SPAM = "Email Marked as Spam";
  static final String SUBSCRIBED = "Subscribed";
  static final String UNSUBSCRIBED = "Unsubscribed";

  private static final Pattern ADDRESS =
      Pattern.compile("[^\\s<>()\\[\\]\"',;:=?&/]{1,64}(?:@|%40)[^\\s<>()\\[\\]\"',;:=?&/]{1,255}");

  private Mails() {}

  /** Returns a text without the e-mail addresses in it, such as the reason of a bounce. */
  static @Nullable String withoutAddresses(JsonNode text) {
    var plain = CallTexts.plain(text);
    return plain == null ? null : ADDRESS.matcher(plain).replaceAll("(address)");
  }

  /** Takes the ids that a sender gave with its mail: by the source's fields, or the usual names. */
  static EventDraft tie(EventDraft draft, JsonNode given, Source source) {
    var user = source.userField();
    var visitor = source.visitorField();
    return draft.userId(given.path(user), user).anonymousId(given.path(visitor), visitor);
  }
}
