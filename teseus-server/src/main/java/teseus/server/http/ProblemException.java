package teseus.server.http;

import java.util.Map;

/** A request that is refused at the door; nothing was done. */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.detail(), null, false, false); // an answer, not a fault: no stack is wanted
    this.problem = problem;
  }

  static ProblemException of(ProblemType type, String detail) {
    return new ProblemException(Problem.of(type, detail));
  }

  static ProblemException of(ProblemType type, String detail, Map<String, Object> figures) {
    return new ProblemException(new Problem(type, detail, figures));
  }

  Problem problem() {
    return problem;
  }
}
