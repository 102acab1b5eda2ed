package io.voronka.ingest.hook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/**
 * A program whose webhooks are taken.
 *
 * @param id in the path
 * @param project whose events they become
 * @param kind a name of {@link Hook#all}
 * @param secrets tokens, passwords or keys, each of which is good: so that one can be replaced by
 *     another
 * @param account what must be said of the sender's account; empty: anything
 * @param visitor the field that holds a visitor's id; empty: the usual one, if the kind has one
 * @param user the field that holds a user's id; likewise
 * @param won stages that win, beside those known
 * @param lost stages that lose, beside those known
 * @param mapping of {@link MappedJson}; else a missing node
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
  boolean isSecret(String text) {
    boolean isOne = false;
    for (var secret : secrets) {
      isOne |= Signatures.isSame(secret, text);
    }
    return isOne;
  }

  /** Whether a request shows a secret: in the query, or as bearer token or Basic password. */
  boolean isShownBy(HookRequest request) {
    return isSecret(request.query("token"))
        || isSecret(Signatures.credential(request.header("Authorization")));
  }

  /** The field that holds a visitor's id, of kinds with a usual one. */
  String visitorField() {
    return visitor.isEmpty() ? "visitor_id" : visitor;
  }

  /** The field that holds a user's id, of kinds with a usual one. */
  String userField() {
    return user.isEmpty() ? "user_id" : user;
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "Source[" + id + ", " + project + ", " + kind + "]";
  }
}
