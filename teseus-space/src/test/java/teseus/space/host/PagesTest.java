package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.SomeTokens.ATHENA;
import static teseus.space.host.SomeTokens.HERA;
import static teseus.space.host.SomeTokens.ZEUS;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import teseus.space.Consistency;
import teseus.space.Cursor;
import teseus.space.Edits;
import teseus.space.HostId;
import teseus.space.OpId;
import teseus.space.Page;
import teseus.space.Template;
import teseus.space.Token;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.UnavailableException;

class PagesTest {
  private static final List<HostId> HOSTS = List.of(HERA, ZEUS, ATHENA);
  private static final Template JOBS = Template.ofType("job");

  private final WiredHosts hosts = new WiredHosts(8 << 20, HERA, ZEUS, ATHENA);

  private Reply ask(HostId at, Request request) {
    List<Reply> replies = new ArrayList<>();
    OpId unused = hosts.host(at).submit(request, replies::add, hosts.now);
    hosts.settle();
    assertThat(replies).hasSize(1);
    return replies.get(0);
  }

  private TokenId write(HostId at, String type, long number) {
    Tuple tuple = Tuple.of(type, Map.of("n", number));
    return ((Reply.Written) ask(at, new Request.Write(tuple, Long.MAX_VALUE, null)))
        .lease()
        .token();
  }

  private Page page(HostId at, @Nullable Cursor cursor, int most) {
    return ((Reply.Paged) ask(at, new Request.Contents(JOBS, cursor, most))).page();
  }

  @Test
  void areEmptyForAnEmptySpace() {
    assertThat(page(ZEUS, null, 10)).isEqualTo(new Page(List.of(), null));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void giveWhatStaysExactlyOnceAndTheRestOnceAtMostWhateverChanges(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Set<TokenId> stay = new HashSet<>();
    for (int i = 0; i < 120; i++) {
      stay.add(write(HOSTS.get(random.nextInt(3)), random.nextInt(5) == 0 ? "note" : "job", i));
    }
    List<TokenId> order = new ArrayList<>(stay);
    order.sort((a, b) -> a.toString().compareTo(b.toString()));
    List<TokenId> given = new ArrayList<>();
    Cursor cursor = null;
    do {
      Page page = page(HOSTS.get(random.nextInt(3)), cursor, 1 + random.nextInt(9));
      for (Token token : page.tokens()) {
        given.add(token.id());
        assertThat(token.tuple().type()).isEqualTo("job");
      }
      cursor = page.next();
      TokenId one = order.get(random.nextInt(order.size()));
      switch (random.nextInt(4)) {
        case 0 -> {
          Reply unused = ask(HERA, new Request.Modify(one, null, Edits.increment("n", 1)));
        }
        case 1 -> {
          TokenId unused = write(HOSTS.get(random.nextInt(3)), "job", 1_000);
        }
        case 2 -> {
          Reply gone = ask(ATHENA, new Request.CancelLease(one, null));
          assertThat(gone).isInstanceOf(Reply.LeaseCancelled.class);
          stay.remove(one);
        }
        default -> {
          Request take = new Request.TakeIfExists(JOBS, 0, Consistency.SESSION);
          ((Reply.Found) ask(ZEUS, take)).token().ifPresent(token -> stay.remove(token.id()));
        }
      }
    } while (cursor != null);
    assertThat(given).as("seed %d", seed).doesNotHaveDuplicates();
    Set<TokenId> notes = notes();
    stay.removeAll(notes);
    assertThat(stay).as("seed %d", seed).isNotEmpty().isSubsetOf(given);
  }

  private Set<TokenId> notes() {
    Set<TokenId> notes = new HashSet<>();
    Cursor cursor = null;
    do {
      Page page =
          ((Reply.Paged) ask(HERA, new Request.Contents(Template.ofType("note"), cursor, 1_000)))
              .page();
      page.tokens().forEach(token -> notes.add(token.id()));
      cursor = page.next();
    } while (cursor != null);
    return notes;
  }

  @Test
  void areNoLongerThanAskedForAndGoOnWhereTheyEnded() {
    for (int i = 0; i < 10; i++) {
      TokenId unused = write(HERA, "job", i);
    }
    Page first = page(HERA, null, 1);
    assertThat(first.tokens()).hasSize(1);
    Page again = page(ATHENA, null, 1);
    assertThat(again.tokens()).extracting(Token::id).containsExactly(first.tokens().get(0).id());
    assertThat(page(ATHENA, first.next(), 1).tokens())
        .extracting(Token::id)
        .doesNotContain(first.tokens().get(0).id());
  }

  @Test
  void sayWhichSegmentCannotBeReachedAndCanBeAskedForAgain() {
    TokenId unused = write(ZEUS, "job", 1);
    hosts.unlink(HERA, ZEUS);
    Cursor cursor = null;
    Reply reply = ask(HERA, new Request.Contents(JOBS, cursor, 1));
    while (reply instanceof Reply.Paged paged && paged.page().next() != null) {
      cursor = paged.page().next();
      reply = ask(HERA, new Request.Contents(JOBS, cursor, 1));
    }
    assertThat(((Reply.Failed) reply).why())
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("zeus/0");
    hosts.link(HERA, ZEUS);
    hosts.pass(1_000);
    assertThat(ask(HERA, new Request.Contents(JOBS, cursor, 1))).isInstanceOf(Reply.Paged.class);
  }
}
