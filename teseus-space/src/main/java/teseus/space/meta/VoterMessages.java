package teseus.space.meta;

import io.microraft.model.impl.log.DefaultLogEntryOrBuilder;
import io.microraft.model.impl.log.DefaultSnapshotChunkOrBuilder;
import io.microraft.model.impl.message.DefaultAppendEntriesFailureResponseOrBuilder;
import io.microraft.model.impl.message.DefaultAppendEntriesRequestOrBuilder;
import io.microraft.model.impl.message.DefaultAppendEntriesSuccessResponseOrBuilder;
import io.microraft.model.impl.message.DefaultInstallSnapshotRequestOrBuilder;
import io.microraft.model.impl.message.DefaultInstallSnapshotResponseOrBuilder;
import io.microraft.model.impl.message.DefaultPreVoteRequestOrBuilder;
import io.microraft.model.impl.message.DefaultPreVoteResponseOrBuilder;
import io.microraft.model.impl.message.DefaultVoteRequestOrBuilder;
import io.microraft.model.impl.message.DefaultVoteResponseOrBuilder;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.message.AppendEntriesFailureResponse;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.InstallSnapshotRequest;
import io.microraft.model.message.InstallSnapshotResponse;
import io.microraft.model.message.PreVoteRequest;
import io.microraft.model.message.PreVoteResponse;
import io.microraft.model.message.RaftMessage;
import io.microraft.model.message.VoteRequest;
import io.microraft.model.message.VoteResponse;
import java.util.List;
import teseus.space.HostId;
import teseus.space.wire.NumberedCommand;
import teseus.space.wire.VoterEntry;
import teseus.space.wire.VoterMessage;
import teseus.space.wire.VoterPart;

/** What voters say, in the library's terms and in ours. */
final class VoterMessages {
  static final String GROUP = "META";

  private VoterMessages() {}

  /** The library's as ours. */
  static VoterMessage ours(RaftMessage message) {
    int term = message.getTerm();
    if (message instanceof AppendEntriesRequest append) {
      return new VoterMessage.Append(
          term,
          append.getPreviousLogIndex(),
          append.getPreviousLogTerm(),
          append.getCommitIndex(),
          append.getLogEntries().stream().map(VoterMessages::entry).toList(),
          round(append.getQuerySequenceNumber(), append.getFlowControlSequenceNumber()));
    } else if (message instanceof AppendEntriesSuccessResponse kept) {
      return new VoterMessage.Appended(
          term,
          kept.getLastLogIndex(),
          round(kept.getQuerySequenceNumber(), kept.getFlowControlSequenceNumber()));
    } else if (message instanceof AppendEntriesFailureResponse not) {
      return new VoterMessage.NotAppended(
          term,
          not.getExpectedNextIndex(),
          round(not.getQuerySequenceNumber(), not.getFlowControlSequenceNumber()));
    } else if (message instanceof InstallSnapshotRequest install) {
      SnapshotChunk chunk = install.getSnapshotChunk();
      return new VoterMessage.Install(
          term,
          install.isSenderLeader(),
          install.getSnapshotIndex(),
          install.getSnapshotTerm(),
          install.getTotalSnapshotChunkCount(),
          chunk == null ? null : part(chunk),
          VoterName.hosts(install.getSnapshottedMembers()),
          round(install.getQuerySequenceNumber(), install.getFlowControlSequenceNumber()));
    } else if (message instanceof InstallSnapshotResponse asks) {
      return new VoterMessage.Installed(
          term,
          asks.getSnapshotIndex(),
          asks.getRequestedSnapshotChunkIndex(),
          round(asks.getQuerySequenceNumber(), asks.getFlowControlSequenceNumber()));
    } else if (message instanceof PreVoteRequest vote) {
      return new VoterMessage.PreVote(term, vote.getLastLogIndex(), vote.getLastLogTerm());
    } else if (message instanceof PreVoteResponse voted) {
      return new VoterMessage.PreVoted(term, voted.isGranted());
    } else if (message instanceof VoteRequest vote) {
      return new VoterMessage.Vote(
          term, vote.getLastLogIndex(), vote.getLastLogTerm(), vote.isSticky());
    } else if (message instanceof VoteResponse voted) {
      return new VoterMessage.Voted(term, voted.isGranted());
    }
    throw new IllegalArgumentException("a voter never says " + message);
  }

  private static VoterMessage.Round round(long query, long flow) {
    return new VoterMessage.Round(query, flow);
  }

  /** Ours as the library's, as said by a voter. */
  static RaftMessage theirs(HostId from, VoterMessage message, List<HostId> voters) {
    VoterName sender = new VoterName(from);
    if (message instanceof VoterMessage.Append append) {
      return new DefaultAppendEntriesRequestOrBuilder()
          .setGroupId(GROUP)
          .setSender(sender)
          .setTerm(append.term())
          .setPreviousLogIndex(append.beforeIndex())
          .setPreviousLogTerm(append.beforeTerm())
          .setCommitIndex(append.committed())
          .setLogEntries(append.entries().stream().map(VoterMessages::entry).toList())
          .setQuerySequenceNumber(append.round().query())
          .setFlowControlSequenceNumber(append.round().flow())
          .build();
    } else if (message instanceof VoterMessage.Appended kept) {
      return new DefaultAppendEntriesSuccessResponseOrBuilder()
          .setGroupId(GROUP)
          .setSender(sender)
          .setTerm(kept.term())
          .setLastLogIndex(kept.last())
          .setQuerySequenceNumber(kept.round().query())
          .setFlowControlSequenceNumber(kept.round().flow())
          .build();
    } else if (message instanceof VoterMessage.NotAppended not) {
      return new DefaultAppendEntriesFailureResponseOrBuilder()
          .setGroupId(GROUP)
          .setSender(sender)
          .setTerm(not.term())
          .setExpectedNextIndex(not.expected())
          .setQuerySequenceNumber(not.round().query())
          .setFlowControlSequenceNumber(not.round().flow())
          .build();
    } else if (message instanceof VoterMessage.Install install) {
      return install(sender, install, voters);
    } else if (message instanceof VoterMessage.Installed asks) {
      return new DefaultInstallSnapshotResponseOrBuilder()
          .setGroupId(GROUP)
          .setSender(sender)
          .setTerm(asks.term())
          .setSnapshotIndex(asks.index())
          .setRequestedSnapshotChunkIndex(asks.part())
          .setQuerySequenceNumber(asks.round().query())
          .setFlowControlSequenceNumber(asks.round().flow())
          .build();
    }
    return vote(sender, message);
  }

  private static RaftMessage install(
      VoterName sender, VoterMessage.Install install, List<HostId> voters) {
    VoterPart part = install.part();
    return new DefaultInstallSnapshotRequestOrBuilder()
        .setGroupId(GROUP)
        .setSender(sender)
        .setTerm(install.term())
        .setSenderLeader(install.leads())
        .setSnapshotTerm(install.indexTerm())
        .setSnapshotIndex(install.index())
        .setTotalSnapshotChunkCount(install.parts())
        .setSnapshotChunk(part == null ? null : chunk(part, voters))
        .setSnapshottedMembers(VoterName.all(install.from()))
        .setGroupMembersView(VoterState.view(voters))
        .setQuerySequenceNumber(install.round().query())
        .setFlowControlSequenceNumber(install.round().flow())
        .build();
  }

  private static RaftMessage vote(VoterName sender, VoterMessage message) {
    if (message instanceof VoterMessage.PreVote vote) {
      return new DefaultPreVoteRequestOrBuilder()
          .setGroupId(GROUP)
          .setSender(sender)
          .setTerm(vote.term())
          .setLastLogIndex(vote.lastIndex())
          .setLastLogTerm(vote.lastTerm())
          .build();
    } else if (message instanceof VoterMessage.PreVoted voted) {
      return new DefaultPreVoteResponseOrBuilder()
          .setGroupId(GROUP)
          .setSender(sender)
          .setTerm(voted.term())
          .setGranted(voted.granted())
          .build();
    } else if (message instanceof VoterMessage.Vote vote) {
      return new DefaultVoteRequestOrBuilder()
          .setGroupId(GROUP)
          .setSender(sender)
          .setTerm(vote.term())
          .setLastLogIndex(vote.lastIndex())
          .setLastLogTerm(vote.lastTerm())
          .setSticky(vote.sticky())
          .build();
    }
    VoterMessage.Voted voted = (VoterMessage.Voted) message;
    return new DefaultVoteResponseOrBuilder()
        .setGroupId(GROUP)
        .setSender(sender)
        .setTerm(voted.term())
        .setGranted(voted.granted())
        .build();
  }

  static VoterEntry entry(LogEntry entry) {
    NumberedCommand asked =
        entry.getOperation() instanceof Decisions.NewTerm
            ? null
            : (NumberedCommand)
                entry.getOperation(); // voters do not change: there is no third kind
    return new VoterEntry(entry.getIndex(), entry.getTerm(), asked);
  }

  static LogEntry entry(VoterEntry entry) {
    return new DefaultLogEntryOrBuilder()
        .setIndex(entry.index())
        .setTerm(entry.term())
        .setOperation(entry.asked() == null ? Decisions.NewTerm.ONE : entry.asked())
        .build();
  }

  static VoterPart part(SnapshotChunk chunk) {
    return new VoterPart(
        chunk.getIndex(),
        chunk.getTerm(),
        chunk.getSnapshotChunkIndex(),
        chunk.getSnapshotChunkCount(),
        (byte[]) chunk.getOperation());
  }

  static SnapshotChunk chunk(VoterPart part, List<HostId> voters) {
    return new DefaultSnapshotChunkOrBuilder()
        .setIndex(part.index())
        .setTerm(part.term())
        .setOperation(part.bytes())
        .setSnapshotChunkIndex(part.part())
        .setSnapshotChunkCount(part.parts())
        .setGroupMembersView(VoterState.view(voters))
        .build();
  }
}
