package io.voronka.kit;

/** The kinds of failures a caller can see, with their HTTP status. */
public enum ProblemType {
  INVALID(400, "The request is not valid"),
  UNAUTHORIZED(401, "The key or token is missing or unknown"),
  FORBIDDEN(403, "The key or token does not go so far"),
  NOT_FOUND(404, "There is nothing here"),
  METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
  TOO_LARGE(413, "The request is too large"),
  UNSUPPORTED_TYPE(415, "The content type is not supported"),
  TOO_MANY(429, "Too much at once"),
  UNAVAILABLE(503, "A part that this request needs is away"),
  UNEXPECTED(500, "This should not have happened");

  private final int status;
  private final String title;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }
}
