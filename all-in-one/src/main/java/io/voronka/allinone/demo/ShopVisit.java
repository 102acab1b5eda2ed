package io.voronka.allinone.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One visit to the simulated shop, from its first page to wherever it ends. */
final class ShopVisit {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final Choice<String> SOURCES =
      Choice.either("google", 38)
          .or("direct", 22)
          .or("newsletter", 14)
          .or("instagram", 16)
          .or("price-compare", 10);
  private static final Choice<String> BROWSERS =
      Choice.either("Chrome", 56).or("Safari", 26).or("Firefox", 10).or("Edge", 8);
  private static final Choice<String> DEVICES =
      Choice.either("mobile", 58).or("desktop", 36).or("tablet", 6);
  private static final Choice<String> COUNTRIES =
      Choice.either("DE", 30).or("FR", 20).or("GB", 18).or("PL", 14).or("ES", 10).or("SE", 8);
  private static final Choice<Product> PRODUCTS =
      Choice.either(new Product("Trail shoes", "shoes", 119.00), 22)
          .or(new Product("City sneakers", "shoes", 89.90), 24)
          .or(new Product("Daypack 20 l", "bags", 64.50), 18)
          .or(new Product("Rain jacket", "clothes", 149.00), 16)
          .or(new Product("Merino socks", "clothes", 17.90), 20);

  private static final double RETURNING = 0.12;
  private static final double IDENTIFIED_AT_CHECKOUT = 0.65;

  private final RandomGenerator random;
  private final String anonymousId;
  private final ObjectNode traits = NODES.objectNode();
  private final List<Step> steps = new ArrayList<>();
  private final boolean returning;
  private final double appetite;
  private @Nullable String customer;
  private Instant now;

  private record Product(String name, String category, double price) {}

  /** A call and its time. */
  record Step(Instant at, ObjectNode call) {}

  /**
   * Decides a visit.
   *
   * @param visitor distinct for each visit
   * @param known a customer who may be the one who comes; null if there is none yet
   */
  ShopVisit(RandomGenerator random, String visitor, Instant arrival, @Nullable String known) {
    this.random = random;
    anonymousId = "visitor-" + visitor;
    now = arrival;
    returning = known != null && random.nextDouble() < RETURNING;
    customer = returning ? known : null;
    var source = SOURCES.pick(random);
    var browser = BROWSERS.pick(random);
    var device = DEVICES.pick(random);
    traits
        .put("browser", browser)
        .put("device", device)
        .put("source", source)
        .put("country", COUNTRIES.pick(random));
    appetite = appetite(source, browser, device);
    shop(visitor);
  }

  /** How much likelier than others this visitor goes on at each step. */
  private double appetite(String source, String browser, String device) {
    double bySource =
        switch (source) {
          case "newsletter" -> 1.35;
          case "instagram" -> 0.75;
          case "price-compare" -> 1.15;
          default -> 1.0;
        };
    double byDevice = device.equals("mobile") ? 0.85 : 1.1;
    double byBrowser = browser.equals("Safari") ? 0.93 : 1.0;
    return bySource * byDevice * byBrowser * (returning ? 1.3 : 1);
  }

  private void shop(String visitor) {
    step("page", "Home", null);
    if (returning && goesOn(0.5)) {
      identify();
    }
    if (!goesOn(0.62)) {
      return;
    }
    pause(4, 60);
    var product = PRODUCTS.pick(random);
    step("track", "Product Viewed", product);
    while (goesOn(0.3)) {
      pause(8, 90);
      product = PRODUCTS.pick(random);
      step("track", "Product Viewed", product);
    }
    if (!goesOn(0.34)) {
      return;
    }
    pause(5, 150);
    step("track", "Product Added", product);
    if (!goesOn(0.55)) {
      return;
    }
    pause(10, 400);
    step("track", "Checkout Started", product);
    if (random.nextDouble() < IDENTIFIED_AT_CHECKOUT) {
      pause(15, 60);
      customer = customer == null ? "customer-" + visitor : customer;
      identify();
    }
    if (goesOn(0.66)) {
      pause(30, 600);
      step("track", "Order Completed", product);
    }
  }

  private boolean goesOn(double chance) {
    return random.nextDouble() < Math.min(0.97, chance * appetite);
  }

  private void pause(int least, int most) {
    now = now.plusMillis(random.nextLong(least * 1000L, most * 1000L));
  }

  private void identify() {
    var call = call("identify");
    call.putObject("traits").put("plan", "shop account");
    steps.add(new Step(now, call));
  }

  private void step(String type, String name, @Nullable Product product) {
    var call = call(type).put(type.equals("page") ? "name" : "event", name);
    var properties = traits.deepCopy();
    if (product != null) {
      properties.put("product", product.name()).put("category", product.category());
      properties.put(name.equals("Order Completed") ? "revenue" : "price", product.price());
    }
    call.set("properties", properties);
    steps.add(new Step(now, call));
  }

  private ObjectNode call(String type) {
    var call = NODES.objectNode().put("type", type).put("anonymousId", anonymousId);
    if (isIdentified(type)) {
      call.put("userId", customer);
    }
    return call.put("timestamp", now.toString());
  }

  private boolean isIdentified(String type) {
    return type.equals("identify")
        || steps.stream().anyMatch(step -> step.call().path("type").asText().equals("identify"));
  }

  /** What happens, in order. */
  List<Step> steps() {
    return steps;
  }

  /** Whether it is a customer who was handed in. */
  boolean isReturning() {
    return returning;
  }

  /** Who it is, if that came out; null otherwise. */
  @Nullable String customer() {
    return customer;
  }
}
