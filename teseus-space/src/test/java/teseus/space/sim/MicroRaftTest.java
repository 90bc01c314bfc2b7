package teseus.space.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import teseus.space.meta.BrokenVoters;
import teseus.space.meta.VoterParts;

/**
 * META's voters alone, in virtual time, and in more trouble than their hosts would give them:
 * docs/decisions/0011. More seeds by {@code -Draft.seeds=N -Draft.first=S}; a seed that fails is
 * named, and fails again.
 */
class MicroRaftTest {
  private static final long FIRST = Long.getLong("raft.first", 1);
  private static final int SEEDS = Integer.getInteger("raft.seeds", 300);
  private static final int CHANGED_SEEDS = Integer.getInteger("raft.seeds", 60);
  private static final Logger LIBRARY = Logger.getLogger("io.microraft");

  private final Handler complaints = new Complaints();

  /** What the library catches and logs would otherwise go unseen. */
  private static final class Complaints extends Handler {
    @Override
    public void publish(LogRecord record) {
      if (record.getThrown() != null) {
        throw new Broken(record.getMessage() + ": " + record.getThrown());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    LIBRARY.setLevel(Level.SEVERE);
    LIBRARY.setUseParentHandlers(false);
    LIBRARY.addHandler(complaints);
  }

  @AfterEach
  void listenNoMore() {
    LIBRARY.removeHandler(complaints);
    LIBRARY.setUseParentHandlers(true);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5})
  void aGroupOfVotersAgreesThroughEveryFault(int voters) {
    Map<RaftSimulation.Fault, Integer> faults = agree(voters, false, SEEDS);
    assertThat(faults)
        .as("every fault of hosts that keep their disks has struck")
        .hasSize(RaftSimulation.Fault.values().length - 1)
        .doesNotContainKey(RaftSimulation.Fault.WIPED_DISK);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void votersAreReplacedThroughEveryFaultAndOnLostDisks(int voters) {
    Map<RaftSimulation.Fault, Integer> faults = agree(voters, true, CHANGED_SEEDS);
    assertThat(faults).as("every fault has struck").containsOnlyKeys(RaftSimulation.Fault.values());
  }

  private static Map<RaftSimulation.Fault, Integer> agree(int voters, boolean elects, int seeds) {
    Map<RaftSimulation.Fault, Integer> faults = new EnumMap<>(RaftSimulation.Fault.class);
    long answered = 0;
    long changes = 0;
    long terms = 0;
    long messages = 0;
    long groups = 0;
    for (long seed = FIRST; seed < FIRST + seeds; seed++) {
      RaftSimulation.Report report = run(seed, voters, elects);
      answered += report.answered();
      changes += report.changes();
      terms += report.terms();
      groups += report.groups();
      messages += report.messages();
      report.faults().forEach((fault, count) -> faults.merge(fault, count, Integer::sum));
    }
    System.out.printf(
        "%d voters, %d seeds: %d groups, %d terms, %d messages, %d answers, %d changes, faults %s%n",
        voters, seeds, groups, terms, messages, answered, changes, faults);
    assertThat(changes).as("changes in a run").isGreaterThan(10L * seeds);
    assertThat(terms).as("terms in a run").isGreaterThan(voters == 1 ? -1 : 3L * seeds);
    assertThat(groups).as("groups in a run").isGreaterThanOrEqualTo(elects ? 3L * seeds : seeds);
    return faults;
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void theSameSeedGivesTheSameMessagesAtTheSameTimes(int voters) {
    for (long seed = FIRST; seed < FIRST + 20; seed++) {
      assertThat(run(seed, voters, true)).as("seed %d", seed).isEqualTo(run(seed, voters, true));
    }
    assertThat(run(FIRST, voters, true).trace()).isNotEqualTo(run(FIRST + 1, voters, true).trace());
  }

  @Test
  void aVoterThatSpeaksBeforeItsDiskHasForcedIsNoticed() {
    assertNoticed(BrokenVoters.SPEAK_BEFORE_IT_IS_SAFE);
  }

  @Test
  void aCommandThatIsDoneAgainAtAnotherVoterIsNoticed() {
    assertNoticed(BrokenVoters.FORGET_WHAT_THEY_DID);
  }

  @Test
  void theLibraryAloneLeavesVotersBehind() {
    assertNoticed(BrokenVoters.BELIEVE_ALL_THEY_HEAR);
  }

  @Test
  void aVoterThatHearsWhatWasSaidInAnEarlierGroupIsNoticed() {
    assertNoticed(BrokenVoters.HEAR_EARLIER_GROUPS, true);
  }

  private void assertNoticed(VoterParts broken) {
    assertNoticed(broken, false);
  }

  /** By what voters do, not by what the library complains of. */
  private void assertNoticed(VoterParts broken, boolean elects) {
    LIBRARY.removeHandler(complaints);
    assertThatThrownBy(
            () -> {
              for (long seed = 1; seed <= 1_000; seed++) {
                new RaftSimulation(seed, 3, elects, broken).run();
              }
            })
        .isInstanceOf(Violation.class);
  }

  private static RaftSimulation.Report run(long seed, int voters, boolean elects) {
    return new RaftSimulation(seed, voters, elects, new VoterParts()).run();
  }
}
