package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import teseus.space.BusyException;
import teseus.space.Cursor;
import teseus.space.Edits;
import teseus.space.HostId;
import teseus.space.Limits;
import teseus.space.Page;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.VersionConflictException;

/** Changes tokens of hosts and of a {@link ListedSpace}, and counts them. */
final class ListedChanges {
  private final ListedHosts asked;
  private final ListedSpace model;

  /** Nothing was changed. */
  ListedChanges(ListedHosts asked) {
    this.asked = asked;
    this.model = asked.model;
  }

  void change(SplittableRandom random, HostId at, TokenId token) {
    ListedItem item = model.seen(token);
    boolean update = random.nextBoolean();
    Tuple to = ListedHosts.job(random);
    long version = 1 + random.nextInt(2);
    Edits edits = Edits.set("n", ListedHosts.value(random));
    asked.note("%s changes %s", at, token);
    Reply reply =
        asked.ask(
            at,
            update
                ? new Request.Update(token, null, version, to)
                : new Request.Modify(token, null, edits));
    if (reply == null) {
      return;
    }
    if (item == null) {
      assertThat(reply).isEqualTo(TakingOperation.empty());
    } else if (item.locked()) {
      assertThat(((Reply.Failed) reply).why()).isInstanceOf(BusyException.class);
    } else if (update && version != item.version) {
      assertThat(((Reply.Failed) reply).why()).isInstanceOf(VersionConflictException.class);
    } else {
      changed(item, update ? to : edits.applyTo(item.tuple(), Limits.DEFAULT), reply);
    }
  }

  private void changed(ListedItem item, Tuple to, Reply reply) {
    long more = ListedItem.cost(to) - item.cost();
    HostId keeper = Objects.requireNonNull(item.segment).founder();
    if (more > 0 && more > model.room.free(keeper)) {
      asked.limits.assertNoRoom(reply);
    } else {
      model.change(item, to);
      Token changed = ((Reply.Found) reply).token().orElseThrow();
      assertThat(changed.tuple()).isEqualTo(item.tuple());
      assertThat(changed.version()).isEqualTo(item.version);
    }
  }

  void lease(SplittableRandom random, HostId at, TokenId token) {
    ListedItem item = model.leased(token);
    boolean renew = random.nextInt(3) > 0;
    long term = ListedHosts.term(random);
    asked.note("%s %s %s", at, renew ? "renews" : "ends", token);
    Reply reply =
        asked.ask(
            at,
            renew ? new Request.Renew(token, null, term) : new Request.CancelLease(token, null));
    if (reply == null) {
      return;
    }
    if (item == null) {
      assertThat(reply)
          .isEqualTo(renew ? TakingOperation.empty() : new Reply.LeaseCancelled(false));
    } else if (item.locked()) {
      assertThat(((Reply.Failed) reply).why()).isInstanceOf(BusyException.class);
    } else if (renew) {
      model.renew(item, term);
      model.placed(((Reply.Written) reply).lease());
    } else {
      model.cancelLease(item);
      assertThat(reply).isEqualTo(new Reply.LeaseCancelled(true));
    }
  }

  void count(SplittableRandom random, HostId at) {
    Template template = ListedHosts.wanted(random);
    Reply count = asked.ask(at, new Request.Count(template));
    if (count == null) {
      return;
    }
    assertThat(count)
        .as("count of %s", template)
        .isEqualTo(new Reply.Counted(model.count(template)));
    List<TokenId> walked = new ArrayList<>();
    Cursor cursor = null;
    do {
      Request next = new Request.Contents(template, cursor, 1 + random.nextInt(9));
      Page page = ((Reply.Paged) Objects.requireNonNull(asked.ask(at, next))).page();
      page.tokens().forEach(token -> walked.add(token.id()));
      cursor = page.next();
    } while (cursor != null);
    assertThat(walked)
        .as("contents of %s", template)
        .containsExactlyInAnyOrderElementsOf(model.contents(template));
  }
}
