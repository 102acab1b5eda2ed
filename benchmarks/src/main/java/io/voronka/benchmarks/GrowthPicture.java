package io.voronka.benchmarks;

import io.voronka.benchmarks.Growth.Axis;
import io.voronka.benchmarks.Growth.Setup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws the figures of {@link Growth}: a panel for each thing that grows, bars for the speed. */
final class GrowthPicture {

  private static final int PANEL = 220;
  private static final int HEIGHT = 200;
  private static final int BASE = 150; // where bars stand
  private static final int HIGHEST = 110;
  private static final int BAR = 34;

  private GrowthPicture() {}

  /** Returns it as SVG. */
  static String of(Map<Setup, StreamTrial.Result> known) {
    double most = known.values().stream().mapToDouble(StreamTrial.Result::speed).max().orElse(1);
    var svg = new StringBuilder();
    int width = PANEL * Axis.values().length;
    svg.append(
        ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"11\" role=\"img\" aria-label=\"Speed and"
                + " memory by size\">%n")
            .formatted(width, HEIGHT));
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    int left = 10;
    for (var axis : Axis.values()) {
      panel(axis, left, most, known).forEach(line -> svg.append(line).append('\n'));
      left += PANEL;
    }
    return svg.append("</svg>\n").toString();
  }

  private static List<String> panel(
      Axis axis, int left, double most, Map<Setup, StreamTrial.Result> known) {
    var lines = new ArrayList<String>();
    var title = axis.name().toLowerCase(Locale.ROOT);
    lines.add(text(left, 20, "start", "thousand events/s (MB) by " + title));
    int x = left;
    for (var setup : axis.setups()) {
      var result = known.get(setup);
      if (result != null) {
        long height = Math.round(HIGHEST * result.speed() / most);
        lines.add(
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#3b6ea8\"/>"
                .formatted(x, BASE - height, BAR, height));
        int middle = x + BAR / 2;
        lines.add(
            text(
                middle,
                (int) (BASE - height - 4),
                "middle",
                String.format(Locale.ROOT, "%.1f", result.speed() / 1000)));
        lines.add(text(middle, BASE + 15, "middle", number(axis.of(setup))));
        lines.add(text(middle, BASE + 30, "middle", "(" + (result.residentBytes() >> 20) + ")"));
      }
      x += BAR + 14;
    }
    return lines;
  }

  private static String number(int number) {
    return number >= 1_000_000
        ? number / 1_000_000 + " M"
        : number >= 1000 ? number / 1000 + " k" : Integer.toString(number);
  }

  private static String text(int x, int y, String anchor, String text) {
    return "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>".formatted(x, y, anchor, text);
  }
}
