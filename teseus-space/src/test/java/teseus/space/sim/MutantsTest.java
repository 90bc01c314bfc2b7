package teseus.space.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import teseus.roulette.Strategy;
import teseus.space.host.Host;
import teseus.space.host.HostSettings;
import teseus.space.host.Mutant;
import teseus.space.host.Recovered;
import teseus.space.host.StoreIdentity;
import teseus.space.host.Watch;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;
import teseus.space.spi.Network;

/** The simulator is not blind: whatever rule is broken, some seed shows it. */
class MutantsTest {
  private static final int MOST_SEEDS = 2_000;

  @ParameterizedTest
  @EnumSource(value = Mutant.class, names = "CALLS_THE_NEWEST", mode = EnumSource.Mode.EXCLUDE)
  void aBrokenRuleIsNoticed(Mutant mutant) {
    caught(mutant.name(), SimulationSettings.DEFAULT, parts(mutant));
  }

  @Test
  void aQueueThatServesTheNewestFirstIsNoticed() {
    Mutant mutant = Mutant.CALLS_THE_NEWEST;
    caught(mutant.name(), FairnessTest.CROWD, parts(mutant));
  }

  private static SimulationParts parts(Mutant mutant) {
    return new SimulationParts() {
      @Override
      Host host(
          HostSettings settings,
          Recovered recovered,
          StoreIdentity store,
          Log log,
          Network network,
          RandomGenerator random,
          Function<String, Strategy> strategies,
          Watch watch) {
        return mutant.host(settings, recovered, store, log, network, random, strategies, watch);
      }
    };
  }

  @Test
  void aLogThatSaysForcedTooEarlyIsNoticed() {
    caught(
        "a log that says forced too early",
        SimulationSettings.DEFAULT,
        new SimulationParts() {
          @Override
          SimulatedLog log(
              Agenda agenda, SimulatedDisk disk, LongSupplier delay, LongConsumer listener) {
            return new Hasty(agenda, disk, delay, listener);
          }
        });
  }

  /** Says that an entry is forced as soon as it is appended; a crash loses it all the same. */
  private static final class Hasty extends SimulatedLog {
    private final Agenda agenda;
    private final LongConsumer listener;

    Hasty(Agenda agenda, SimulatedDisk disk, LongSupplier delay, LongConsumer listener) {
      super(agenda, disk, delay, listener);
      this.agenda = agenda;
      this.listener = listener;
    }

    @Override
    public long append(LogEntry entry) {
      long position = super.append(entry);
      agenda.after(0, () -> listener.accept(position));
      return position;
    }
  }

  private static void caught(String mutant, SimulationSettings settings, SimulationParts parts) {
    for (long seed = 1; seed <= MOST_SEEDS; seed++) {
      try {
        new Simulation(seed, settings, parts).run();
      } catch (Violation violation) {
        String first = String.valueOf(violation.getMessage()).lines().findFirst().orElse("");
        System.out.println(mutant + " is noticed at " + first);
        assertThat(violation.seed()).isEqualTo(seed);
        return;
      }
    }
    throw new AssertionError(mutant + " lived through " + MOST_SEEDS + " seeds");
  }
}
