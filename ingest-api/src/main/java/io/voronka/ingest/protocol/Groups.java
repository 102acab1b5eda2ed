package io.voronka.ingest.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.ingest.call.CallTexts;
import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.call.RefusalKind;
import io.voronka.wire.ReceivedEvent.Kind;

/** Figures are of persons: of which group one is, is known of the person. */
final class Groups {

  /** What a statement of a group is called. */
  static final String NAME = "Group";

  private Groups() {}

  /** Says that the sender is of a group, whose id must be there. */
  static EventDraft put(EventDraft draft, JsonNode id, String idField) {
    draft.is(Kind.IDENTIFY, NAME);
    if (CallTexts.plain(id) == null) {
      draft.fault(RefusalKind.ID, idField, "must be a string or a number");
    }
    return draft.put("group_id", CallTexts.plain(id));
  }

  /**
   * The same, and what is known of the group.
   *
   * @param traits an object, or absent
   */
  static EventDraft put(
      EventDraft draft, JsonNode id, String idField, JsonNode traits, String traitsField) {
    put(draft, id, idField);
    if (traits.isObject()) {
      draft.put("group", traits);
    } else if (!CallTexts.isAbsent(traits)) {
      draft.fault(RefusalKind.FIELD, traitsField, "must be an object");
    }
    return draft;
  }
}
