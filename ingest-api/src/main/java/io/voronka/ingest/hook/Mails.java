package io.voronka.ingest.hook;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.ingest.call.EventDraft;

/** The words in which every mail platform's events are told. */
final class Mails {

  static final String DELIVERED = "Email Delivered";
  static final String OPENED = "Email Opened";
  static final String CLICKED = "Email Link Clicked";
  static final String BOUNCED = "Email Bounced";
  static final String SPAM = "Email Marked as Spam";
  static final String SUBSCRIBED = "Subscribed";
  static final String UNSUBSCRIBED = "Unsubscribed";

  private Mails() {}

  /** Takes the ids that a sender gave with its mail: by the source's fields, or the usual names. */
  static EventDraft tie(EventDraft draft, JsonNode given, Source source) {
    var user = source.userField();
    var visitor = source.visitorField();
    return draft.userId(given.path(user), user).anonymousId(given.path(visitor), visitor);
  }
}
