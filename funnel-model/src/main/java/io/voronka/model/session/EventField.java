package io.voronka.model.session;

import io.voronka.model.event.Properties;
import io.voronka.model.event.PropertyPath;
import io.voronka.model.event.PropertyValue.Text;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event says of the page it happened on, and under which properties senders say it: flat,
 * in a Segment context, as PostHog or as GA4 do. The first that holds text counts.
 */
public enum EventField {
  URL("context.page.url", "url", "$current_url", "page_location"),
  PATH("context.page.path", "path", "$pathname"),
  SCREEN("context.screen.name", "name", "$screen_name", "screen_name"),
  REFERRER(
      "context.page.referrer", "context.referrer.url", "referrer", "$referrer", "page_referrer"),
  REFERRING_DOMAIN("referring_domain", "$referring_domain"),
  UTM_SOURCE("utm_source", "context.campaign.source"),
  UTM_MEDIUM("utm_medium", "context.campaign.medium"),
  UTM_CAMPAIGN("utm_campaign", "context.campaign.name"),
  UTM_TERM("utm_term", "context.campaign.term"),
  UTM_CONTENT("utm_content", "context.campaign.content"),
  DEVICE("device", "device_type", "context.device.type", "$device_type"),
  BROWSER("browser", "context.browser.name", "$browser"),
  OS("os", "context.os.name", "$os"),
  COUNTRY("country", "context.location.country", "$geoip_country_code"),
  USER_AGENT("context.userAgent", "userAgent", "user_agent", "$raw_user_agent");

  private static final String NOWHERE = "$direct"; // what PostHog says of no referrer

  @SuppressWarnings("ImmutableEnumChecker") // neither the array nor a path ever changes
  private final PropertyPath[] paths;

  EventField(String... paths) {
    this.paths = Arrays.stream(paths).map(PropertyPath::of).toArray(PropertyPath[]::new);
  }

  /** The properties, in the order in which they are tried. */
  List<PropertyPath> paths() {
    return List.of(paths);
  }

  /** Returns what is said, without blanks around it, or null. */
  public @Nullable String in(Properties properties) {
    for (var path : paths) {
      if (path.mayBeIn(properties) && path.in(properties) instanceof Text text) {
        var stripped = text.value().strip();
        if (!stripped.isEmpty() && !stripped.equals(NOWHERE)) {
          return stripped;
        }
      }
    }
    return null;
  }
}
