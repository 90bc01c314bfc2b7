package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static teseus.space.host.SomeTokens.ATHENA;
import static teseus.space.host.SomeTokens.HERA;
import static teseus.space.host.SomeTokens.ZEUS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import teseus.space.FieldIndex;
import teseus.space.HostId;
import teseus.space.Limits;
import teseus.space.LookUp;
import teseus.space.OpId;
import teseus.space.Template;
import teseus.space.Tuple;

/** Whoever asks how matches are looked for hears it of every segment; an index serves in all. */
class ExplainTest {
  private static final int TOKENS = 60;

  private final WiredHosts hosts = new WiredHosts(64 << 20, HERA, ZEUS, ATHENA);

  private Reply ask(HostId at, Request request) {
    List<Reply> replies = new ArrayList<>();
    OpId unused = hosts.host(at).submit(request, replies::add, hosts.now);
    hosts.settle();
    assertThat(replies).hasSize(1);
    return replies.get(0);
  }

  private List<LookUp> lookUps(Template template) {
    Reply.Explained explained = (Reply.Explained) ask(ZEUS, new Request.Explain(template));
    assertThat(explained.how().segments()).hasSize(3);
    return explained.how().segments().values().stream().flatMap(List::stream).toList();
  }

  @Test
  void everySegmentTellsOfItsLookUp() {
    for (int i = 0; i < TOKENS; i++) {
      Tuple job = Tuple.of("Job", Map.of("key", i));
      assertThat(ask(HERA, new Request.Write(job, Long.MAX_VALUE, null)))
          .isInstanceOf(Reply.Written.class);
    }
    List<LookUp> one = lookUps(Template.ofType("Job").where("key", 7));

    assertThat(one).extracting(LookUp::type).containsOnly("Job");
    assertThat(one.stream().filter(LookUp::found)).hasSize(1);
    assertThat(one.stream().mapToLong(LookUp::tokens).sum()).isEqualTo(TOKENS);
    assertThat(one).filteredOn(each -> !each.found()).allMatch(ExplainTest::allInVain);
  }

  private static boolean allInVain(LookUp lookUp) {
    return lookUp.index().isEmpty()
        && lookUp.candidates() == lookUp.tokens()
        && lookUp.examined() == lookUp.tokens();
  }

  @Test
  void aDeclaredIndexServesInEverySegmentThoseThatGetTokensLaterToo() {
    FieldIndex index = new FieldIndex("Job", "key", false);
    assertThat(ask(ATHENA, new Request.DeclareIndex(index))).isEqualTo(new Reply.Declared(index));
    hosts.pass(1_000);
    for (int i = 0; i < TOKENS; i++) {
      Tuple job = Tuple.of("Late", List.of("Job"), Map.of("key", i), Limits.DEFAULT);
      assertThat(ask(HERA, new Request.Write(job, Long.MAX_VALUE, null)))
          .isInstanceOf(Reply.Written.class);
    }
    List<LookUp> all = lookUps(Template.ofType("Job").where("key", 7));

    assertThat(all).extracting(LookUp::index).containsOnly(Optional.of("index on key"));
    assertThat(all.stream().mapToLong(LookUp::examined).sum()).isOne();
  }

  @Test
  void withoutTheVoterAnIndexIsNotDeclaredUnlessItIsAlready() {
    Request.DeclareIndex known = new Request.DeclareIndex(new FieldIndex("Job", "key", true));
    assertThat(ask(ATHENA, known)).isInstanceOf(Reply.Declared.class);
    hosts.unlink(HERA, ATHENA);

    assertThat(ask(ATHENA, known)).isInstanceOf(Reply.Declared.class);
    Request other = new Request.DeclareIndex(new FieldIndex("Job", "key", false));
    assertThat(ask(ATHENA, other))
        .isInstanceOfSatisfying(
            Reply.Failed.class, failed -> assertThat(failed.why()).hasMessageContaining("hera"));
  }

  @Test
  void ofOneTypeOnlySoManyIndexesAreDeclared() {
    for (int i = 0; i < FieldIndex.MOST_OF_A_TYPE; i++) {
      Request declare = new Request.DeclareIndex(new FieldIndex("Job", "f" + i, false));
      assertThat(ask(HERA, declare)).isInstanceOf(Reply.Declared.class);
    }
    Request more = new Request.DeclareIndex(new FieldIndex("Job", "more", false));
    assertThatThrownBy(() -> ask(HERA, more))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("type Job has 16 indexes");
    assertThat(ask(HERA, new Request.DeclareIndex(new FieldIndex("Task", "more", false))))
        .isInstanceOf(Reply.Declared.class);
  }

  @Test
  void aTypeThatASegmentDoesNotHoldIsNotLookedFor() {
    assertThat(lookUps(Template.ofType("Job"))).isEmpty();
  }
}
