package io.voronka.wire.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;

/**
 * A program whose webhooks are taken.
 *
 * @param id in the path
 * @param project whose events they become
 * @param kind the {@link SourceKind#text} of one; empty if none is known
 * @param secrets tokens, passwords or keys, each of which is good: so that one can be replaced by
 *     another
 * @param account what must be said of the sender's account; empty: anything
 * @param visitor the field that holds a visitor's id; empty: the usual one, if the kind has one
 * @param user the field that holds a user's id; likewise
 * @param won stages that win, beside those known
 * @param lost stages that lose, beside those known
 * @param mapping of {@link SourceKind#JSON}; else a missing node
 */
public record Source(
    String id,
    String project,
    String kind,
    List<String> secrets,
    String account,
    String visitor,
    String user,
    Set<String> won,
    Set<String> lost,
    JsonNode mapping) {

  public Source {
    secrets = List.copyOf(secrets);
    won = Set.copyOf(won);
    lost = Set.copyOf(lost);
  }

  /** Whether a text is one of the secrets; takes as long for a wrong one as for a right one. */
  public boolean isSecret(String text) {
    boolean isOne = false;
    for (var secret : secrets) {
      isOne |= MessageDigest.isEqual(bytes(secret), bytes(text));
    }
    return isOne;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the same with other secrets. */
  public Source with(List<String> others) {
    return new Source(id, project, kind, others, account, visitor, user, won, lost, mapping);
  }

  /** Returns what can be said of it beyond its kind, its project and its secrets. */
  public ObjectNode settings() {
    var json = JsonNodeFactory.instance.objectNode();
    putText(json, "account", account);
    putText(json, "visitor", visitor);
    putText(json, "user", user);
    putList(json, "won", won);
    putList(json, "lost", lost);
    if (!mapping.isMissingNode()) {
      json.set("mapping", mapping);
    }
    return json;
  }

  private static void putText(ObjectNode json, String field, String text) {
    if (!text.isEmpty()) {
      json.put(field, text);
    }
  }

  private static void putList(ObjectNode json, String field, Set<String> ids) {
    if (!ids.isEmpty()) {
      ids.stream().sorted().forEach(json.putArray(field)::add);
    }
  }

  /** The field that holds a visitor's id, of kinds with a usual one. */
  public String visitorField() {
    return visitor.isEmpty() ? "visitor_id" : visitor;
  }

  /** The field that holds a user's id, of kinds with a usual one. */
  public String userField() {
    return user.isEmpty() ? "user_id" : user;
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "Source[" + id + ", " + project + ", " + kind + "]";
  }
}
