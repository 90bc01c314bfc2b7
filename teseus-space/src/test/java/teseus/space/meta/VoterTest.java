package teseus.space.meta;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.spi.Image;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;
import teseus.space.wire.LogRecord;
import teseus.space.wire.LogRecordCodec;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;
import teseus.space.wire.StoreName;
import teseus.space.wire.VoterMessage;
import teseus.space.wire.VoterRecord;

/** One voter that votes alone, and its log. */
class VoterTest {
  private static final HostId HERA = new HostId("hera");
  private static final HostId ZEUS = new HostId("zeus");
  private static final HostId ARES = new HostId("ares");
  private static final MetaSettings ALONE = new MetaSettings(List.of(HERA), 100, 10, 16);

  private final Journal journal = new Journal();
  private final List<@Nullable String> answers = new ArrayList<>();
  private MetaState agreed = MetaState.EMPTY;
  private MetaStore voter = started(new VoterFound());

  /** Counts strategies, and refuses one that is called no. */
  private static final class Strategies implements Replica {
    private MetaState state = MetaState.EMPTY;

    @Override
    public MetaState state() {
      return state;
    }

    @Override
    public void restore(MetaState image) {
      state = image;
    }

    @Override
    public @Nullable String apply(MetaCommand command) {
      if (command instanceof MetaCommand.SetStrategy set && !set.name().equals("no")) {
        state = state.withStrategy(set.name(), set.weights());
        return null;
      }
      return "not so";
    }
  }

  private static final class Journal implements Log {
    private final List<LogEntry> entries = new ArrayList<>();
    private @Nullable Image image;

    /** Of the entries in it that voters agree on. */
    List<Integer> terms() {
      return entries.stream()
          .map(entry -> (LogRecord.Voter) LogRecordCodec.decode(entry.body()))
          .filter(record -> record.what() instanceof VoterRecord.Append)
          .map(record -> ((VoterRecord.Append) record.what()).entry().term())
          .toList();
    }

    @Override
    public long append(LogEntry entry) {
      entries.add(entry);
      return entries.size();
    }

    @Override
    public void flush() {}

    @Override
    public void checkpoint(Image its) {
      image = its;
    }

    @Override
    public Set<SegmentId> wantImages() {
      return Set.of();
    }

    @Override
    public void close() {}
  }

  private static final class Alone implements VoterHost {
    @Override
    public long now() {
      return 1_000;
    }

    @Override
    public Runnable after(long ms, Runnable task) {
      return () -> {};
    }

    @Override
    public void send(HostId to, long group, VoterMessage message) {
      throw new AssertionError("there is nobody to say it to: " + message);
    }
  }

  private MetaStore started(VoterFound found) {
    MetaStore made = voter(found, ALONE);
    made.start();
    made.begin();
    run(made);
    return made;
  }

  private MetaStore voter(VoterFound found, MetaSettings settings) {
    return new VoterParts()
        .keeper(
            new StoreName(HERA, 7),
            settings,
            journal,
            found,
            new Strategies(),
            new Alone(),
            new SplittableRandom(1),
            (state, leads) -> agreed = state);
  }

  private static void run(MetaStore one) {
    while (one.run()) {}
  }

  private void ask(long number, String strategy) {
    voter.submit(
        number,
        new MetaCommand.SetStrategy(strategy, Map.of()),
        new MetaStore.Answer() {
          @Override
          public void done(@Nullable String refused) {
            answers.add(refused);
          }

          @Override
          public void elsewhere() {
            answers.add("elsewhere");
          }
        });
    run(voter);
  }

  private void force() {
    voter.forced(journal.entries.size());
    run(voter);
  }

  /** Its host ends, and starts with all that it wrote; or with the image and what came after. */
  private void restart() {
    VoterFound found = new VoterFound();
    Image image = journal.image;
    if (image != null) {
      found.image(image);
    }
    journal.entries.stream()
        .filter(entry -> image == null || entry.lsn() >= image.lsn())
        .forEach(found::entry);
    agreed = MetaState.EMPTY;
    voter = started(found);
    force();
  }

  @Test
  void answersOnceTheCommandIsForced() {
    force();
    ask(1, "roomiest");
    assertThat(answers).isEmpty();
    assertThat(agreed.strategy()).isNull();
    force();
    assertThat(answers).containsExactly((String) null);
    assertThat(agreed.strategy()).isEqualTo("roomiest");
  }

  @Test
  void doesARepeatedCommandOnceAndAnswersAsBefore() {
    ask(1, "a");
    ask(1, "a");
    force();
    ask(1, "a");
    ask(2, "no");
    ask(2, "no");
    force();
    assertThat(agreed.version()).isEqualTo(1);
    assertThat(answers).containsExactly(null, null, "not so");
  }

  @Test
  void knowsAfterARestartWhatItDidAndWhatItRefused() {
    ask(1, "a");
    ask(2, "no");
    force();
    restart();
    assertThat(agreed.strategy()).isEqualTo("a");
    answers.clear();
    ask(1, "a");
    ask(2, "no");
    force();
    assertThat(agreed.version()).isEqualTo(1);
    assertThat(answers).containsExactly(null, "not so");
  }

  @Test
  void goesOnFromAnImageInPlaceOfTheLogBeforeIt() {
    for (int i = 1; i <= 57; i++) { // beyond several of its own snapshots, each of many parts
      ask(i, "s" + i);
      force();
    }
    voter.checkpoint();
    Image image = journal.image;
    assertThat(image).isNotNull();
    assertThat(image.lsn()).isEqualTo(journal.entries.size());
    assertThat(image.parts()).hasSizeLessThan(journal.entries.size() / 2);
    ask(58, "s58");
    force();
    journal.entries.removeIf(entry -> entry.lsn() < image.lsn());
    long kept = image.lsn();
    answers.clear();
    restartAfter(kept);
    assertThat(agreed.strategy()).isEqualTo("s58");
    ask(3, "s3");
    force();
    assertThat(answers).containsExactly((String) null);
    assertThat(agreed.version()).as("command 3 is remembered").isEqualTo(58);
  }

  private void restartAfter(long lsn) {
    assertThat(journal.entries.get(0).lsn()).isEqualTo(lsn);
    restart();
  }

  @Test
  void writesNoImageOfWhatIsNotForced() {
    ask(1, "a");
    voter.checkpoint();
    assertThat(journal.image).isNull();
  }

  /** Two others are silent, but for what the test says for them. */
  private static final class Among implements VoterHost {
    private final List<Runnable> tasks = new ArrayList<>();
    private final List<VoterMessage> said = new ArrayList<>();
    private long now = 1_000;

    @Override
    public long now() {
      return now;
    }

    @Override
    public Runnable after(long ms, Runnable task) {
      tasks.add(task);
      return () -> tasks.remove(task);
    }

    @Override
    public void send(HostId to, long group, VoterMessage message) {
      said.add(message);
    }
  }

  private static MetaStore among(Among others, Journal disk) {
    MetaStore one =
        new VoterParts()
            .keeper(
                new StoreName(HERA, 7),
                new MetaSettings(List.of(HERA, ZEUS, ARES), 100, 10, 16),
                disk,
                new VoterFound(),
                new Strategies(),
                others,
                new SplittableRandom(1),
                (state, leads) -> {});
    one.start();
    one.begin();
    run(one);
    one.forced(disk.entries.size());
    return one;
  }

  private static void pass(MetaStore one, Among others, Journal disk) {
    others.now += 1_000;
    List<Runnable> due = List.copyOf(others.tasks);
    others.tasks.clear();
    due.forEach(Runnable::run);
    run(one);
    one.forced(disk.entries.size());
  }

  @Test
  void asksForVotesInATermBeyondTheOneThatOthersAreAt() {
    Among others = new Among();
    Journal disk = new Journal();
    MetaStore one = among(others, disk);
    assertThat(others.said).contains(new VoterMessage.PreVote(1, 0, 0));
    one.received(ZEUS, 0, new VoterMessage.PreVoted(9, false));
    for (int i = 0; i < 50; i++) {
      pass(one, others, disk);
    }
    assertThat(others.said).contains(new VoterMessage.PreVote(10, 0, 0));
  }

  @Test
  void leadsInEachTermThatItIsChosenForThoughNothingIsAgreedOn() {
    Among others = new Among();
    Journal disk = new Journal();
    MetaStore one = among(others, disk);
    Set<Integer> chosen = new TreeSet<>();
    for (int i = 0; i < 1_000 && chosen.size() < 30; i++) { // the library would have room for 17
      pass(one, others, disk);
      grant(one, others, disk, chosen);
      others.said.clear();
    }
    assertThat(chosen).hasSize(30);
    assertThat(disk.terms()).as("terms that it has begun").containsExactlyElementsOf(chosen);
  }

  /** Gives it the votes that it asks for, and notes for which terms. */
  private static void grant(MetaStore one, Among others, Journal disk, Set<Integer> chosen) {
    for (int i = 0; i < others.said.size(); i++) { // grows, for it goes on to ask for the vote
      VoterMessage said = others.said.get(i);
      if (said instanceof VoterMessage.PreVote ask) {
        one.received(ZEUS, 0, new VoterMessage.PreVoted(ask.term(), true));
      } else if (said instanceof VoterMessage.Vote ask) {
        one.received(ZEUS, 0, new VoterMessage.Voted(ask.term(), true));
        chosen.add(ask.term());
      }
      run(one);
      one.forced(disk.entries.size());
    }
  }

  @Test
  void takesNoMoreThanIsLikelyToBeAgreedOnSoon() {
    Among others = new Among();
    Journal disk = new Journal();
    voter = among(others, disk);
    grant(voter, others, disk, new TreeSet<>());
    for (int i = 1; i <= 20; i++) {
      ask(i, "s" + i);
    }
    voter.forced(disk.entries.size());
    run(voter);
    assertThat(answers).hasSize(15).containsOnly("elsewhere"); // of 10 * 2 / 3 one is the term's
  }
}
