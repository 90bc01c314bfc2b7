package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import teseus.space.Event;
import teseus.space.HostId;
import teseus.space.Position;
import teseus.space.Token;
import teseus.space.TokenId;

/**
 * One who is told what happens; who leaves, or is left by a lease, and goes on at any host from
 * where it was, or from where it was some events before, as if it had forgotten these.
 */
final class ListedSubscription {
  private static final int LONGEST_LEASE_MS = 400;
  private static final int FORGOTTEN = 3;

  /** What it was told, and where it goes on after that. */
  private record Told(TokenId token, Position position) {}

  /** It at one host, until it leaves that. */
  private final class Stay implements Subscriber {
    final HostId at;
    final long until;
    long id;
    long room;
    boolean over;

    Stay(HostId at, long until) {
      this.at = at;
      this.until = until;
    }

    @Override
    public void opened(Position position) {
      start = told.isEmpty() ? position : start;
    }

    @Override
    public void event(Event event) {
      assertThat(over).as("%s after its end", event).isFalse();
      assertThat(event.number()).as("numbers rise by one").isEqualTo(told.size() + 1);
      assertThat(room--).as("room for %s", event).isPositive();
      Token token = event.token().orElseThrow();
      String what = event.kind() + " " + token.version();
      told.add(new Told(token.id(), event.position()));
      each.computeIfAbsent(token.id(), any -> new ArrayList<>()).add(what);
    }

    @Override
    public void leaseEnded() {
      assertThat(over).as("its lease ends once").isFalse();
      over = true;
    }
  }

  private final ListedHosts asked;
  private final List<Told> told = new ArrayList<>();
  private final Map<TokenId, List<String>> each = new HashMap<>();
  private @Nullable Position start;
  private @Nullable Stay stay;
  int resumed;

  /** At the first host, for ever. */
  ListedSubscription(ListedHosts asked) {
    this.asked = asked;
    subscribe(asked.ids.get(0), Long.MAX_VALUE, Integer.MAX_VALUE);
  }

  private void subscribe(HostId at, long term, long room) {
    Stay next = new Stay(at, ListedItem.until(term, asked.now()));
    stay = next;
    next.id =
        asked
            .host(at)
            .subscribe(ListedSpace.TOLD, Event.Kind.all(), position(), term, next, asked.now());
    grant(next, room);
  }

  private @Nullable Position position() {
    return told.isEmpty() ? start : told.get(told.size() - 1).position();
  }

  private void grant(Stay one, long more) {
    one.room += more;
    asked.host(one.at).grant(one.id, more, asked.now());
    asked.hosts.settle();
  }

  /** It leaves, or comes back, or has room for more. */
  void act(SplittableRandom random) {
    Stay now = stay;
    if (now == null) {
      resume(asked.any(random), random);
    } else if (random.nextInt(3) > 0) {
      asked.note("the subscriber has room for more");
      grant(now, 1 + random.nextInt(3));
    } else {
      asked.note("the subscriber leaves %s", now.at);
      asked.host(now.at).unsubscribe(now.id, asked.now());
      asked.hosts.settle();
      now.over = true;
      stay = null;
    }
  }

  private void resume(HostId at, SplittableRandom random) {
    for (int some = random.nextInt(FORGOTTEN); some > 0 && !told.isEmpty(); some--) {
      forget(told.remove(told.size() - 1).token);
    }
    long term = random.nextBoolean() ? Long.MAX_VALUE : 1 + random.nextInt(LONGEST_LEASE_MS);
    asked.note("the subscriber goes on at %s after %d events for %d", at, told.size(), term);
    subscribe(at, term, random.nextBoolean() ? Integer.MAX_VALUE : random.nextInt(3));
    resumed++;
  }

  /** The last that it was told of a token. */
  private void forget(TokenId token) {
    each.computeIfPresent(
        token,
        (any, its) -> {
          its.remove(its.size() - 1);
          return its.isEmpty() ? null : its;
        });
  }

  /** It hears of all that it has not heard of, and stays. */
  void finish() {
    if (stay != null) {
      grant(stay, Integer.MAX_VALUE);
    } else {
      subscribe(asked.ids.get(0), Long.MAX_VALUE, Integer.MAX_VALUE);
    }
  }

  /** It was told of all there is, or of as much as it has room for. */
  void check() {
    Stay now = stay;
    if (now != null) {
      boolean due = now.until <= asked.now();
      assertThat(now.over).as("its lease has ended").isEqualTo(due);
      stay = due ? null : now;
    }
    if (stay != null && stay.room > 0) {
      assertThat(each).as("events").isEqualTo(asked.model.happened());
    } else {
      each.forEach(
          (token, its) ->
              assertThat(asked.model.happened().getOrDefault(token, List.of()))
                  .as("events of %s", token)
                  .startsWith(its.toArray(String[]::new)));
    }
  }
}
