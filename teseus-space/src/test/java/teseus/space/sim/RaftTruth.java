package teseus.space.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a group of voters has agreed on, and whether it keeps to it: one leader a term; what was
 * committed stays, in its order; and a register that looks to everybody as if there were one.
 */
final class RaftTruth {
  private final Map<Integer, String> leaders = new HashMap<>();
  private final List<Object> committed = new ArrayList<>();
  private final List<Integer> digests = new ArrayList<>();
  private final List<Long> values = new ArrayList<>();
  private long told;

  RaftTruth() {
    values.add(0L); // what is in the register at first
  }

  /** A voter leads a term. */
  void leads(String voter, int term) {
    String other = leaders.putIfAbsent(term, voter);
    Broken.unless(
        other == null || other.equals(voter), "term %d has one leader: %s, %s", term, other, voter);
  }

  int terms() {
    return leaders.size();
  }

  /** A voter has applied what it holds to be committed, and its register is as the digest says. */
  void applied(String voter, long index, Object operation, int digest, CasRegister.Answer state) {
    if (index == committed.size() + 1) {
      committed.add(operation);
      digests.add(digest);
      if (state.changes() == values.size()) {
        values.add(state.value());
      }
    }
    Broken.unless(index <= committed.size(), "%s skips no index: %d", voter, index);
    Object first = committed.get((int) index - 1);
    Broken.unless(
        first.equals(operation), "%d stays %s, and is %s at %s", index, first, operation, voter);
    installed(voter, index, digest);
  }

  /** A voter has its register from a snapshot. */
  void installed(String voter, long index, int digest) {
    Broken.unless(
        index <= committed.size() && digests.get((int) index - 1) == digest,
        "the register of %s after %d is what the log adds up to",
        voter,
        index);
  }

  /** How many operations are committed. */
  int committed() {
    return committed.size();
  }

  /** How often the register was set. */
  long changes() {
    return values.size() - 1;
  }

  /** How many changes somebody knows of: whoever asks from now on must see them all. */
  long told() {
    return told;
  }

  /**
   * Somebody is told an answer.
   *
   * @param asked what was known when the operation began
   */
  void answered(Object operation, long asked, CasRegister.Answer answer) {
    long changes = answer.changes();
    Broken.unless(
        changes < values.size() && values.get((int) changes) == answer.value(),
        "%s is answered %s of a register that has been so",
        operation,
        answer);
    Broken.unless(
        changes >= asked + (answer.done() ? 1 : 0),
        "%s, asked after change %d, is answered %s of a later register",
        operation,
        asked,
        answer);
    if (operation instanceof CasRegister.Cas cas) {
      Broken.unless(
          answer.done()
              ? answer.value() == cas.id() && values.get((int) changes - 1) == cas.expected()
              : answer.value() != cas.expected(),
          "%s is rightly answered %s",
          cas,
          answer);
    }
    told = Math.max(told, changes);
  }
}
