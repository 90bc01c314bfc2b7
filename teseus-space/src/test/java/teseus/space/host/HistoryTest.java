package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.OnePrimary.aim;
import static teseus.space.host.OnePrimary.fields;
import static teseus.space.host.OnePrimary.op;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import teseus.space.Edits;
import teseus.space.Event;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.wire.Action;
import teseus.space.wire.Happening;

class HistoryTest {
  private final OnePrimary hera = new OnePrimary();
  private final TokenId token = hera.written(op(1));

  private void done(long op, Action action) {
    assertThat(hera.done(aim(op(op), 1, action))).isNotNull();
  }

  private static boolean told(Template template, Happening happening) {
    Follower.Key key = new Follower.Key(SomeTokens.ZEUS, 1);
    return new Follower(key, template, Event.Kind.all(), 0, 0).wants(happening);
  }

  @Test
  void tellsWhatEachChangeMadeOfATokenAndNothingOfARenewal() {
    done(2, new Action.Modify(token, Edits.increment("n", 1)));
    done(3, new Action.Renew(token, 5_000));
    done(4, new Action.Update(token, 2, "note", fields(Map.of())));
    done(5, new Action.CancelLease(token));
    assertThat(hera.happenings)
        .extracting(Happening::kind)
        .containsExactly(
            Event.Kind.WRITTEN, Event.Kind.UPDATED, Event.Kind.UPDATED, Event.Kind.EXPIRED);
    assertThat(hera.happenings)
        .extracting(happening -> happening.token().version())
        .containsExactly(1L, 2L, 3L, 3L);
  }

  @Test
  void tellsEachOfManyChangesInOneBatchAsItLeftTheToken() {
    for (int i = 0; i < 3; i++) {
      hera.aims.onAim(
          OnePrimary.ASKER,
          aim(op(2 + i), 1, new Action.Modify(token, Edits.increment("n", 1))),
          0);
    }
    hera.force();
    List<Happening> changes = hera.happenings.subList(1, 4);
    assertThat(changes)
        .extracting(happening -> told(Template.any().where("n", 1), happening))
        .containsExactly(true, false, false);
    assertThat(changes)
        .extracting(happening -> told(Template.any().where("n", 3), happening))
        .containsExactly(false, false, true);
  }

  @Test
  void tellsAChangeToThoseWhomTheNewTupleSuitsAndNotToThoseWhomTheOldOneDid() {
    done(2, new Action.Update(token, 1, "note", fields(Map.of())));
    Happening change = hera.happenings.get(1);
    assertThat(told(Template.ofType("note"), change)).isTrue();
    assertThat(told(OnePrimary.JOBS, change)).isFalse();
  }
}
