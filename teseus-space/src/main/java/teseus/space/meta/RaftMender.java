package teseus.space.meta;

import io.microraft.RaftNode;
import io.microraft.RaftRole;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.log.RaftLog;
import io.microraft.impl.state.RaftState;
import io.microraft.model.impl.message.DefaultAppendEntriesRequestOrBuilder;
import io.microraft.model.impl.message.DefaultAppendEntriesSuccessResponseOrBuilder;
import io.microraft.model.log.BaseLogEntry;
import io.microraft.model.log.LogEntry;
import io.microraft.model.message.AppendEntriesFailureResponse;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.InstallSnapshotRequest;
import io.microraft.model.message.InstallSnapshotResponse;
import io.microraft.model.message.PreVoteResponse;
import io.microraft.model.message.RaftMessage;
import java.util.List;
import java.util.Optional;

/**
 * Mends what MicroRaft 0.7 has wrong, by keeping from it what it would misjudge and putting the
 * rest in terms that it understands.
 *
 * <ul>
 *   <li>A leader takes the answers to what it asked in an earlier term for answers of this one:
 *       what a voter has since cut off is counted as kept, and a read is confirmed by words from
 *       before it began.
 *   <li>A voter looks for what a leader refers to in its log alone, though its snapshot covers that
 *       too, and then refuses, or fails on null, for good: the leader knows that they agree so far,
 *       and goes no further back. One answer lost after a restart is enough, and it stands still
 *       until the leader's next snapshot.
 *   <li>A voter takes back what it knows to be committed, if a request that is sent again ends
 *       before that.
 *   <li>A voter that takes a leader's snapshot in place of its log keeps what stands there behind
 *       it, though that conflicts: its vote then goes by a last entry that was never committed.
 *   <li>A voter that asks who would vote for it stays at its term though others are at higher ones;
 *       with the longest log at the lowest term, and the highest at the shortest log, nobody is
 *       ever elected.
 *   <li>A voter that asks who would vote for it, and hears from the leader of its term after all,
 *       goes on asking in vain: it never asks again when that leader is lost. With all others so,
 *       nobody is elected.
 *   <li>A voter that gets a part of a snapshot from one who leads no more, and knows no leader,
 *       sends its answer to null.
 * </ul>
 */
class RaftMender {
  private long agreed = -1;

  /** What the library is to be given in place of a message; empty if it is not to hear of it. */
  Optional<RaftMessage> received(RaftNode node, RaftMessage message) {
    agreed = -1;
    RaftState state = ((RaftNodeImpl) node).state();
    if (message.getTerm() == state.term() && ofLeader(message)) {
      stopAsking(state);
    }
    if (message instanceof AppendEntriesRequest request && request.getTerm() >= state.term()) {
      return Optional.of(mended(state, request));
    }
    if (message instanceof InstallSnapshotRequest part && part.getTerm() >= state.term()) {
      cutConflicting(state, part);
    }
    if (message instanceof PreVoteResponse answer) {
      catchUp((RaftNodeImpl) node, answer);
    }
    boolean old = message.getTerm() < state.term() && isAnswer(message);
    boolean deposed = message instanceof InstallSnapshotRequest part && !part.isSenderLeader();
    return old || deposed ? Optional.empty() : Optional.of(message);
  }

  private static boolean ofLeader(RaftMessage message) {
    return message instanceof AppendEntriesRequest
        || message instanceof InstallSnapshotRequest part && part.isSenderLeader();
  }

  /** Who follows a leader asks nobody whether it might lead; its vote in this term stands. */
  private static void stopAsking(RaftState state) {
    if (state.role() == RaftRole.FOLLOWER && state.preCandidateState() != null) {
      state.toFollower(state.term());
    }
  }

  /** Raft, figure 13: where the last entry of a snapshot is another, all from there on is. */
  private static void cutConflicting(RaftState state, InstallSnapshotRequest part) {
    RaftLog log = state.log();
    long last = part.getSnapshotIndex();
    if (part.isSenderLeader()
        && last > state.commitIndex()
        && last <= log.lastLogOrSnapshotIndex()
        && log.getLogEntry(last).getTerm() != part.getSnapshotTerm()) {
      log.truncateEntriesFrom(last);
    }
  }

  /** An answer in a term beyond the one that was asked for is of a voter that is there already. */
  private static void catchUp(RaftNodeImpl node, PreVoteResponse answer) {
    RaftState state = node.state();
    if (!answer.isGranted()
        && answer.getTerm() > state.term() + 1
        && state.role() == RaftRole.FOLLOWER
        && state.leader() == null) {
      node.toFollower(answer.getTerm());
    }
  }

  private static boolean isAnswer(RaftMessage message) {
    return message instanceof AppendEntriesSuccessResponse
        || message instanceof AppendEntriesFailureResponse
        || message instanceof InstallSnapshotResponse;
  }

  private RaftMessage mended(RaftState state, AppendEntriesRequest request) {
    RaftLog log = state.log();
    long before = request.getPreviousLogIndex();
    long end = before + request.getLogEntries().size();
    long committed = end < state.commitIndex() ? 0 : request.getCommitIndex();
    boolean covered = before <= log.snapshotIndex() && !log.containsLogEntry(Math.max(1, before));
    return covered && before < log.lastLogOrSnapshotIndex()
        ? within(log, request, end, committed)
        : after(before, request.getPreviousLogTerm(), request, request.getLogEntries(), committed);
  }

  private RaftMessage within(RaftLog log, AppendEntriesRequest request, long end, long committed) {
    List<LogEntry> entries = request.getLogEntries();
    BaseLogEntry before = log.snapshotEntry();
    int known = 0;
    while (known < entries.size() && has(log, entries.get(known))) {
      if (entries.get(known).getIndex() > log.snapshotIndex()) {
        before = entries.get(known);
      }
      known++;
    }
    if (before == log.snapshotEntry() && known == entries.size()) {
      agreed = end;
      before = log.lastLogOrSnapshotEntry(); // anything that is there
    } else if (before == log.snapshotEntry() && log.lastLogOrSnapshotIndex() > before.getIndex()) {
      log.truncateEntriesFrom(before.getIndex() + 1); // it conflicts: Raft, section 5.3
    }
    return after(
        before.getIndex(),
        before.getTerm(),
        request,
        entries.subList(known, entries.size()),
        agreed < 0 ? committed : 0);
  }

  /** What a snapshot covers is committed, and so the same at every leader to come. */
  private static boolean has(RaftLog log, LogEntry entry) {
    long index = entry.getIndex();
    return index <= log.snapshotIndex()
        || (index <= log.lastLogOrSnapshotIndex()
            && log.getLogEntry(index).getTerm() == entry.getTerm());
  }

  private static RaftMessage after(
      long index, int term, AppendEntriesRequest request, List<LogEntry> entries, long committed) {
    return new DefaultAppendEntriesRequestOrBuilder()
        .setGroupId(request.getGroupId())
        .setSender(request.getSender())
        .setTerm(request.getTerm())
        .setPreviousLogIndex(index)
        .setPreviousLogTerm(term)
        .setCommitIndex(committed)
        .setLogEntries(entries)
        .setQuerySequenceNumber(request.getQuerySequenceNumber())
        .setFlowControlSequenceNumber(request.getFlowControlSequenceNumber())
        .build();
  }

  /** What is to be sent in place of what the library says. */
  RaftMessage said(RaftMessage message) {
    if (agreed < 0 || !(message instanceof AppendEntriesSuccessResponse success)) {
      return message;
    }
    return new DefaultAppendEntriesSuccessResponseOrBuilder()
        .setGroupId(success.getGroupId())
        .setSender(success.getSender())
        .setTerm(success.getTerm())
        .setLastLogIndex(agreed)
        .setQuerySequenceNumber(success.getQuerySequenceNumber())
        .setFlowControlSequenceNumber(success.getFlowControlSequenceNumber())
        .build();
  }
}
