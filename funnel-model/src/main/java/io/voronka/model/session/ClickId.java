package io.voronka.model.session;

import io.voronka.model.event.Properties;
import io.voronka.model.event.PropertyValue.Text;
import org.jspecify.annotations.Nullable;

/**
 * Marks that platforms put on the addresses they send people to. Where the address names no source
 * or medium of its own, they stand for these.
 */
enum ClickId {
  GCLID("gclid", "google", "cpc"),
  GBRAID("gbraid", "google", "cpc"),
  WBRAID("wbraid", "google", "cpc"),
  DCLID("dclid", "google", "display"),
  MSCLKID("msclkid", "bing", "cpc"),
  YCLID("yclid", "yandex", "cpc"),
  YSCLID("ysclid", "yandex", "organic"),
  TTCLID("ttclid", "tiktok", "cpc"),
  TWCLID("twclid", "twitter", "cpc"),
  LI_FAT_ID("li_fat_id", "linkedin", "cpc"),
  SC_CLICK("ScCid", "snapchat", "cpc"),
  RDT_CID("rdt_cid", "reddit", "cpc"),
  /** On every link that leaves Facebook, so it says nothing of money. */
  FBCLID("fbclid", "facebook", ""),
  IGSHID("igshid", "instagram", ""),
  MC_CID("mc_cid", "mailchimp", "email");

  private final String parameter;
  private final String source;
  private final String medium;

  ClickId(String parameter, String source, String medium) {
    this.parameter = parameter;
    this.source = source;
    this.medium = medium;
  }

  /** The name in the query of an address. */
  String parameter() {
    return parameter;
  }

  String source() {
    return source;
  }

  /** Empty where the mark says nothing of it. */
  String medium() {
    return medium;
  }

  /** Returns the first that the event's address or its properties carry, or null. */
  static @Nullable ClickId in(Properties properties, Url url) {
    for (var one : values()) {
      if (url.parameter(one.parameter) != null
          || properties.get(one.parameter) instanceof Text text && !text.value().isBlank()) {
        return one;
      }
    }
    return null;
  }
}
