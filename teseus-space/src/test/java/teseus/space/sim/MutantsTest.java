package teseus.space.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import teseus.roulette.Strategy;
import teseus.space.HostId;
import teseus.space.host.Host;
import teseus.space.host.HostSettings;
import teseus.space.host.Mutant;
import teseus.space.host.Recovered;
import teseus.space.host.StoreIdentity;
import teseus.space.host.Watch;
import teseus.space.spi.Computer;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;
import teseus.space.spi.Network;
import teseus.space.wire.Beacon;
import teseus.space.wire.Frame;
import teseus.space.wire.Message;

/** The simulator is not blind: whatever rule is broken, some seed shows it. */
@Tag("once") // on one JDK: see .ci/run
class MutantsTest {
  private static final int MOST_SEEDS = 8_000;

  /**
   * Those that take hundreds of seeds are looked for from where each was noticed when this was
   * written. Any change moves that, and it is found elsewhere.
   */
  private static final Map<Mutant, Long> RARELY =
      Map.of(
          Mutant.TAKES_FROM_ANY_EPOCH, 3_640L,
          Mutant.CUTS_AFTER_HANDLING, 1_245L,
          Mutant.CALLS_NOBODY_FOR_A_CHANGE, 1_545L,
          Mutant.PREPARES_WITHOUT_LOCKS, 475L,
          Mutant.UNLOCKS_WHAT_IT_PREPARED, 400L,
          Mutant.FORGETS_WHAT_ANOTHER_DECIDED, 240L,
          Mutant.CUTS_WITHIN_AN_EPOCH, 960L,
          Mutant.DECIDES_FOR_AN_OLD_TURN, 530L,
          Mutant.CUTS_A_QUEUE_SHORT, 2_220L);

  @ParameterizedTest
  @EnumSource(
      value = Mutant.class,
      names = {"CALLS_THE_NEWEST", "CUTS_A_QUEUE_SHORT"},
      mode = EnumSource.Mode.EXCLUDE)
  void aBrokenRuleIsNoticed(Mutant mutant) {
    long first = RARELY.getOrDefault(mutant, 1L);
    caught(mutant.name(), first, SimulationSettings.DEFAULT, parts(mutant));
  }

  @ParameterizedTest
  @EnumSource(
      value = Mutant.class,
      names = {"CALLS_THE_NEWEST", "CUTS_A_QUEUE_SHORT"})
  void aQueueThatIsNotServedInItsOrderIsNoticed(Mutant mutant) {
    long first = RARELY.getOrDefault(mutant, 1L);
    caught(mutant.name(), first, FairnessTest.CROWD, parts(mutant));
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
          Computer computer,
          RandomGenerator random,
          Function<String, Strategy> strategies,
          Watch watch) {
        return mutant.host(
            settings, recovered, store, log, network, computer, random, strategies, watch);
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
              Agenda agenda,
              SimulatedDisk disk,
              LongSupplier delay,
              boolean atOnce,
              Log.Listener listener) {
            return new Hasty(agenda, disk, delay, listener);
          }
        });
  }

  @Test
  void anEmptyDiskUnderTheIdOfOneThatWasLostIsNoticed() {
    caught(
        "an empty disk under an old id",
        SimulationSettings.DEFAULT,
        new SimulationParts() {
          @Override
          int storeInPlaceOf(int lost, int another) {
            return lost;
          }
        });
  }

  @Test
  void aMemoryStoreThatKeepsItsIdIsNoticed() {
    caught(
        "a memory store that keeps its id",
        SimulationSettings.DEFAULT,
        new SimulationParts() {
          @Override
          int storeInMemory(int last, int another) {
            return last;
          }
        });
  }

  @Test
  void linksWithoutColoursAreNoticed() {
    caught(
        "links without colours",
        SimulationSettings.DEFAULT,
        new Recoloured((settings, network) -> new Colourless(network)));
  }

  @Test
  void markersOnLinksThatOvertakeAreNoticed() {
    caught("markers instead of colours", SimulationSettings.DEFAULT, new Recoloured(Markers::new));
  }

  @Test
  void clientsThatCarryNoColoursAreNoticed() {
    caught(
        "clients without colours",
        4_375, // as in RARELY
        SimulationSettings.DEFAULT,
        new SimulationParts() {
          @Override
          boolean clientsCarryColours() {
            return false;
          }
        });
  }

  /** Hosts whose messages go out in other colours. */
  private static final class Recoloured extends SimulationParts {
    private final BiFunction<HostSettings, Network, Network> road;

    Recoloured(BiFunction<HostSettings, Network, Network> road) {
      this.road = road;
    }

    @Override
    Host host(
        HostSettings settings,
        Recovered recovered,
        StoreIdentity store,
        Log log,
        Network network,
        Computer computer,
        RandomGenerator random,
        Function<String, Strategy> strategies,
        Watch watch) {
      Network other = road.apply(settings, network);
      return super.host(
          settings, recovered, store, log, other, computer, random, strategies, watch);
    }
  }

  /** Hosts learn of a snapshot from META and from beacons alone. */
  private record Colourless(Network network) implements Network {
    @Override
    public void send(HostId to, Frame frame) {
      network.send(to, new Frame(0, frame.roster(), frame.meta(), frame.message()));
    }

    @Override
    public void publish(Beacon beacon) {
      network.publish(beacon);
    }
  }

  /** Once it has cut, a host sends one marker on each link; right only where nothing overtakes. */
  private static final class Markers implements Network {
    private final HostSettings settings;
    private final Network network;
    private long colour;

    Markers(HostSettings settings, Network network) {
      this.settings = settings;
      this.network = network;
    }

    @Override
    public void send(HostId to, Frame frame) {
      if (frame.colour() > colour) {
        colour = frame.colour();
        Frame marker = new Frame(colour, 0, 0, new Message.KeepAlive(Map.of()));
        for (HostId host : settings.hosts()) {
          if (!host.equals(settings.self())) {
            network.send(host, marker);
          }
        }
      }
      network.send(to, new Frame(0, frame.roster(), frame.meta(), frame.message()));
    }

    @Override
    public void publish(Beacon beacon) {
      network.publish(beacon);
    }
  }

  /** Says that an entry is forced as soon as it is appended; a crash loses it all the same. */
  private static final class Hasty extends SimulatedLog {
    private final Agenda agenda;
    private final Log.Listener listener;

    Hasty(Agenda agenda, SimulatedDisk disk, LongSupplier delay, Log.Listener listener) {
      super(agenda, disk, delay, false, listener);
      this.agenda = agenda;
      this.listener = listener;
    }

    @Override
    public long append(LogEntry entry) {
      long position = super.append(entry);
      agenda.after(0, () -> listener.forced(position));
      return position;
    }
  }

  private static void caught(String mutant, SimulationSettings settings, SimulationParts parts) {
    caught(mutant, 1, settings, parts);
  }

  /**
   * The lowest seed from a first on that shows it; several are tried at a time, on all processors,
   * and more once the first few have shown nothing.
   */
  private static void caught(
      String mutant, long first, SimulationSettings settings, SimulationParts parts) {
    int processors = Runtime.getRuntime().availableProcessors();
    long next = first;
    for (long from = first; from < first + MOST_SEEDS; from = next) {
      next = from + (from == first ? processors : 4L * processors);
      Optional<Violation> noticed =
          LongStream.range(from, next)
              .parallel()
              .mapToObj(seed -> violation(seed, settings, parts))
              .flatMap(Optional::stream)
              .findFirst();
      if (noticed.isPresent()) {
        System.out.println(
            mutant
                + " is noticed at "
                + String.valueOf(noticed.get().getMessage()).lines().findFirst().orElse(""));
        return;
      }
    }
    throw new AssertionError(mutant + " lived through " + MOST_SEEDS + " seeds");
  }

  private static Optional<Violation> violation(
      long seed, SimulationSettings settings, SimulationParts parts) {
    try {
      new Simulation(seed, settings, parts).run();
      return Optional.empty();
    } catch (Violation violation) {
      assertThat(violation.seed()).isEqualTo(seed);
      return Optional.of(violation);
    }
  }
}
