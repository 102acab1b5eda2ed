package io.voronka.model.session;

/** How somebody came; the names are those of GA4's default channel group. */
public enum Channel {
  DIRECT("Direct"),
  CROSS_NETWORK("Cross-network"),
  PAID_SHOPPING("Paid Shopping"),
  PAID_SEARCH("Paid Search"),
  PAID_SOCIAL("Paid Social"),
  PAID_VIDEO("Paid Video"),
  DISPLAY("Display"),
  PAID_OTHER("Paid Other"),
  ORGANIC_SHOPPING("Organic Shopping"),
  ORGANIC_SOCIAL("Organic Social"),
  ORGANIC_VIDEO("Organic Video"),
  ORGANIC_SEARCH("Organic Search"),
  AI_ASSISTANT("AI Assistant"),
  EMAIL("Email"),
  AFFILIATES("Affiliates"),
  AUDIO("Audio"),
  SMS("SMS"),
  PUSH("Mobile Push Notifications"),
  REFERRAL("Referral"),
  UNASSIGNED("Unassigned");

  private final String text;

  Channel(String text) {
    this.text = text;
  }

  /** The name in conditions and reports. */
  public String text() {
    return text;
  }
}
