package io.voronka.model.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Text;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelsTest {

  private static String channel(
      @Nullable String source,
      @Nullable String medium,
      @Nullable String campaign,
      @Nullable String mark,
      @Nullable String referrer) {
    var values = new LinkedHashMap<String, PropertyValue>();
    put(values, "utm_source", source);
    put(values, "utm_medium", medium);
    put(values, "utm_campaign", campaign);
    put(values, "referrer", referrer);
    put(values, "url", "https://shop.example.com/a" + (mark == null ? "" : "?" + mark + "=1"));
    return Channels.of(Arrival.of(new Fields(values))).text();
  }

  private static void put(Map<String, PropertyValue> values, String name, @Nullable String text) {
    if (text != null) {
      values.put(name, new Text(text));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // source, medium, campaign, mark in the address, referrer, channel
    ",,,,, Direct",
    ",(none),,,, Direct",
    "(direct),(none),,,, Direct",
    "direct,,,,, Direct",
    ",,,,https://shop.example.com/, Direct",
    ",,,,https://www.shop.example.com/b, Direct",
    ",,,,https://pay.shop.example.com/done, Direct",
    ",,,,https://example.com/, Direct",
    ",,spring,,, Direct",
    "google,cpc,Cross-Network sale,,, Cross-network",
    "google,cpc,,,, Paid Search",
    "Google,CPC,,,, Paid Search",
    "bing,ppc,,,, Paid Search",
    "yandex,cpm,,,, Paid Search",
    "baidu,paidsearch,,,, Paid Search",
    ",,,gclid,, Paid Search",
    ",,,gclid,https://www.google.com/, Paid Search",
    ",,,wbraid,, Paid Search",
    ",,,msclkid,, Paid Search",
    ",,,yclid,https://yandex.ru/, Paid Search",
    "google,,,gclid,, Paid Search",
    "facebook,paid,,,, Paid Social",
    "ig,cpc,,,, Paid Social",
    "vk,cpc,,,, Paid Social",
    "telegram,cpm,,,, Paid Social",
    "facebook,paid_social,,fbclid,https://l.facebook.com/, Paid Social",
    ",,,ttclid,, Paid Social",
    "youtube,cpv,,,, Paid Video",
    "amazon,cpc,,,, Paid Shopping",
    "partner,cpc,summer shopping,,, Paid Shopping",
    "partner,banner,,,, Display",
    "partner,cpm,,,, Display",
    ",,,dclid,, Display",
    "partner,cpc,,,, Paid Other",
    "partner,retargeting,,,, Paid Other",
    "ebay,,,,, Organic Shopping",
    "partner,flyer,autumn shop,,, Organic Shopping",
    "partner,flyer,workshop,,, Unassigned",
    ",,,,https://www.amazon.co.uk/gp, Organic Shopping",
    ",,,,https://market.yandex.ru/product, Organic Shopping",
    ",,,fbclid,, Organic Social",
    ",,,fbclid,https://l.instagram.com/, Organic Social",
    "partner,social,,,, Organic Social",
    "partner,social media,,,, Organic Social",
    ",,,,https://www.facebook.com/, Organic Social",
    ",,,,https://m.vk.com/wall, Organic Social",
    ",,,,https://away.vk.com/, Organic Social",
    ",,,,https://ok.ru/, Organic Social",
    ",,,,https://t.me/channel, Organic Social",
    ",,,,https://t.co/x, Organic Social",
    ",,,,https://x.com/, Organic Social",
    ",,,,https://de.pinterest.com/, Organic Social",
    ",,,,https://somebody.tumblr.com/post, Organic Social",
    ",,,,android-app://org.telegram.messenger/, Organic Social",
    ",,,,https://www.youtube.com/watch?v=1, Organic Video",
    ",,,,https://rutube.ru/video/1, Organic Video",
    "partner,video,,,, Organic Video",
    "google,organic,,,, Organic Search",
    ",,,ysclid,, Organic Search",
    ",,,,https://www.google.com/, Organic Search",
    ",,,,https://google.de, Organic Search",
    ",,,,https://www.google.co.uk/search?q=a, Organic Search",
    ",,,,https://yandex.com.tr/, Organic Search",
    ",,,,https://ya.ru/, Organic Search",
    ",,,,https://yandex.ru/images, Organic Search",
    ",,,,https://m.baidu.com/, Organic Search",
    ",,,,https://uk.search.yahoo.com/, Organic Search",
    ",,,,https://go.mail.ru/search, Organic Search",
    ",,,,https://duckduckgo.com/, Organic Search",
    ",,,,android-app://com.google.android.googlequicksearchbox/, Organic Search",
    "chatgpt.com,,,,, AI Assistant",
    ",,,,https://chatgpt.com/, AI Assistant",
    ",,,,https://www.perplexity.ai/, AI Assistant",
    ",,,,https://gemini.google.com/, AI Assistant",
    "news,email,,,, Email",
    "news,E-Mail,,,, Email",
    "email,,,,, Email",
    ",,,mc_cid,, Email",
    ",,,,https://mail.google.com/, Email",
    ",,,,https://e.mail.ru/inbox, Email",
    ",,,,https://outlook.live.com/, Email",
    "partner,affiliate,,,, Affiliates",
    "partner,audio,,,, Audio",
    "partner,sms,,,, SMS",
    "sms,text,,,, SMS",
    "app,web_push,,,, Mobile Push Notifications",
    "app,notification,,,, Mobile Push Notifications",
    "firebase,x,,,, Mobile Push Notifications",
    ",,,,https://blog.example.org/post, Referral",
    ",,,,https://docs.google.com/document, Referral",
    ",,,,https://google.example.org/, Referral",
    ",,,,https://notgoogle.com/, Referral",
    ",,,,https://foryou.com/, Referral",
    ",,,,https://mail.ru/, Referral",
    "partner,referral,,,, Referral",
    "partner,link,,,, Referral",
    "partner,,,,, Unassigned",
    "partner,flyer,,,https://blog.example.org/, Unassigned",
  })
  void the_first_rule_that_holds_names_the_channel(
      @Nullable String source,
      @Nullable String medium,
      @Nullable String campaign,
      @Nullable String mark,
      @Nullable String referrer,
      String channel) {
    assertThat(channel(source, medium, campaign, mark, referrer)).isEqualTo(channel);
  }
}
