package teseus.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContentsTest {
  private static final SegmentId SEGMENT = new SegmentId(new HostId("hera"), 0);

  /** Counts what it gets, and asks for more when the test says so. */
  private static final class Reader implements Flow.Subscriber<Token> {
    final List<Token> got = new ArrayList<>();
    private final int each;
    Flow.Subscription walk;
    Throwable failure;
    boolean complete;

    Reader(int each) {
      this.each = each;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      walk = subscription;
    }

    @Override
    public void onNext(Token token) {
      got.add(token);
      if (each > 0) {
        walk.request(each);
      }
    }

    @Override
    public void onError(Throwable why) {
      failure = why;
    }

    @Override
    public void onComplete() {
      complete = true;
    }
  }

  private int asked;

  private CompletionStage<Page> page(@Nullable Cursor at, int most, int pages) {
    asked++;
    long from = at == null ? 0 : at.from();
    List<Token> tokens =
        LongStream.range(from, from + Math.min(3, most))
            .mapToObj(n -> BulkTest.token(n + 1))
            .toList();
    boolean last = from + tokens.size() >= 3L * pages;
    return CompletableFuture.completedFuture(
        new Page(tokens, last ? null : new Cursor(SEGMENT, from + tokens.size(), 99)));
  }

  private Contents contents(int pages) {
    return new Contents((at, most) -> page(at, most, pages));
  }

  @Test
  void areReadAPageAtATimeAsTheyAreWanted() {
    Reader reader = new Reader(0);
    contents(4).subscribe(reader);
    assertThat(asked).as("before anything is wanted").isZero();
    reader.walk.request(2);
    assertThat(reader.got).hasSize(2);
    assertThat(asked).isEqualTo(1);
    reader.walk.request(1);
    assertThat(asked).isEqualTo(1);
    reader.walk.request(100);
    assertThat(reader.got).hasSize(12).doesNotHaveDuplicates();
    assertThat(reader.complete).isTrue();
  }

  @Test
  void needNoStackForManyPages() {
    Reader reader = new Reader(1);
    contents(20_000).subscribe(reader);
    reader.walk.request(1);
    assertThat(reader.got).hasSize(60_000);
    assertThat(reader.complete).isTrue();
  }

  @Test
  void endWithTheFailureOfAPage() {
    UnavailableException down = new UnavailableException("zeus/0 is away");
    Reader reader = new Reader(1);
    new Contents(
            (at, most) -> at == null ? page(null, most, 4) : CompletableFuture.failedFuture(down))
        .subscribe(reader);
    reader.walk.request(1);
    assertThat(reader.got).hasSize(3);
    assertThat(reader.failure).isSameAs(down);
    assertThat(reader.complete).isFalse();
  }

  @Test
  void stopWhenTheyAreCancelledOrMisused() {
    Reader left = new Reader(0);
    contents(4).subscribe(left);
    left.walk.request(2);
    left.walk.cancel();
    left.walk.request(5);
    assertThat(left.got).hasSize(2);
    assertThat(left.complete).isFalse();
    Reader wrong = new Reader(0);
    contents(4).subscribe(wrong);
    wrong.walk.request(0);
    assertThat(wrong.failure).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void arePickedByAPredicateOfTheReader() {
    Contents even = contents(4).where(token -> token.id().write().number() % 2 == 0);
    assertThat(even.first(3).toCompletableFuture().join())
        .extracting(token -> token.id().write().number())
        .containsExactly(2L, 4L, 6L);
    assertThat(even.first(100).toCompletableFuture().join()).hasSize(6);
    Contents wrong =
        contents(4)
            .where(
                token -> {
                  throw new IllegalStateException("no such luck");
                });
    assertThat(wrong.first(1).toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void giveTheFirstOfThem() {
    assertThat(contents(4).first(7).toCompletableFuture().join()).hasSize(7);
    assertThat(contents(2).first(100).toCompletableFuture().join()).hasSize(6);
  }

  @Test
  void haveCursorsThatReadAsTheyAreWritten() {
    Cursor cursor = new Cursor(SEGMENT, 5, -1);
    assertThat(Cursor.parse(cursor.toString())).isEqualTo(cursor);
    for (String wrong : List.of("", "hera/0", "hera/0:a:b", "hera:1:2", "hera/0:1:2:3")) {
      assertThat(wrong)
          .satisfies(
              text ->
                  org.assertj.core.api.Assertions.assertThatThrownBy(() -> Cursor.parse(text))
                      .isInstanceOf(IllegalArgumentException.class));
    }
  }
}
