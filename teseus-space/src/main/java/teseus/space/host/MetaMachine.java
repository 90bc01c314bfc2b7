package teseus.space.host;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.meta.Replica;
import teseus.space.wire.Leaving;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;
import teseus.space.wire.StoreName;

/** Applies META's commands in the order of META's log. Pure: the same log gives the same state. */
final class MetaMachine implements Replica {
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
    if (command instanceof MetaCommand.BeginSnapshot && state.snapshot() != null) {
      return "snapshot " + state.snapshot().round() + " is under way";
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
    if (command instanceof MetaCommand.CommitSnapshot commit) {
      return refusal(commit.round());
    }
    if (command instanceof MetaCommand.AbortSnapshot abort) {
      return refusal(abort.round());
    }
    return null;
  }

  private @Nullable String refusal(MetaCommand.Configure configure) {
    SegmentId segment = configure.segment();
    long epoch = state.epoch(segment);
    if (epoch != configure.expected() || configure.next().epoch() <= epoch) {
      return "segment " + segment + " is at epoch " + epoch + " by now";
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
              register.host(), new MetaState.Store(register.store(), register.incarnation()));
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
}
