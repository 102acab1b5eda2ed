package io.voronka.dashboard.delivery;

import io.voronka.wire.AlertRecord;
import io.voronka.wire.Json;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is to be told to one receiver. A value of {@link
 * io.voronka.wire.Topics#DELIVERIES}, as JSON; the key is the id.
 *
 * @param id the same on every attempt: by it a receiver knows what it has already
 * @param rule whose receiver it is
 * @param receiver see {@link io.voronka.wire.AlertRuleJson#receiverId}
 * @param type of the receiver
 * @param alert what is told
 * @param isTest whether somebody only wanted to see whether it arrives
 * @param state how it stands
 * @param attempts made so far
 * @param createdMillis when it was decided on, in milliseconds since 1970 UTC, as all times here
 * @param nextMillis when it is tried next
 * @param endedMillis when it was sent or given up; 0 before
 * @param problem what the last attempt met; null: nothing. Tells nothing that is secret
 * @param isGone whether the receiver said that it is no more
 * @param writer which instance wrote this
 */
public record Delivery(
    String id,
    String rule,
    String receiver,
    String type,
    AlertRecord alert,
    boolean isTest,
    State state,
    int attempts,
    long createdMillis,
    long nextMillis,
    long endedMillis,
    @Nullable String problem,
    boolean isGone,
    String writer) {

  private static final int ID_DIGITS = 24;

  /** How a delivery stands. */
  public enum State {
    PENDING,
    SENT,
    /** It is not tried any more, unless somebody asks for it. */
    DEAD;

    /** The name in documents: lower case. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Decides on one. The same alert in the same state gives the same id to the same receiver. */
  public static Delivery of(
      AlertRecord alert, String rule, String receiver, String type, long nowMillis, String writer) {
    var text =
        String.join(
            "\n",
            alert.subject().project(),
            alert.alert().id(),
            alert.alert().state().text(),
            Long.toString(alert.alert().updatedAt()),
            receiver);
    return new Delivery(
        Sha256.hex(text).substring(0, ID_DIGITS),
        rule,
        receiver,
        type,
        alert,
        false,
        State.PENDING,
        0,
        nowMillis,
        nowMillis,
        0,
        null,
        false,
        writer);
  }

  /** A trial, which is no news of an alert. */
  public Delivery asTest(String testId) {
    return new Delivery(
        testId,
        rule,
        receiver,
        type,
        alert,
        true,
        state,
        attempts,
        createdMillis,
        nextMillis,
        endedMillis,
        problem,
        isGone,
        writer);
  }

  /** It is to be tried again, from the beginning, as somebody asks. */
  public Delivery again(long nowMillis, String by) {
    return new Delivery(
        id,
        rule,
        receiver,
        type,
        alert,
        isTest,
        State.PENDING,
        0,
        createdMillis,
        nowMillis,
        0,
        problem,
        false,
        by);
  }

  /** The same, as an instance writes it. */
  Delivery by(String instance) {
    return new Delivery(
        id,
        rule,
        receiver,
        type,
        alert,
        isTest,
        state,
        attempts,
        createdMillis,
        nextMillis,
        endedMillis,
        problem,
        isGone,
        instance);
  }

  /** It was sent. */
  Delivery sent(long nowMillis) {
    return new Delivery(
        id,
        rule,
        receiver,
        type,
        alert,
        isTest,
        State.SENT,
        attempts + 1,
        createdMillis,
        nextMillis,
        nowMillis,
        null,
        false,
        writer);
  }

  /** An attempt failed; it is tried again. */
  Delivery failed(String why, long next) {
    return new Delivery(
        id,
        rule,
        receiver,
        type,
        alert,
        isTest,
        State.PENDING,
        attempts + 1,
        createdMillis,
        next,
        0,
        why,
        false,
        writer);
  }

  /** It is given up. */
  Delivery dead(String why, boolean gone, int made, long nowMillis) {
    return new Delivery(
        id,
        rule,
        receiver,
        type,
        alert,
        isTest,
        State.DEAD,
        made,
        createdMillis,
        nextMillis,
        nowMillis,
        why,
        gone,
        writer);
  }

  /** To whom it tells of what: what is told of the same comes in its order. */
  String thread() {
    return isTest ? id : alert.subject().project() + ' ' + alert.alert().id() + ' ' + receiver;
  }

  public byte[] key() {
    return id.getBytes(StandardCharsets.UTF_8);
  }

  public byte[] encode() {
    return Json.bytes(this);
  }

  /**
   * Reads one.
   *
   * @throws MalformedRecord if it is none
   */
  public static Delivery decode(byte[] value) {
    return Json.read(value, Delivery.class);
  }
}
