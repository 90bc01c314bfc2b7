package teseus.space.host;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.meta.Replica;
import teseus.space.wire.Leaving;
import teseus.space.wire.Member;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;
import teseus.space.wire.StoreName;
import teseus.space.wire.VoterGroup;

/** Applies META's commands in the order of META's log. Pure: the same log gives the same state. */
final class MetaMachine implements Replica {
  static final int MOST_HOSTS = 100;

  private MetaState state = MetaState.EMPTY;

  @Override
  public MetaState state() {
    return state;
  }

  @Override
  public void restore(MetaState image) {
    state = image;
  }

  /** Why a command cannot be done now, or null if it can. */
  private @Nullable String refusal(MetaCommand command) {
    if (command instanceof MetaCommand.BeginSnapshot begin) {
      return refusal(begin);
    }
    if (command instanceof MetaCommand.DeclareIndex declare) {
      return DeclaredIndexes.refusal(state.indexes(), declare.index());
    }
    if (command instanceof MetaCommand.Configure configure) {
      return refusal(configure);
    }
    if (command instanceof MetaCommand.Drain drain) {
      return refusal(drain);
    }
    if (command instanceof MetaCommand.Leave leave) {
      return refusal(leave);
    }
    if (command instanceof MetaCommand.Readmit readmit) {
      return gone(readmit.host());
    }
    if (command instanceof MetaCommand.Register register) {
      return gone(register.host());
    }
    if (command instanceof MetaCommand.Admit admit) {
      return refusal(admit);
    }
    if (command instanceof MetaCommand.Knows knows) {
      return state.registered(knows.host(), knows.store())
          ? null
          : knows.host() + " runs on another store by now";
    }
    if (command instanceof MetaCommand.TakePart part) {
      return refusal(part);
    }
    if (command instanceof MetaCommand.Remove remove) {
      return refusal(remove);
    }
    if (command instanceof MetaCommand.ChangeVoters change) {
      return refusal(change.next());
    }
    if (command instanceof MetaCommand.CommitSnapshot commit) {
      return refusal(commit.round());
    }
    if (command instanceof MetaCommand.AbortSnapshot abort) {
      return refusal(abort.round());
    }
    return null;
  }

  private @Nullable String refusal(MetaCommand.BeginSnapshot begin) {
    MetaState.Snapshot open = state.snapshot();
    if (open != null) {
      return "snapshot "
          + open.round()
          + " is under way, by "
          + open.master()
          + "; try again when it has ended";
    }
    String gone = gone(begin.master());
    if (gone != null) {
      return gone;
    }
    return Set.copyOf(begin.segments()).containsAll(state.segments().keySet())
        ? null
        : "a host was added meanwhile; try again";
  }

  private @Nullable String gone(HostId host) {
    return state.roster().removed().containsKey(host)
        ? host
            + " was removed from the cluster, and its name is not used again: choose another, and"
            + " an empty data folder"
        : null;
  }

  private @Nullable String refusal(MetaCommand.Admit admit) {
    Map<HostId, Member> members = state.roster().members();
    if (members.size() >= MOST_HOSTS && !members.containsKey(admit.host())) {
      return "the cluster has " + MOST_HOSTS + " hosts, as many as it may: remove one first";
    }
    return gone(admit.host());
  }

  private @Nullable String refusal(MetaCommand.TakePart part) {
    Member member = state.roster().members().get(part.host());
    if (member == null || !member.counts()) {
      return part.host() + " has not founded its segments";
    }
    List<HostId> unaware = state.unaware(part.host());
    return unaware.isEmpty() ? null : unaware + " do not know " + part.host();
  }

  private @Nullable String refusal(MetaCommand.Remove remove) {
    HostId host = remove.host();
    if (state.roster().removed().containsKey(host)) {
      return null;
    }
    Set<SegmentId> held = state.heldBy(host).keySet();
    if (!held.isEmpty()) {
      return host + " holds " + held + ": drain it first";
    }
    if (!state.roster().members().containsKey(host)) {
      return "no host " + host + " has joined the cluster";
    }
    if (state.voters().names(host)) {
      return host + " keeps META: have others do so first";
    }
    boolean drained = state.leaving().get(host) == Leaving.DRAINED;
    return drained || !state.hosts().containsKey(host)
        ? null
        : host + " takes part: drain it first";
  }

  private @Nullable String refusal(VoterGroup next) {
    VoterGroup present = state.voters();
    if (next.number() != present.number() + 1) {
      return "who keeps META has changed meanwhile: it is " + present.hosts() + " now";
    }
    if (next.folders().size() % 2 == 0) {
      return "META is kept by an odd number of hosts, 1 to "
          + VoterGroup.MOST
          + ", not by "
          + next.hosts();
    }
    for (Map.Entry<HostId, Long> voter : next.folders().entrySet()) {
      String refusal = refusal(voter.getKey(), voter.getValue(), present);
      if (refusal != null) {
        return refusal;
      }
    }
    return next.folders().equals(present.folders()) ? next.hosts() + " keep META already" : null;
  }

  /** Why a host cannot come to vote from a folder; null if it can, or does already. */
  private @Nullable String refusal(HostId host, long folder, VoterGroup present) {
    if (Long.valueOf(folder).equals(present.folder(host))) {
      return null;
    }
    if (!state.runsOn(host, folder)) {
      String gone = gone(host);
      return gone != null
          ? gone
          : state.hosts().containsKey(host)
              ? host + " runs on another data folder by now; look, and try again"
              : "no host " + host + " has joined the cluster yet";
    }
    return state.stays(host) ? null : host + " is drained, or about to be";
  }

  private @Nullable String refusal(MetaCommand.Configure configure) {
    SegmentId segment = configure.segment();
    long epoch = state.epoch(segment);
    if (epoch != configure.expected() || configure.next().epoch() <= epoch) {
      return "segment " + segment + " is at epoch " + epoch + " by now";
    }
    StoreName primary = configure.next().primary();
    if (state.replaced(primary)) {
      return primary.host() + " runs on another store by now";
    }
    for (StoreName member : configure.next().members()) {
      if (state.leaving().get(member.host()) == Leaving.DRAINED) {
        return member.host() + " is drained: nothing comes to it";
      }
    }
    return null;
  }

  private @Nullable String refusal(MetaCommand.Drain drain) {
    HostId host = drain.host();
    if (!state.hosts().containsKey(host)) {
      return "no host " + host + " has joined the cluster yet";
    }
    boolean others =
        state.hosts().keySet().stream().anyMatch(one -> !one.equals(host) && state.stays(one));
    return others ? null : "nobody would be left: " + host + " is the last that is not drained";
  }

  private @Nullable String refusal(MetaCommand.Leave leave) {
    if (state.stays(leave.host())) {
      return leave.host() + " is not being drained any more";
    }
    Set<SegmentId> held = state.heldBy(leave.host()).keySet();
    return held.isEmpty() ? null : leave.host() + " holds " + held;
  }

  private @Nullable String refusal(long round) {
    MetaState.Snapshot open = state.snapshot();
    return open != null && open.round() == round ? null : "snapshot " + round + " is not under way";
  }

  @Override
  public @Nullable String apply(MetaCommand command) {
    String refusal = refusal(command);
    if (refusal == null) {
      change(command);
    }
    return refusal;
  }

  private void change(MetaCommand command) {
    if (command instanceof MetaCommand.Register register) {
      state =
          state.withHost(
              register.host(),
              new MetaState.Store(register.store(), register.folder(), register.incarnation()),
              register.at(),
              register.segments());
    } else if (command instanceof MetaCommand.Configure configure) {
      state = state.withSegment(configure.segment(), configure.next());
    } else if (command instanceof MetaCommand.Drain drain) {
      if (state.stays(drain.host())) {
        state = state.withLeaving(drain.host(), Leaving.DRAINING);
      }
    } else if (command instanceof MetaCommand.Readmit readmit) {
      state = state.withLeaving(readmit.host(), null);
    } else if (command instanceof MetaCommand.Leave leave) {
      state = state.withLeaving(leave.host(), Leaving.DRAINED);
      abortSnapshotOf(leave.host());
    } else if (command instanceof MetaCommand.Admit admit) {
      state = state.withAdmitted(admit.host(), admit.at(), admit.segments());
    } else if (command instanceof MetaCommand.Knows knows) {
      state = state.withKnowing(knows.host(), knows.number());
    } else if (command instanceof MetaCommand.TakePart part) {
      state = state.withOpened(part.host());
    } else if (command instanceof MetaCommand.Remove remove) {
      if (!state.roster().removed().containsKey(remove.host())) {
        state = state.withRemoved(remove.host());
        abortSnapshotOf(remove.host());
      }
    } else if (command instanceof MetaCommand.ChangeVoters voters) {
      state = state.withVoters(voters.next());
    } else if (command instanceof MetaCommand.SetStrategy set) {
      state = state.withStrategy(set.name(), set.weights());
    } else if (command instanceof MetaCommand.DeclareIndex declare) {
      state = state.withIndex(declare.index());
    } else if (command instanceof MetaCommand.RaiseEra) {
      state = state.withNextEra();
    } else if (command instanceof MetaCommand.BeginSnapshot begin) {
      state =
          state.withSnapshot(
              new MetaState.Snapshot(state.round() + 1, begin.master(), begin.segments()));
    } else {
      state = state.withSnapshot(null);
    }
  }

  /**
   * A host goes for good, and ends no snapshot any more: one would keep all others from beginning.
   */
  private void abortSnapshotOf(HostId master) {
    MetaState.Snapshot open = state.snapshot();
    if (open != null && open.master().equals(master)) {
      state = state.withSnapshot(null);
    }
  }
}
