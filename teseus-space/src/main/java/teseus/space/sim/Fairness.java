package teseus.space.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import teseus.space.OpId;
import teseus.space.host.Request;

/**
 * Whoever waits everywhere is served before whoever begins after that, with whatever suits both
 * (PROTOCOL.md, "Meaning for users"). It holds as long as no host fails, so that only a run without
 * faults is judged: a message then takes a few milliseconds.
 */
final class Fairness {
  /** From when on a take that waits stands in all queues, after it has begun. */
  private static final long ARMED_MS = 40;

  /** How long a take may take to fetch what it was called for. */
  private static final long FETCHED_MS = 40;

  private final Map<OpId, Kept> got = new HashMap<>();
  private final Map<OpId, Asked> asked = new HashMap<>();
  private final List<Asked> waited = new ArrayList<>();
  private int judged;

  /**
   * Judges a run.
   *
   * @param from the time from which all links stood
   */
  Fairness(Truth truth, History history, long from) {
    for (Kept kept : truth.tokens()) {
      OpId taker = kept.taken();
      if (taker != null) {
        got.put(taker, kept);
      }
    }
    for (Asked one : history.all()) {
      asked.put(one.id(), one);
      boolean waits = one.request() instanceof Request.Take take && take.timeout() > 0;
      if (waits && one.at() >= from && !one.cancelled() && !one.moved()) {
        waited.add(one);
      }
    }
  }

  /**
   * Checks that nobody was overtaken.
   *
   * @return how many times somebody might have been
   */
  int check() {
    got.forEach(
        (taker, token) -> {
          Asked younger = asked.get(taker);
          if (younger != null) {
            waited.forEach(older -> check(older, younger, token));
          }
        });
    return judged;
  }

  private void check(Asked older, Asked younger, Kept token) {
    boolean after = younger.at() > older.at() + ARMED_MS;
    boolean same = token.stands().size() == 1; // one that was changed may not have suited before
    if (!after || !same || older.template() == null || !older.template().matches(token.tuple())) {
      return;
    }
    judged++;
    Broken.unless(
        waitedUntil(older) <= token.takenAt() + FETCHED_MS,
        "%s, asked at %s, waited until %s, and %s, asked at %s, got %s at %s",
        older,
        older.at(),
        waitedUntil(older),
        younger,
        younger.at(),
        token,
        token.takenAt());
  }

  private long waitedUntil(Asked older) {
    Kept its = got.get(older.id());
    return its == null ? older.dueBy() : its.takenAt();
  }
}
