package io.voronka.dashboard.delivery;

import io.voronka.model.detection.AlertRule.Email;
import io.voronka.model.detection.AlertRule.Receiver;
import io.voronka.wire.alert.AlertMail;
import io.voronka.wire.alert.AlertNotice;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Properties;

/** Sends by e-mail. */
final class MailSender implements Sender {

  private static final String TEXT = "utf-8";

  private final MailSettings settings;
  private final Session session;
  private final InstantSource clock;

  /**
   * Makes one.
   *
   * @param most how long the server may take for each of its answers
   */
  MailSender(MailSettings settings, Duration most, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    var protocol = settings.isEncrypted() ? "smtps" : "smtp";
    var properties = new Properties();
    var prefix = "mail." + protocol + ".";
    var millis = Long.toString(most.toMillis());
    properties.put("mail.transport.protocol", protocol);
    properties.put(prefix + "host", settings.host());
    properties.put(prefix + "port", Integer.toString(settings.port()));
    properties.put(prefix + "auth", Boolean.toString(settings.user() != null));
    properties.put(prefix + "starttls.enable", "true");
    properties.put(prefix + "starttls.required", Boolean.toString(settings.user() != null));
    properties.put(prefix + "ssl.checkserveridentity", "true");
    properties.put(prefix + "connectiontimeout", millis);
    properties.put(prefix + "timeout", millis);
    properties.put(prefix + "writetimeout", millis);
    session = Session.getInstance(properties);
  }

  @Override
  public Sending send(Receiver receiver, AlertNotice notice, String id) {
    if (!(receiver instanceof Email email)) {
      throw new IllegalArgumentException("not reached by e-mail");
    }
    try {
      var message = new MimeMessage(session);
      message.setFrom(new InternetAddress(settings.from()));
      message.setRecipient(RecipientType.TO, new InternetAddress(email.address()));
      message.setSubject(AlertMail.subject(notice), TEXT);
      message.setText(AlertMail.text(notice), TEXT);
      message.setHeader("X-Voronka-Delivery", id);
      message.setSentDate(Date.from(clock.instant()));
      message.saveChanges();
      try (var transport = session.getTransport()) {
        transport.connect(settings.user(), settings.password());
        transport.sendMessage(message, message.getAllRecipients());
      }
      return new Sending.Done();
    } catch (SendFailedException refused) {
      return new Sending.Failed("the mail server did not take the message", null);
    } catch (MessagingException failed) {
      return new Sending.Failed(
          "the mail server could not be used: " + failed.getClass().getSimpleName(), null);
    }
  }

  @Override
  public void close() {
    // each message has a connection of its own
  }
}
