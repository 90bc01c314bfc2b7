package teseus.space.sim;

import io.microraft.model.impl.log.DefaultSnapshotEntryOrBuilder;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.log.SnapshotEntry;
import io.microraft.model.persistence.RaftEndpointPersistentState;
import io.microraft.model.persistence.RaftTermPersistentState;
import io.microraft.persistence.RaftStore;
import io.microraft.persistence.RestoredRaftState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A voter's records, in order. What is forced survives a crash, and of the rest a part that chance
 * decides. Nothing here waits for a force: what the voter says is held back instead, until it is
 * safe.
 */
final class RaftDisk implements RaftStore {
  private record Self(RaftEndpointPersistentState voter) {}

  private record Members(RaftGroupMembersView members) {}

  private record Term(RaftTermPersistentState term) {}

  private record Entry(LogEntry entry) {}

  private record CutFrom(long index) {}

  private record CutUntil(long index) {}

  private record Chunk(SnapshotChunk chunk) {}

  private record ChunksGone(long index) {}

  private final RandomGenerator random;
  private final List<Object> records = new ArrayList<>();
  private int forced;

  RaftDisk(RandomGenerator random) {
    this.random = random;
  }

  /** How many records it has, forced or not. */
  int size() {
    return records.size();
  }

  /** The first {@code count} records survive from now on. */
  void force(int count) {
    forced = Math.max(forced, count);
  }

  boolean dirty() {
    return forced < records.size();
  }

  /** The power is cut. */
  void crash() {
    forced += random.nextInt(records.size() - forced + 1);
    records.subList(forced, records.size()).clear();
  }

  /** What a voter that starts finds; empty if it had not come so far as to have a term. */
  Optional<RestoredRaftState> restore() {
    Found found = new Found();
    records.forEach(found::replay);
    return found.state();
  }

  @Override
  public void persistAndFlushLocalEndpoint(RaftEndpointPersistentState voter) {
    records.add(new Self(voter));
  }

  @Override
  public void persistAndFlushInitialGroupMembers(RaftGroupMembersView members) {
    records.add(new Members(members));
  }

  @Override
  public void persistAndFlushTerm(RaftTermPersistentState term) {
    records.add(new Term(term));
  }

  @Override
  public void persistLogEntries(List<LogEntry> entries) {
    entries.forEach(entry -> records.add(new Entry(entry)));
  }

  @Override
  public void persistSnapshotChunk(SnapshotChunk chunk) {
    records.add(new Chunk(chunk));
  }

  @Override
  public void truncateLogEntriesFrom(long index) {
    records.add(new CutFrom(index));
  }

  @Override
  public void truncateLogEntriesUntil(long index) {
    records.add(new CutUntil(index));
  }

  @Override
  public void deleteSnapshotChunks(long index, int count) {
    records.add(new ChunksGone(index));
  }

  @Override
  public void flush() {} // the voter forces at the end of its turn

  /** What the records add up to. */
  private static final class Found {
    private final TreeMap<Long, LogEntry> entries = new TreeMap<>();
    private final TreeMap<Long, TreeMap<Integer, SnapshotChunk>> snapshots = new TreeMap<>();
    private @Nullable RaftEndpointPersistentState self;
    private @Nullable RaftGroupMembersView members;
    private @Nullable RaftTermPersistentState term;

    void replay(Object record) {
      if (record instanceof Self one) {
        self = one.voter;
      } else if (record instanceof Members all) {
        members = all.members;
      } else if (record instanceof Term one) {
        term = one.term;
      } else if (record instanceof Entry one) {
        entries.put(one.entry.getIndex(), one.entry);
      } else if (record instanceof CutFrom cut) {
        entries.tailMap(cut.index, true).clear();
      } else if (record instanceof CutUntil cut) {
        entries.headMap(cut.index, true).clear();
      } else if (record instanceof Chunk one) {
        snapshots
            .computeIfAbsent(one.chunk.getIndex(), any -> new TreeMap<>())
            .put(one.chunk.getSnapshotChunkIndex(), one.chunk);
      } else if (record instanceof ChunksGone gone && !whole(snapshots.get(gone.index))) {
        snapshots.remove(gone.index); // a whole one it has taken itself since, and needs
      }
    }

    private static boolean whole(@Nullable TreeMap<Integer, SnapshotChunk> chunks) {
      return chunks != null
          && chunks.size() == chunks.firstEntry().getValue().getSnapshotChunkCount();
    }

    Optional<RestoredRaftState> state() {
      if (self == null || members == null || term == null) {
        return Optional.empty();
      }
      SnapshotEntry snapshot = newest();
      if (snapshot != null) {
        entries.headMap(snapshot.getIndex(), true).clear();
      }
      long next = snapshot == null ? 1 : snapshot.getIndex() + 1;
      for (long index : entries.keySet()) {
        Broken.unless(index == next++, "the log that a voter finds has no hole before %s", index);
      }
      return Optional.of(
          new RestoredRaftState(self, members, term, snapshot, List.copyOf(entries.values())));
    }

    /** The newest snapshot of which every chunk is there. */
    private @Nullable SnapshotEntry newest() {
      for (TreeMap<Integer, SnapshotChunk> chunks : snapshots.descendingMap().values()) {
        if (whole(chunks)) {
          SnapshotChunk first = chunks.firstEntry().getValue();
          return new DefaultSnapshotEntryOrBuilder()
              .setTerm(first.getTerm())
              .setIndex(first.getIndex())
              .setGroupMembersView(first.getGroupMembersView())
              .setSnapshotChunks(List.copyOf(chunks.values()))
              .build();
        }
      }
      return null;
    }
  }
}
