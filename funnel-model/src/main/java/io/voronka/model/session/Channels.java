package io.voronka.model.session;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The rules by which an arrival has its channel: the first that holds. They follow GA4's default
 * channel group (Google Analytics Help, "[GA4] Default channel group", answer 9756891), as it is
 * for traffic that is tagged by hand. What differs: a platform's mark stands for source and medium
 * where the address has none, the sites known are those of {@link SiteKind}, and webmail is e-mail.
 */
final class Channels {

  private static final Set<String> NOTHING = Set.of("", "(none)", "(not set)");
  private static final Set<String> DIRECT = Set.of("", "(direct)", "direct");
  private static final Pattern PAID = Pattern.compile("^(.*cp.*|ppc|retargeting|paid.*)$");
  private static final Pattern SHOP = Pattern.compile("([^a-df-z]|^)shop|shopping");
  private static final Set<String> DISPLAY =
      Set.of("display", "banner", "expandable", "interstitial", "cpm");
  private static final Set<String> SOCIAL =
      Set.of("social", "social-network", "social-media", "sm", "social network", "social media");
  private static final Set<String> EMAIL = Set.of("email", "e-mail", "e_mail", "e mail");
  private static final Set<String> AI = Set.of("ai-assistant");
  private static final Set<String> AFFILIATE = Set.of("affiliate", "affiliates");
  private static final Set<String> REFERRAL = Set.of("referral", "app", "link");

  private record Rule(Channel channel, Predicate<Arrival> holds) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule(Channel.DIRECT, one -> sourceIn(one, DIRECT) && mediumIn(one, NOTHING)),
          new Rule(Channel.CROSS_NETWORK, one -> one.campaign().contains("cross-network")),
          new Rule(Channel.PAID_SHOPPING, one -> isPaid(one) && isShopping(one)),
          new Rule(Channel.PAID_SEARCH, one -> isPaid(one) && isFrom(one, SiteKind.SEARCH)),
          new Rule(Channel.PAID_SOCIAL, one -> isPaid(one) && isFrom(one, SiteKind.SOCIAL)),
          new Rule(Channel.PAID_VIDEO, one -> isPaid(one) && isFrom(one, SiteKind.VIDEO)),
          new Rule(Channel.DISPLAY, one -> mediumIn(one, DISPLAY)),
          new Rule(Channel.PAID_OTHER, Channels::isPaid),
          new Rule(Channel.ORGANIC_SHOPPING, Channels::isShopping),
          new Rule(
              Channel.ORGANIC_SOCIAL, one -> isFrom(one, SiteKind.SOCIAL) || mediumIn(one, SOCIAL)),
          new Rule(
              Channel.ORGANIC_VIDEO,
              one -> isFrom(one, SiteKind.VIDEO) || one.medium().contains("video")),
          new Rule(
              Channel.ORGANIC_SEARCH,
              one -> isFrom(one, SiteKind.SEARCH) || one.medium().equals("organic")),
          new Rule(Channel.AI_ASSISTANT, one -> isFrom(one, SiteKind.AI) || mediumIn(one, AI)),
          new Rule(
              Channel.EMAIL,
              one -> sourceIn(one, EMAIL) || mediumIn(one, EMAIL) || isFrom(one, SiteKind.MAIL)),
          new Rule(Channel.AFFILIATES, one -> mediumIn(one, AFFILIATE)),
          new Rule(Channel.AUDIO, one -> one.medium().equals("audio")),
          new Rule(Channel.SMS, one -> one.source().equals("sms") || one.medium().equals("sms")),
          new Rule(Channel.PUSH, Channels::isPush),
          new Rule(Channel.REFERRAL, one -> mediumIn(one, REFERRAL)));

  private Channels() {}

  static Channel of(Arrival arrival) {
    for (var rule : RULES) {
      if (rule.holds.test(arrival)) {
        return rule.channel;
      }
    }
    return Channel.UNASSIGNED;
  }

  private static boolean sourceIn(Arrival arrival, Set<String> sources) {
    return sources.contains(arrival.source());
  }

  private static boolean mediumIn(Arrival arrival, Set<String> media) {
    return media.contains(arrival.medium());
  }

  private static boolean isFrom(Arrival arrival, SiteKind kind) {
    return SiteKind.of(arrival.source()) == kind;
  }

  private static boolean isPaid(Arrival arrival) {
    return PAID.matches(arrival.medium());
  }

  private static boolean isShopping(Arrival arrival) {
    return isFrom(arrival, SiteKind.SHOPPING) || SHOP.matcher(arrival.campaign()).find();
  }

  private static boolean isPush(Arrival arrival) {
    return arrival.medium().endsWith("push")
        || arrival.medium().contains("mobile")
        || arrival.medium().contains("notification")
        || arrival.source().equals("firebase");
  }
}
