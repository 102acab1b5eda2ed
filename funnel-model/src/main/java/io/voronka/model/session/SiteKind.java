package io.voronka.model.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sites that channels are told by. A name without a dot stands for the source of that name and
 * for the site's usual hosts under any country ({@code google}: {@code www.google.de}, {@code
 * google.co.uk}, not {@code docs.google.com}); one with a dot for that host and those below it.
 */
enum SiteKind {
  SEARCH(
      "google bing yahoo yandex ya.ru baidu duckduckgo ddg ecosia qwant startpage search.brave.com"
          + " naver daum sogou so.com haosou 360.cn seznam rambler go.mail.ru nova.rambler.ru ask"
          + " aol kagi.com swisscows mojeek.com lycos com.google.android.googlequicksearchbox"),
  SOCIAL(
      "facebook fb fb.me messenger meta instagram ig threads.net threads.com twitter x x.com t.co"
          + " linkedin lnkd.in pinterest pin.it reddit redd.it tiktok snapchat tumblr tumblr.com"
          + " quora medium.com vk vk.com vk.ru vkontakte ok.ru odnoklassniki telegram tg t.me"
          + " telegram.me telegram.org org.telegram.messenger dzen dzen.ru"
          + " livejournal livejournal.com whatsapp wa.me viber wechat weixin.qq.com weibo weibo.com"
          + " qzone.qq.com xiaohongshu.com zhihu.com douban line line.me kakao discord"
          + " discord.gg mastodon mastodon.social bsky.app bluesky xing nextdoor meetup flickr"
          + " news.ycombinator.com stackoverflow stackexchange.com habr.com disqus slack"),
  VIDEO(
      "youtube youtu.be vimeo dailymotion twitch twitch.tv rutube rutube.ru bilibili wistia netflix"
          + " hulu douyin iqiyi youku vkvideo vkvideo.ru"),
  SHOPPING(
      "amazon ebay etsy walmart aliexpress alibaba taobao tmall jd.com rakuten mercadolibre shopify"
          + " shop.app shopping.google.com shopping.yahoo.com idealo ozon ozon.ru wildberries"
          + " wildberries.ru market.yandex.ru zalando allegro temu shein"),
  MAIL(
      "gmail mail.google.com com.google.android.gm outlook.live.com outlook.office.com"
          + " outlook.office365.com mail.yahoo.com mail.yandex.ru mail.yandex.com e.mail.ru"
          + " mail.rambler.ru mail.qq.com mail.163.com mail.proton.me mail.aol.com"),
  AI(
      "chatgpt chatgpt.com chat.openai.com openai perplexity perplexity.ai gemini"
          + " gemini.google.com bard.google.com claude claude.ai copilot copilot.microsoft.com"
          + " deepseek deepseek.com grok grok.com mistral.ai you.com poe.com phind.com meta.ai"
          + " alice.yandex.ru giga.chat"),
  OTHER("");

  /** What may stand before a name: other parts of such a site are no search, no social feed. */
  private static final Set<String> USUAL =
      Set.of("www", "m", "mobile", "search", "images", "cse", "l", "lm", "away", "out", "old", "r");

  private static final Map<String, SiteKind> KINDS = new HashMap<>();

  static {
    for (var kind : values()) {
      for (var site : kind.sites.split(" ", -1)) {
        KINDS.put(site, kind);
      }
    }
    KINDS.remove("");
  }

  private final String sites;

  SiteKind(String sites) {
    this.sites = sites;
  }

  /**
   * Returns the kind of a source.
   *
   * @param source a name or a host, in lower case
   */
  static SiteKind of(String source) {
    var known = KINDS.get(source);
    if (known == null && source.indexOf('.') >= 0) {
      known = ofHost(source);
    }
    return known == null ? OTHER : known;
  }

  private static @Nullable SiteKind ofHost(String host) {
    var rest = host;
    for (int dot = host.indexOf('.'); dot >= 0; dot = rest.indexOf('.')) {
      var known = KINDS.get(rest);
      if (known != null) {
        return known;
      }
      rest = rest.substring(dot + 1);
    }
    return ofName(host);
  }

  private static @Nullable SiteKind ofName(String host) {
    var labels = host.split("\\.", -1);
    for (int at = 0; at < labels.length - 1; at++) {
      var known = isCountry(labels, at + 1) ? KINDS.get(labels[at]) : null;
      if (known != null) {
        return known;
      }
      if (!USUAL.contains(labels[at]) && labels[at].length() != 2) {
        return null;
      }
    }
    return null;
  }

  /** Whether nothing but a country follows: {@code com}, {@code de}, {@code co.uk}. */
  private static boolean isCountry(String[] labels, int from) {
    int left = labels.length - from;
    return left == 1 && labels[from].length() <= 3
        || left == 2 && labels[from].length() <= 3 && labels[from + 1].length() == 2;
  }
}
