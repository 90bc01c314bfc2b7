package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import teseus.space.Consistency;
import teseus.space.ContendedException;
import teseus.space.HostId;
import teseus.space.LimitReached;
import teseus.space.OpId;
import teseus.space.Order;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TransactionAbortedException;

/** Reads and takes of hosts, and whether what they get is right by a {@link ListedSpace}. */
final class ListedSearches {
  static final long ANSWER_MS = 1_000; // what a strict read waits for what is locked
  private static final long LOOK_MS = 100; // the longest until it looks again

  /** Something that is asked and was not answered. */
  private static final class Open {
    final ListedSearch search;
    @Nullable OpId op;
    boolean called;
    boolean cancelled;
    long blocked = Long.MIN_VALUE / 2;

    Open(ListedSearch search) {
      this.search = search;
    }
  }

  private record Answer(Open to, Reply reply) {}

  private record Passed(Open over, Open to, ListedItem item) {}

  private final ListedHosts asked;
  private final ListedSpace model;
  private final Set<Open> open = new LinkedHashSet<>();
  private final List<Answer> answers = new ArrayList<>();
  private int searches;
  int found;
  int waited;
  int contended;
  int none;

  /** Nothing was asked. */
  ListedSearches(ListedHosts asked) {
    this.asked = asked;
    this.model = asked.model;
  }

  void ask(SplittableRandom random, HostId at, @Nullable OpId transaction) {
    Order order = Order.values()[random.nextInt(Order.values().length)];
    Consistency level = random.nextBoolean() ? Consistency.SESSION : Consistency.STRICT;
    long timeout = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(500);
    Template template = ListedHosts.wanted(random);
    boolean take = random.nextInt(3) > 0;
    boolean exists = random.nextBoolean();
    Request request =
        exists
            ? take
                ? new Request.TakeIfExists(template, timeout, level, order)
                : new Request.ReadIfExists(template, level, order)
            : take
                ? new Request.Take(template, timeout, order)
                : new Request.Read(template, timeout, order);
    boolean waits = !exists && timeout > 0;
    boolean strict = exists && !take && level == Consistency.STRICT;
    long patience = exists && !take ? 0 : timeout;
    Open one =
        new Open(
            new ListedSearch(
                searches++,
                at,
                template,
                take,
                transaction,
                order,
                strict,
                waits,
                asked.now() + patience));
    asked.note("%s asks %s in %s", at, request, transaction);
    LimitReached limit = asked.limits.reached(at, transaction);
    one.called = true;
    open.add(one);
    submit(one, request, random.nextBoolean());
    asked.hosts.settle();
    if (limit != null) {
      open.remove(one);
      asked.limits.assertRefused(refusal(one), limit);
    }
    settle();
    one.called = false;
  }

  private void submit(Open one, Request request, boolean within) {
    Host host = asked.host(one.search.at());
    OpId transaction = one.search.transaction();
    if (transaction != null) {
      Request step = new Request.Within(transaction, request);
      one.op = host.submit(step, reply -> answer(one, reply), asked.now());
    } else if (within) {
      one.op = host.call(request, reply -> answer(one, reply), asked.now());
    } else {
      one.op = host.submit(request, reply -> answer(one, reply), asked.now());
    }
  }

  /** The only answer there is by now. */
  private Reply refusal(Open one) {
    assertThat(answers).as("%s", one.search).hasSize(1);
    return answers.remove(0).reply;
  }

  private void answer(Open one, Reply reply) {
    answers.add(new Answer(one, reply));
  }

  /** One who waits does not any more. */
  void cancel(SplittableRandom random) {
    List<Open> all = List.copyOf(open);
    if (!all.isEmpty()) {
      Open one = all.get(random.nextInt(all.size()));
      if (one.search.waits()) {
        asked.note("%s calls %d off", one.search.at(), one.search.number());
        one.cancelled = true;
        asked.host(one.search.at()).cancel(Objects.requireNonNull(one.op), false, asked.now());
      }
    }
  }

  /** Nothing is on its way: what was answered is right, and nobody waits who need not. */
  void settle() {
    List<Passed> passed = new ArrayList<>();
    Set<ListedItem> fresh = new HashSet<>();
    for (Answer answer : List.copyOf(answers)) {
      check(answer, fresh, passed);
    }
    answers.clear();
    for (Passed one : passed) {
      assertThat(open)
          .as("%s was overtaken by %s at %s", one.over.search, one.to.search, one.item)
          .doesNotContain(one.over);
    }
    for (Open one : open) {
      ListedSearch search = one.search;
      if (search.waits()) {
        assertThat(model.candidates(search)).as("%s waits beside a match", search).isEmpty();
        assertThat(asked.now()).as("%s", search).isLessThan(search.deadline());
      } else {
        one.blocked = search.strict() && model.blocked(search) ? asked.now() : one.blocked;
        assertThat(asked.now())
            .as("%s", search)
            .isLessThanOrEqualTo(search.deadline() + (search.strict() ? ANSWER_MS : 0));
      }
    }
  }

  /** Everybody was answered. */
  void assertAnswered() {
    assertThat(open.stream().map(one -> one.search)).as("never answered").isEmpty();
  }

  /** Whether something is under way in a transaction. */
  boolean running(OpId transaction) {
    return open.stream().anyMatch(one -> transaction.equals(one.search.transaction()));
  }

  /** How much is under way that was asked at a host. */
  int open(HostId at) {
    return (int)
        open.stream()
            .filter(one -> one.search.at().equals(at) && model.underWay(one.search))
            .count();
  }

  /**
   * One answer.
   *
   * @param fresh what was taken in this very step, and may have been read before that
   * @param passed who did not get what a later one got
   */
  private void check(Answer answer, Set<ListedItem> fresh, List<Passed> passed) {
    Open one = answer.to;
    ListedSearch search = one.search;
    assertThat(open.remove(one)).as("%s is answered again: %s", search, answer.reply).isTrue();
    if (answer.reply instanceof Reply.Failed failed) {
      failed(one, failed);
    } else if (((Reply.Found) answer.reply).token().isEmpty()) {
      none++;
      noneIsRight(one);
    } else {
      found(one, ((Reply.Found) answer.reply).token().orElseThrow(), fresh, passed);
    }
  }

  private void failed(Open one, Reply.Failed failed) {
    ListedSearch search = one.search;
    if (failed.why() instanceof TransactionAbortedException) {
      assertThat(model.transactions)
          .as("%s: %s", search, failed)
          .doesNotContainKey(Objects.requireNonNull(search.transaction()));
    } else if (failed.why() instanceof ContendedException) {
      contended++;
      assertThat(search.strict()).as("%s: %s", search, failed).isTrue();
      assertThat(asked.now() - one.blocked)
          .as("%s: nothing is locked, and was not when it looked", search)
          .isLessThanOrEqualTo(LOOK_MS);
    } else {
      fail("%s: %s", search, failed);
    }
  }

  private void noneIsRight(Open one) {
    ListedSearch search = one.search;
    if (one.cancelled) {
      return;
    }
    if (search.waits()) {
      assertThat(asked.now()).as("%s ends early", search).isEqualTo(search.deadline());
      return;
    }
    if (one.called || asked.now() < search.deadline()) {
      assertThat(model.candidates(search)).as("%s finds none", search).isEmpty();
    }
    if (search.strict() || asked.now() < search.deadline()) {
      assertThat(model.blocked(search)).as("%s finds none beside a lock", search).isFalse();
    }
  }

  private void found(Open one, Token token, Set<ListedItem> fresh, List<Passed> passed) {
    ListedSearch search = one.search;
    ListedItem item = model.check(search, token);
    if (one.called) {
      found++;
      model.checkOrder(search, item);
    } else {
      waited++;
      boolean shown = !search.take() && fresh.contains(item);
      assertThat(shown || model.suits(search, item))
          .as("%s may not have %s", search, item)
          .isTrue();
      for (Open other : open) {
        ListedSearch its = other.search;
        if (search.take()
            && its.take()
            && its.waits()
            && its.number() < search.number()
            && search.waits()
            && model.suits(its, item)) {
          passed.add(new Passed(other, one, item));
        }
      }
    }
    if (search.take()) {
      fresh.add(item);
    }
    model.give(search, item);
  }
}
