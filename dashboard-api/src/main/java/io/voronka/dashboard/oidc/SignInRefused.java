package io.voronka.dashboard.oidc;

import java.util.Locale;

/** Nobody was signed in. The message is for logs: it has no codes, tokens or secrets in it. */
public final class SignInRefused extends Exception {

  private static final long serialVersionUID = 1;

  /** Why, as far as the page tells. */
  public enum Reason {
    /** What came back is not what was asked for, or can't be believed. */
    REFUSED,
    /** The issuer knows the person, and no role is granted. */
    NO_ROLE,
    /** The issuer can't be reached. */
    AWAY;

    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Reason reason;

  public SignInRefused(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  SignInRefused(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
