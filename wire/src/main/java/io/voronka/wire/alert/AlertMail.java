package io.voronka.wire.alert;

/** What e-mails say of alerts. */
public final class AlertMail {

  private static final int MOST_SUBJECT = 150;

  private AlertMail() {}

  /** One line. */
  public static String subject(AlertNotice notice) {
    var subject =
        "[Voronka] " + notice.subject().funnelName() + ": " + AlertBodies.headline(notice);
    var line = subject.replaceAll("\\p{Cntrl}", " ");
    return line.length() > MOST_SUBJECT ? line.substring(0, MOST_SUBJECT) : line;
  }

  /** Plain text: the sentence and the link. */
  public static String text(AlertNotice notice) {
    return AlertText.of(notice) + "\n\n" + notice.url() + "\n";
  }
}
