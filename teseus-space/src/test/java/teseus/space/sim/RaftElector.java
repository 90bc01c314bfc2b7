package teseus.space.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.meta.MetaStore;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.StoreName;
import teseus.space.wire.VoterGroup;

/**
 * Has others vote, whatever goes on meanwhile: one in another's place, or on a new disk, and now
 * and then two more or two fewer. Knows of no group that does not stand.
 */
final class RaftElector {
  private final List<RaftMachine> machines;
  private final Agenda agenda;
  private final MetaTruth truth;
  private final RandomGenerator random;
  private final LongSupplier ids;
  private final List<VoterGroup> proposed = new ArrayList<>();

  RaftElector(
      List<RaftMachine> machines,
      Agenda agenda,
      MetaTruth truth,
      RandomGenerator random,
      LongSupplier ids) {
    this.machines = machines;
    this.agenda = agenda;
    this.truth = truth;
    this.random = random;
    this.ids = ids;
  }

  /** Asks a few machines at once, as the same command, to make up the next group. */
  void act() {
    VoterGroup present = truth.newest();
    if (present == null) {
      return;
    }
    Map<HostId, Long> voters = new HashMap<>();
    present.hosts().forEach(host -> voters.put(host, machine(host).store()));
    change(voters);
    VoterGroup next = present.next(voters);
    proposed.add(next);
    MetaCommand command = new MetaCommand.ChangeVoters(next);
    long number = ids.getAsLong();
    for (int i = 0; i < 3; i++) {
      RaftMachine machine = any();
      agenda.after(
          random.nextInt(200),
          () -> machine.happens(voter -> voter.submit(number, command, new Told(number))));
    }
  }

  private void change(Map<HostId, Long> voters) {
    int draw = random.nextInt(4);
    if (draw == 0 && voters.size() + 2 <= machines.size()) {
      add(voters);
      add(voters);
    } else if (draw == 1 && voters.size() >= 3) {
      voters.remove(one(voters));
      voters.remove(one(voters));
    } else if (voters.size() < machines.size()) {
      HostId gone = one(voters);
      add(voters);
      voters.remove(gone);
    }
  }

  private void add(Map<HostId, Long> voters) {
    RaftMachine machine = any();
    while (voters.containsKey(machine.name())) {
      machine = any();
    }
    voters.put(machine.name(), machine.store());
  }

  private HostId one(Map<HostId, Long> voters) {
    RaftMachine machine = any();
    while (!voters.containsKey(machine.name())) {
      machine = any();
    }
    return machine.name();
  }

  private RaftMachine any() {
    return machines.get(random.nextInt(machines.size()));
  }

  private RaftMachine machine(HostId host) {
    return machines.stream().filter(one -> one.name().equals(host)).findFirst().orElseThrow();
  }

  /** Whether META bears the loss of a disk, in this group and in any that may be the next. */
  boolean spares(RaftMachine machine) {
    VoterGroup group = truth.newest();
    return group != null
        && group.number() > 0
        && truth.stands(group)
        && spares(machine, group)
        && proposed.stream()
            .filter(next -> next.number() == group.number() + 1)
            .allMatch(next -> spares(machine, next));
  }

  /** Whether more than half of those who vote keep their disks. */
  private boolean spares(RaftMachine machine, VoterGroup group) {
    long kept =
        group.hosts().stream()
            .map(this::machine)
            .filter(one -> one != machine && has(group, one))
            .count();
    return kept * 2 > group.folders().size();
  }

  /** Whether the newest group has a machine, on the disk that it runs on. */
  boolean elected(RaftMachine machine) {
    VoterGroup group = truth.newest();
    return group != null && has(group, machine);
  }

  private static boolean has(VoterGroup group, RaftMachine machine) {
    return group.has(new StoreName(machine.name(), machine.store()));
  }

  /** How many groups there were. */
  long groups() {
    VoterGroup group = truth.newest();
    return group == null ? 0 : group.number() + 1;
  }

  private final class Told implements MetaStore.Answer {
    private final long number;

    Told(long number) {
      this.number = number;
    }

    @Override
    public void done(@Nullable String refused) {
      truth.answered(number, refused);
    }

    @Override
    public void elsewhere() {}
  }
}
