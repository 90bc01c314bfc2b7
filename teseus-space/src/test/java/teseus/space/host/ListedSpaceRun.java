package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import teseus.space.BusyException;
import teseus.space.Consistency;
import teseus.space.ContendedException;
import teseus.space.Cursor;
import teseus.space.Edits;
import teseus.space.Event;
import teseus.space.HostId;
import teseus.space.Limits;
import teseus.space.OpId;
import teseus.space.Order;
import teseus.space.Page;
import teseus.space.Position;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.TransactionAbortedException;
import teseus.space.Tuple;
import teseus.space.VersionConflictException;
import teseus.space.host.ListedSpace.Item;
import teseus.space.host.ListedSpace.Search;

/** Asks hosts and a {@link ListedSpace} the same, one step after the other, in virtual time. */
final class ListedSpaceRun implements Subscriber {
  private static final Template JOBS = Template.ofType("job");
  private static final int VALUES = 3;
  private static final int LONGEST_LEASE_MS = 3_000; // of a transaction
  private static final long ANSWER_MS = 1_000; // what a strict read waits for what is locked

  /**
   * One step.
   *
   * @param seed of all that is drawn for it, so that it means the same in a shorter list
   */
  record Step(long seed) {}

  /** Something that is asked and was not answered. */
  private static final class Open {
    final Search search;
    @Nullable OpId op;
    boolean called;
    boolean cancelled;

    Open(Search search) {
      this.search = search;
    }
  }

  private record Answer(Open to, Reply reply) {}

  private record Passed(Open over, Open to, Item item) {}

  private final List<HostId> ids;
  private final WiredHosts hosts;
  private final ListedSpace model;
  private final Map<OpId, HostId> begun = new LinkedHashMap<>();
  private final Set<Open> open = new LinkedHashSet<>();
  private final List<Answer> answers = new ArrayList<>();
  private final List<TokenId> written = new ArrayList<>();
  private final Map<TokenId, List<String>> told = new HashMap<>();
  private final List<String> done = new ArrayList<>();
  private long events;
  private int searches;
  int found;
  int waited;
  int contended;
  int none;

  /**
   * Nothing was asked.
   *
   * @param parts what the hosts are made of
   * @param model what they are to be like, with the template of a subscriber
   */
  ListedSpaceRun(HostParts parts, Function<Template, ListedSpace> model, List<HostId> ids) {
    this.ids = ids;
    this.hosts = new WiredHosts(parts, ids.toArray(HostId[]::new));
    Template heard = JOBS.where("n", 1);
    this.model = model.apply(heard);
    this.model.now = hosts.now;
    Host first = hosts.host(ids.get(0));
    long id = first.subscribe(heard, Event.Kind.all(), null, Long.MAX_VALUE, this, hosts.now);
    first.grant(id, Integer.MAX_VALUE, hosts.now);
    hosts.settle();
  }

  @Override
  public void opened(Position position) {}

  @Override
  public void event(Event event) {
    assertThat(event.number()).as("numbers rise by one").isEqualTo(++events);
    Token token = event.token().orElseThrow();
    told.computeIfAbsent(token.id(), any -> new ArrayList<>())
        .add(event.kind() + " " + token.version());
  }

  @Override
  public void leaseEnded() {}

  /** What was done, for people. */
  List<String> done() {
    return done;
  }

  /** Does all steps, and waits for what is open then. */
  void run(List<Step> steps) {
    for (Step step : steps) {
      act(new SplittableRandom(step.seed()));
      settle();
    }
    pass(LONGEST_LEASE_MS + ANSWER_MS);
    assertThat(open.stream().map(one -> one.search)).as("never answered").isEmpty();
  }

  private void act(SplittableRandom random) {
    HostId at = ids.get(random.nextInt(ids.size()));
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3 -> write(random, at, null);
      case 4, 5, 6, 7, 8 -> search(random, at, null);
      case 9 -> change(random, at);
      case 10 -> lease(random, at);
      case 11 -> count(random, at);
      case 12 -> begin(random, at);
      case 13, 14, 15 -> within(random);
      case 16 -> end(random);
      case 17 -> cancel(random);
      default -> pass(random.nextInt(3) == 0 ? random.nextInt(3) : random.nextInt(400));
    }
  }

  private void note(String what, Object... of) {
    done.add(hosts.now + ": " + String.format(what, of));
  }

  private Reply ask(HostId at, Request request) {
    List<Reply> replies = new ArrayList<>();
    OpId unused = hosts.host(at).submit(request, replies::add, hosts.now);
    hosts.settle();
    assertThat(replies).as("%s", request).hasSize(1);
    return replies.get(0);
  }

  private static Tuple job(SplittableRandom random) {
    return Tuple.of(random.nextInt(4) == 0 ? "note" : "job", Map.of("n", random.nextInt(VALUES)));
  }

  private static Template wanted(SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 -> Template.any();
      case 1, 2 -> JOBS;
      case 3 -> Template.ofType("note");
      default -> JOBS.where("n", random.nextInt(VALUES));
    };
  }

  private static long term(SplittableRandom random) {
    return random.nextInt(3) == 0 ? 1 + random.nextInt(300) : Long.MAX_VALUE;
  }

  private void write(SplittableRandom random, HostId at, @Nullable OpId transaction) {
    Request.Write write = new Request.Write(job(random), term(random), null);
    List<Reply> replies = new ArrayList<>();
    Host host = hosts.host(at);
    note("%s writes %s for %d in %s", at, write.tuple(), write.term(), transaction);
    OpId op;
    if (transaction != null) {
      op = host.submit(new Request.Within(transaction, write), replies::add, hosts.now);
    } else if (random.nextBoolean()) {
      op = host.call(write, replies::add, hosts.now);
    } else {
      op = host.submit(write, replies::add, hosts.now);
    }
    TokenId id = new TokenId(op);
    model.write(id, write.tuple(), write.term(), transaction);
    written.add(id);
    hosts.settle();
    assertThat(replies).hasSize(1);
    model.placed(((Reply.Written) replies.get(0)).lease());
  }

  private void search(SplittableRandom random, HostId at, @Nullable OpId transaction) {
    Order order = Order.values()[random.nextInt(Order.values().length)];
    Consistency level = random.nextBoolean() ? Consistency.SESSION : Consistency.STRICT;
    long timeout = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(500);
    Template template = wanted(random);
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
            new Search(
                searches++,
                at,
                template,
                take,
                transaction,
                order,
                strict,
                waits,
                hosts.now + patience));
    note("%s asks %s in %s", at, request, transaction);
    Host host = hosts.host(at);
    one.called = true;
    open.add(one);
    if (transaction != null) {
      one.op =
          host.submit(
              new Request.Within(transaction, request), reply -> answer(one, reply), hosts.now);
    } else if (random.nextBoolean()) {
      one.op = host.call(request, reply -> answer(one, reply), hosts.now);
    } else {
      one.op = host.submit(request, reply -> answer(one, reply), hosts.now);
    }
    settle();
    one.called = false;
  }

  private void answer(Open one, Reply reply) {
    answers.add(new Answer(one, reply));
  }

  private @Nullable TokenId any(SplittableRandom random) {
    int among = Math.min(8, written.size());
    return among == 0 ? null : written.get(written.size() - 1 - random.nextInt(among));
  }

  private void change(SplittableRandom random, HostId at) {
    TokenId token = any(random);
    if (token == null) {
      return;
    }
    Item item = model.seen(token);
    boolean update = random.nextBoolean();
    Tuple to = job(random);
    long version = 1 + random.nextInt(2);
    boolean locked = item != null && item.locked();
    boolean conflict = item != null && update && version != item.version;
    Edits edits = Edits.set("n", random.nextInt(VALUES));
    note("%s changes %s", at, token);
    if (item != null && !locked && !conflict) {
      model.change(item, update ? to : edits.applyTo(item.tuple, Limits.DEFAULT));
    }
    Reply reply =
        ask(
            at,
            update
                ? new Request.Update(token, null, version, to)
                : new Request.Modify(token, null, edits));
    if (item == null) {
      assertThat(reply).isEqualTo(TakingOperation.empty());
    } else if (locked) {
      assertThat(((Reply.Failed) reply).why()).isInstanceOf(BusyException.class);
    } else if (conflict) {
      assertThat(((Reply.Failed) reply).why()).isInstanceOf(VersionConflictException.class);
    } else {
      Token changed = ((Reply.Found) reply).token().orElseThrow();
      assertThat(changed.tuple()).isEqualTo(item.tuple);
      assertThat(changed.version()).isEqualTo(item.version);
    }
  }

  private void lease(SplittableRandom random, HostId at) {
    TokenId token = any(random);
    if (token == null) {
      return;
    }
    Item item = model.seen(token);
    boolean locked = item != null && item.locked();
    boolean renew = random.nextInt(3) > 0;
    long term = term(random);
    note("%s %s %s", at, renew ? "renews" : "ends", token);
    Reply reply =
        ask(
            at,
            renew ? new Request.Renew(token, null, term) : new Request.CancelLease(token, null));
    if (locked) {
      assertThat(((Reply.Failed) reply).why()).isInstanceOf(BusyException.class);
    } else if (item == null) {
      assertThat(reply)
          .isEqualTo(renew ? TakingOperation.empty() : new Reply.LeaseCancelled(false));
    } else if (renew) {
      model.renew(item, term);
      model.placed(((Reply.Written) reply).lease());
    } else {
      model.cancelLease(item);
      assertThat(reply).isEqualTo(new Reply.LeaseCancelled(true));
    }
  }

  private void count(SplittableRandom random, HostId at) {
    Template template = wanted(random);
    assertThat(ask(at, new Request.Count(template)))
        .as("count of %s", template)
        .isEqualTo(new Reply.Counted(model.count(template)));
    List<TokenId> walked = new ArrayList<>();
    Cursor cursor = null;
    do {
      Request next = new Request.Contents(template, cursor, 1 + random.nextInt(9));
      Page page = ((Reply.Paged) ask(at, next)).page();
      page.tokens().forEach(token -> walked.add(token.id()));
      cursor = page.next();
    } while (cursor != null);
    assertThat(walked)
        .as("contents of %s", template)
        .containsExactlyInAnyOrderElementsOf(model.contents(template));
  }

  private void begin(SplittableRandom random, HostId at) {
    long lease = 1 + random.nextInt(LONGEST_LEASE_MS);
    OpId transaction = ((Reply.Begun) ask(at, new Request.Begin(lease, null))).id();
    note("%s begins %s for %d", at, transaction, lease);
    begun.put(transaction, at);
    model.begin(transaction, lease);
  }

  private @Nullable OpId transaction(SplittableRandom random) {
    List<OpId> all = begun.keySet().stream().filter(model.transactions::containsKey).toList();
    return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
  }

  private HostId at(OpId transaction) {
    return Objects.requireNonNull(begun.get(transaction));
  }

  private void within(SplittableRandom random) {
    OpId transaction = transaction(random);
    if (transaction == null) {
      return;
    }
    if (random.nextInt(3) == 0) {
      write(random, at(transaction), transaction);
    } else {
      search(random, at(transaction), transaction);
    }
  }

  private void end(SplittableRandom random) {
    OpId transaction = transaction(random);
    if (transaction == null) {
      return;
    }
    HostId at = at(transaction);
    boolean running = open.stream().anyMatch(one -> transaction.equals(one.search.transaction()));
    switch (random.nextInt(4)) {
      case 0 -> {
        note("%s aborts %s", at, transaction);
        model.abort(transaction);
        assertThat(ask(at, new Request.Abort(transaction))).isEqualTo(new Reply.Ended());
      }
      case 1 -> {
        long lease = 1 + random.nextInt(LONGEST_LEASE_MS);
        note("%s renews %s for %d", at, transaction, lease);
        model.extend(transaction, lease);
        assertThat(ask(at, new Request.Extend(transaction, lease)))
            .isInstanceOf(Reply.Extended.class);
      }
      default -> {
        note("%s commits %s", at, transaction);
        if (running) {
          Reply.Failed failed = (Reply.Failed) ask(at, new Request.Commit(transaction));
          assertThat(failed.why()).isInstanceOf(BusyException.class);
        } else {
          model.commit(transaction);
          assertThat(ask(at, new Request.Commit(transaction))).isEqualTo(new Reply.Ended());
        }
      }
    }
  }

  private void cancel(SplittableRandom random) {
    List<Open> all = List.copyOf(open);
    if (!all.isEmpty()) {
      Open one = all.get(random.nextInt(all.size()));
      if (one.search.waits()) {
        note("%s calls %d off", one.search.at(), one.search.number());
        one.cancelled = true;
        hosts.host(one.search.at()).cancel(Objects.requireNonNull(one.op), false, hosts.now);
      }
    }
  }

  /** Time passes from one moment at which something is due to the next. */
  private void pass(long ms) {
    note("%d ms pass", ms);
    for (long end = hosts.now + ms; hosts.now < end; ) {
      hosts.passTo(end);
      model.time(hosts.now);
      settle();
    }
  }

  /** Nothing is on its way: what was answered is right, and nobody waits who need not. */
  private void settle() {
    hosts.settle();
    List<Passed> passed = new ArrayList<>();
    Set<Item> fresh = new HashSet<>();
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
      Search search = one.search;
      if (search.waits()) {
        assertThat(model.candidates(search)).as("%s waits beside a match", search).isEmpty();
        assertThat(hosts.now).as("%s", search).isLessThan(search.deadline());
      } else {
        assertThat(hosts.now)
            .as("%s", search)
            .isLessThanOrEqualTo(search.deadline() + (search.strict() ? ANSWER_MS : 0));
      }
    }
    assertThat(told).as("events").isEqualTo(model.happened());
  }

  /**
   * One answer.
   *
   * @param fresh what was taken in this very step, and may have been read before that
   * @param passed who did not get what a later one got
   */
  private void check(Answer answer, Set<Item> fresh, List<Passed> passed) {
    Open one = answer.to;
    Search search = one.search;
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
    Search search = one.search;
    if (failed.why() instanceof TransactionAbortedException) {
      assertThat(model.transactions)
          .as("%s: %s", search, failed)
          .doesNotContainKey(Objects.requireNonNull(search.transaction()));
    } else if (failed.why() instanceof ContendedException) {
      contended++;
      assertThat(search.strict()).as("%s: %s", search, failed).isTrue();
      assertThat(model.blocked(search)).as("%s: nothing is locked", search).isTrue();
    } else {
      fail("%s: %s", search, failed);
    }
  }

  private void noneIsRight(Open one) {
    Search search = one.search;
    if (one.cancelled) {
      return;
    }
    if (search.waits()) {
      assertThat(hosts.now).as("%s ends early", search).isEqualTo(search.deadline());
      return;
    }
    if (one.called || hosts.now < search.deadline()) {
      assertThat(model.candidates(search)).as("%s finds none", search).isEmpty();
    }
    if (search.strict() || hosts.now < search.deadline()) {
      assertThat(model.blocked(search)).as("%s finds none beside a lock", search).isFalse();
    }
  }

  private void found(Open one, Token token, Set<Item> fresh, List<Passed> passed) {
    Search search = one.search;
    Item item = model.check(search, token);
    found++;
    if (one.called) {
      model.checkOrder(search, item);
    } else {
      waited++;
      boolean shown = !search.take() && fresh.contains(item);
      assertThat(shown || model.suits(search, item))
          .as("%s may not have %s", search, item)
          .isTrue();
      for (Open other : open) {
        Search its = other.search;
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
