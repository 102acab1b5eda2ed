package io.voronka.wire;

import java.util.List;

/**
 * Asks for the figures of sessions. The answer is a {@link TimelineQuestion.Answer}.
 *
 * @param of which sessions; its definition doesn't matter
 */
public record SessionsQuestion(TimelineQuestion of) implements ReportQuestion<SessionsQuestion> {

  public static final String PATH = "/internal/sessions";

  @Override
  public SessionsQuestion to(List<Integer> others) {
    return new SessionsQuestion(of.to(others));
  }

  @Override
  public String path() {
    return PATH;
  }
}
