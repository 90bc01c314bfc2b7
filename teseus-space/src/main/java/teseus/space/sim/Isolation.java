package teseus.space.sim;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.space.OpId;
import teseus.space.TokenId;

/**
 * Who may see what transactions were told: what one has taken is hidden from whoever begins to look
 * after that, what one has read is not taken; until it may be over. It may be so before its client
 * is told: so that what others saw counts against those only that are committed all the same.
 */
final class Isolation {
  private record Lock(OpId transaction, boolean take, long step, long until) {}

  private final Agenda agenda;
  private final Map<TokenId, Map<OpId, Lock>> locks = new HashMap<>();
  private final Map<TokenId, Lock> taken = new HashMap<>();
  private final Map<OpId, String> seen = new HashMap<>();
  private int losses;

  Isolation(Agenda agenda) {
    this.agenda = agenda;
  }

  /** A transaction, whose lease ends at a time, is told that it has locked a token. */
  void locked(OpId transaction, TokenId token, boolean take, long until) {
    Lock before = locks.computeIfAbsent(token, any -> new HashMap<>()).get(transaction);
    boolean both = before != null && before.take();
    locks
        .computeIfAbsent(token, any -> new HashMap<>())
        .put(transaction, new Lock(transaction, take || both, agenda.steps(), until));
  }

  /** A transaction's lease was renewed. */
  void extended(OpId transaction, long until) {
    for (Map<OpId, Lock> holders : locks.values()) {
      holders.computeIfPresent(
          transaction, (any, lock) -> new Lock(transaction, lock.take(), lock.step(), until));
    }
  }

  /** How many hosts were lost so far: a lock that was granted before one was may be lost too. */
  int losses() {
    return losses;
  }

  /** A transaction may be over from now on. */
  void released(OpId transaction) {
    locks.values().forEach(holders -> holders.remove(transaction));
  }

  /** A token was taken by a transaction that is committed. */
  void gone(OpId transaction, TokenId token) {
    taken.put(token, new Lock(transaction, true, agenda.steps(), Long.MAX_VALUE));
  }

  /** A host was lost, and with it locks that nobody had prepared. */
  void lost() {
    losses++;
    locks.clear();
  }

  /**
   * Somebody is told of a token.
   *
   * @param begun the step at which it began to look
   * @param by the transaction that looks; null for none
   */
  void found(TokenId token, boolean takes, long begun, @Nullable OpId by) {
    Lock gone = taken.get(token);
    Broken.unless(
        gone == null || begun <= gone.step(), "%s is found, and %s has taken it", token, gone);
    for (Lock lock : locks.getOrDefault(token, Map.of()).values()) {
      boolean right =
          lock.transaction().equals(by)
              || begun <= lock.step()
              || agenda.now() >= lock.until()
              || !lock.take() && !takes;
      if (!right) {
        seen.putIfAbsent(lock.transaction(), "%s is found, and %s has it".formatted(token, lock));
      }
    }
  }

  /** A transaction is committed: nobody else had what it has locked. */
  void committed(OpId transaction) {
    String what = seen.get(transaction);
    Broken.unless(what == null, "%s, and is committed", what);
  }
}
