package teseus.space.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import teseus.space.HostId;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;

/**
 * Somebody who has others keep META: two more, two fewer, or one in another's place; by asking a
 * host that runs, and by what it knows of META.
 */
final class VoterChanges {
  private final List<SimulatedHost> machines;
  private final RandomGenerator random;

  VoterChanges(List<SimulatedHost> machines, RandomGenerator random) {
    this.machines = machines;
    this.random = random;
  }

  /** Asks for a change, if a host that can be asked runs. */
  void act() {
    SimulatedHost asked = machines.get(random.nextInt(machines.size()));
    asked.now(host -> act(asked, host.meta()));
  }

  private void act(SimulatedHost asked, MetaState known) {
    Map<HostId, Long> voters = new TreeMap<>(known.voters().folders());
    List<HostId> others = new ArrayList<>(known.hosts().keySet());
    others.removeIf(host -> voters.containsKey(host) || !known.stays(host));
    if (voters.size() >= 3 && (others.isEmpty() || random.nextInt(3) == 0)) {
      remove(voters);
      remove(voters);
    } else if (others.size() >= 2 && random.nextBoolean()) {
      add(voters, others, known);
      add(voters, others, known);
    } else if (!others.isEmpty() && !voters.isEmpty()) {
      remove(voters);
      add(voters, others, known);
    }
    MetaCommand command = new MetaCommand.ChangeVoters(known.voters().next(voters));
    asked.run(host -> host.command(command, refused -> {}, asked.clock()));
  }

  private void remove(Map<HostId, Long> voters) {
    voters.remove(List.copyOf(voters.keySet()).get(random.nextInt(voters.size())));
  }

  private void add(Map<HostId, Long> voters, List<HostId> others, MetaState known) {
    HostId host = others.remove(random.nextInt(others.size()));
    MetaState.Store store = known.hosts().get(host);
    if (store != null) {
      voters.put(host, store.folder());
    }
  }
}
