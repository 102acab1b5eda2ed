package io.voronka.model.session;

import io.voronka.model.event.Properties;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody came from, as the first event of a session says. The campaign is what the event
 * names or, failing that, what its address carries. A referrer on the same site is none: a session
 * that goes on after a pause came from nowhere else.
 *
 * @param utmSource as said; null if nothing is, likewise the next
 * @param referrer the address of the page before
 * @param referringDomain its host, without {@code www.}
 * @param click the platform's mark, if there is one
 */
record Arrival(
    @Nullable String utmSource,
    @Nullable String utmMedium,
    @Nullable String utmCampaign,
    @Nullable String utmTerm,
    @Nullable String utmContent,
    @Nullable String referrer,
    @Nullable String referringDomain,
    @Nullable ClickId click) {

  static Arrival of(Properties first) {
    var url = Url.of(EventField.URL.in(first));
    var referrer = EventField.REFERRER.in(first);
    var from = Url.of(referrer == null ? EventField.REFERRING_DOMAIN.in(first) : referrer);
    boolean isForeign = !from.site().isEmpty() && !from.isSameSite(url);
    return new Arrival(
        campaign(EventField.UTM_SOURCE, "utm_source", first, url),
        campaign(EventField.UTM_MEDIUM, "utm_medium", first, url),
        campaign(EventField.UTM_CAMPAIGN, "utm_campaign", first, url),
        campaign(EventField.UTM_TERM, "utm_term", first, url),
        campaign(EventField.UTM_CONTENT, "utm_content", first, url),
        isForeign ? referrer : null,
        isForeign ? from.site() : null,
        ClickId.in(first, url));
  }

  private static @Nullable String campaign(
      EventField field, String parameter, Properties first, Url url) {
    var said = field.in(first);
    return said != null ? said : url.parameter(parameter);
  }

  /** The source in lower case: of the campaign, else of the mark, else the referring domain. */
  String source() {
    if (utmSource != null) {
      return utmSource.toLowerCase(Locale.ROOT);
    }
    return click != null ? click.source() : referringDomain != null ? referringDomain : "";
  }

  /** The medium in lower case; {@code referral} where nothing but a referrer is known. */
  String medium() {
    if (utmMedium != null) {
      return utmMedium.toLowerCase(Locale.ROOT);
    }
    if (click != null) {
      return click.medium();
    }
    return utmSource == null && referringDomain != null ? "referral" : "";
  }

  /** The campaign's name in lower case, or empty. */
  String campaign() {
    return utmCampaign == null ? "" : utmCampaign.toLowerCase(Locale.ROOT);
  }
}
