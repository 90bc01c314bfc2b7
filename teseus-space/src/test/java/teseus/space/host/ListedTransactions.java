package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import teseus.space.BusyException;
import teseus.space.HostId;
import teseus.space.LimitReached;
import teseus.space.OpId;
import teseus.space.TransactionAbortedException;

/** Begins and ends transactions of hosts and of a {@link ListedSpace}. */
final class ListedTransactions {
  static final int LONGEST_LEASE_MS = 3_000;

  private final ListedHosts asked;
  private final ListedSpace model;
  private final Predicate<OpId> running;
  private final List<OpId> begun = new ArrayList<>();

  /**
   * None was begun.
   *
   * @param running whether something is under way in one
   */
  ListedTransactions(ListedHosts asked, Predicate<OpId> running) {
    this.asked = asked;
    this.model = asked.model;
    this.running = running;
  }

  void begin(SplittableRandom random, HostId at) {
    long lease = 1 + random.nextInt(LONGEST_LEASE_MS);
    String client = random.nextBoolean() ? null : "client " + random.nextInt(2);
    Reply reply = asked.ask(at, new Request.Begin(lease, client));
    if (reply == null) {
      return;
    }
    LimitReached limit = asked.limits.reached(at, client);
    if (limit != null) {
      asked.limits.assertRefused(reply, limit);
      return;
    }
    OpId transaction = ((Reply.Begun) reply).id();
    asked.note("%s begins %s for %d", at, transaction, lease);
    begun.add(transaction);
    model.begin(transaction, at, client, lease);
  }

  /** One that is open; null if none is. */
  @Nullable OpId any(SplittableRandom random) {
    List<OpId> all = begun.stream().filter(model.transactions::containsKey).toList();
    return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
  }

  void end(SplittableRandom random, OpId transaction) {
    HostId at = model.begun(transaction).at;
    switch (random.nextInt(4)) {
      case 0 -> abort(at, transaction);
      case 1 -> extend(at, transaction, 1 + random.nextInt(LONGEST_LEASE_MS));
      default -> commit(at, transaction);
    }
  }

  private void abort(HostId at, OpId transaction) {
    asked.note("%s aborts %s", at, transaction);
    assertThat(asked.ask(at, new Request.Abort(transaction))).isEqualTo(new Reply.Ended());
    model.abort(transaction);
  }

  private void extend(HostId at, OpId transaction, long lease) {
    asked.note("%s renews %s for %d", at, transaction, lease);
    Reply reply = asked.ask(at, new Request.Extend(transaction, lease));
    if (reply != null) {
      assertThat(reply).isInstanceOf(Reply.Extended.class);
      model.extend(transaction, lease);
    }
  }

  private void commit(HostId at, OpId transaction) {
    asked.note("%s commits %s", at, transaction);
    boolean busy = running.test(transaction);
    Reply reply = Objects.requireNonNull(asked.ask(at, new Request.Commit(transaction)));
    if (busy) {
      assertThat(((Reply.Failed) reply).why()).isInstanceOf(BusyException.class);
    } else if (model.room.fits(transaction)) {
      assertThat(reply).isEqualTo(new Reply.Ended());
      model.commit(transaction);
    } else {
      assertThat(((Reply.Failed) reply).why())
          .isInstanceOfSatisfying(
              TransactionAbortedException.class,
              why ->
                  assertThat(why.reason()).isEqualTo(TransactionAbortedException.Reason.NO_ROOM));
      asked.limits.noRoom();
      model.abort(transaction);
    }
  }
}
