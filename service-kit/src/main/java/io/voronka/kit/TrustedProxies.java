package io.voronka.kit;

import io.javalin.http.Context;
import java.util.Collections;

/**
 * The proxies of our own that each request comes through, which add to {@code X-Forwarded-For}:
 * only what they say of an address can be believed.
 *
 * @param number {@value #VARIABLE}: how many there are; 0 to 10, default 0
 */
public record TrustedProxies(int number) {

  public static final String VARIABLE = "VORONKA_TRUSTED_PROXIES";
  private static final int MOST = 10;

  /** Reads the settings; faults stay with the reader. */
  public static TrustedProxies read(SettingsReader reader) {
    return new TrustedProxies(reader.number(VARIABLE, 0, 0, MOST));
  }

  /** The address that the outermost of the proxies saw; without any, that of the connection. */
  public String clientOf(Context ctx) {
    if (number == 0) {
      return ctx.ip();
    }
    // Some proxies append to the header, others add one more of them.
    var said = String.join(",", Collections.list(ctx.req().getHeaders("X-Forwarded-For")));
    if (said.isEmpty()) {
      return ctx.ip();
    }
    var addresses = said.split(",", -1);
    return addresses[Math.max(0, addresses.length - number)].strip();
  }
}
