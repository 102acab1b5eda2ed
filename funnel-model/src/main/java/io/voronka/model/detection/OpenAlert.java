package io.voronka.model.detection;

import io.voronka.model.detection.Alert.Kind;
import io.voronka.model.detection.Alert.Scope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What is kept of an alert while it fires. Mutable, not thread-safe. */
final class OpenAlert {

  private static final double TOLD_CHANGE = 0.2;
  private static final int ID_BYTES = 8;

  private final Kind kind;
  private final long firedAt;
  private final double level;
  private double nats;
  private double toldDrop = Double.NaN;
  private Scope toldScope = Scope.UNKNOWN;
  private boolean isToldSuppressed;
  private @Nullable BreakdownValue named;
  private double namedRatio;
  private final Reading first;

  /**
   * @param level at which it fired
   * @param nats the evidence that fired
   * @param first the window that fired
   */
  OpenAlert(Kind kind, long firedAt, double level, double nats, Reading first) {
    this.kind = kind;
    this.firedAt = firedAt;
    this.level = level;
    this.nats = nats;
    this.first = first;
  }

  Kind kind() {
    return kind;
  }

  long firedAt() {
    return firedAt;
  }

  double level() {
    return level;
  }

  double nats() {
    return nats;
  }

  /** The window that fired. */
  Reading first() {
    return first;
  }

  /** The value that explained it last; null if none did. */
  @Nullable BreakdownValue named() {
    return named;
  }

  /** N/E of that value then. */
  double namedRatio() {
    return namedRatio;
  }

  /** Takes the cause that was found in a minute; one that is not found any more is still it. */
  void see(RootCause cause) {
    if (!cause.causes().isEmpty()) {
      named = cause.causes().get(0).value();
      namedRatio = 1 - cause.causes().get(0).drop();
    }
  }

  /** Takes the best window of a minute. */
  void see(Reading reading) {
    nats = Math.max(nats, reading.score());
  }

  /**
   * Whether this is news to those who were told: at first, of another scope, a fifth off, or not
   * suppressed any more.
   */
  boolean isNews(double drop, Scope scope, boolean isSuppressed) {
    if (!Double.isNaN(toldDrop)
        && scope == toldScope
        && isSuppressed == isToldSuppressed
        && Math.abs(drop - toldDrop) < TOLD_CHANGE) {
      return false;
    }
    toldDrop = drop;
    toldScope = scope;
    isToldSuppressed = isSuppressed;
    return true;
  }

  /** The id: a hash of what it is about and when it fired, so that a restart repeats nothing. */
  String id(String stage, @Nullable BreakdownValue segment) {
    var text =
        stage + '\n' + (segment == null ? "" : segment) + '\n' + kind.text() + '\n' + firedAt;
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java has it
    }
  }

  void write(StateOutput out) {
    out.constant(kind).whole(firedAt).real(level).real(nats);
    out.real(toldDrop).constant(toldScope).flag(isToldSuppressed);
    out.constant(first.view()).count(first.index()).count(first.minutes());
    out.real(first.observed()).real(first.expected()).real(first.reached());
    out.real(first.kappa()).real(first.dispersion()).real(first.score());
    writeNamed(out);
  }

  private void writeNamed(StateOutput out) {
    out.flag(named != null);
    if (named != null) {
      out.text(named.breakdown()).text(named.value()).real(namedRatio);
    }
  }

  static OpenAlert read(StateInput in) {
    var kind = in.constant(Kind.values());
    long firedAt = in.whole();
    double level = in.real();
    double nats = in.real();
    double toldDrop = in.real();
    var toldScope = in.constant(Scope.values());
    boolean isToldSuppressed = in.flag();
    var first =
        new Reading(
            in.constant(View.values()),
            in.count(),
            in.count(),
            in.real(),
            in.real(),
            in.real(),
            in.real(),
            in.real(),
            in.real());
    var alert = new OpenAlert(kind, firedAt, level, nats, first);
    if (in.flag()) {
      alert.named = new BreakdownValue(in.text(), in.text());
      alert.namedRatio = in.real();
    }
    alert.toldDrop = toldDrop;
    alert.toldScope = toldScope;
    alert.isToldSuppressed = isToldSuppressed;
    return alert;
  }
}
