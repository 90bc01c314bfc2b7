package teseus.space.host;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import teseus.space.HostId;
import teseus.space.OpId;
import teseus.space.TokenId;

/** Asks hosts and a {@link ListedSpace} the same, one step after the other, in virtual time. */
final class ListedSpaceRun {
  /**
   * One step.
   *
   * @param seed of all that is drawn for it, so that it means the same in a shorter list
   */
  record Step(long seed) {}

  private final ListedHosts asked;
  private final ListedSearches searches;
  private final ListedWrites writes;
  private final ListedSubscription subscription;
  private final ListedChanges changes;
  private final ListedTransactions transactions;

  /**
   * Nothing was asked.
   *
   * @param parts what the hosts are made of
   * @param bounds their limits
   * @param copies of each segment
   * @param model what they are to be like
   */
  ListedSpaceRun(
      HostParts parts,
      ListedBounds bounds,
      CopySettings copies,
      ListedSpace model,
      List<HostId> ids) {
    asked = new ListedHosts(parts, bounds, copies, model, ids, at -> underWay(at));
    searches = new ListedSearches(asked);
    writes = new ListedWrites(asked);
    changes = new ListedChanges(asked);
    transactions = new ListedTransactions(asked, searches::running);
    subscription = new ListedSubscription(asked);
  }

  private int underWay(HostId at) {
    return searches.open(at);
  }

  /** What was done, for people. */
  List<String> done() {
    return asked.done;
  }

  /** How often what happened that the test is for. */
  Map<String, Integer> happened() {
    Map<String, Integer> happened = new HashMap<>(asked.limits.refused());
    happened.put("found at once", searches.found);
    happened.put("found later", searches.waited);
    happened.put("none", searches.none);
    happened.put("strict read beside a lock", searches.contended);
    happened.put("computed", writes.computed);
    happened.put("went on after it had left", subscription.resumed);
    return happened;
  }

  /** Does all steps, and waits for what is open then. */
  void run(List<Step> steps) {
    for (Step step : steps) {
      act(new SplittableRandom(step.seed()));
      settle();
    }
    subscription.finish();
    settle();
    pass(ListedTransactions.LONGEST_LEASE_MS + ListedSearches.ANSWER_MS);
    searches.assertAnswered();
    asked.assertCopies();
  }

  private void act(SplittableRandom random) {
    HostId at = asked.any(random);
    switch (random.nextInt(23)) {
      case 0, 1, 2, 3 -> writes.write(random, at);
      case 4, 5, 6, 7, 8 -> searches.ask(random, at, null);
      case 9, 10 -> change(random, at);
      case 11 -> changes.count(random, at);
      case 12 -> transactions.begin(random, at);
      case 13, 14, 15, 16 -> transact(random);
      case 17 -> searches.cancel(random);
      case 18 -> writes.eval(random, at);
      case 19 -> writes.compute(random);
      case 20 -> subscription.act(random);
      default -> pass(random.nextInt(3) == 0 ? random.nextInt(3) : random.nextInt(400));
    }
  }

  private void change(SplittableRandom random, HostId at) {
    TokenId token = writes.any(random);
    if (token != null && random.nextBoolean()) {
      changes.change(random, at, token);
    } else if (token != null) {
      changes.lease(random, at, token);
    }
  }

  private void transact(SplittableRandom random) {
    OpId transaction = transactions.any(random);
    if (transaction == null) {
      return;
    }
    HostId at = asked.model.begun(transaction).at;
    switch (random.nextInt(4)) {
      case 0 -> writes.write(random, at, transaction);
      case 1, 2 -> searches.ask(random, at, transaction);
      default -> transactions.end(random, transaction);
    }
  }

  /** Time passes from one moment at which something is due to the next. */
  private void pass(long ms) {
    asked.note("%d ms pass", ms);
    for (long end = asked.now() + ms; asked.now() < end; ) {
      asked.hosts.passTo(end);
      asked.model.time(asked.now());
      settle();
    }
  }

  /** Nothing is on its way: what was answered is right, and nobody waits who need not. */
  private void settle() {
    asked.hosts.settle();
    searches.settle();
    writes.check();
    subscription.check();
  }
}
