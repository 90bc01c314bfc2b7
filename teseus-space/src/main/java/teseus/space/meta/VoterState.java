package teseus.space.meta;

import io.microraft.model.impl.log.DefaultRaftGroupMembersViewOrBuilder;
import io.microraft.model.impl.log.DefaultSnapshotEntryOrBuilder;
import io.microraft.model.impl.persistence.DefaultRaftEndpointPersistentStateOrBuilder;
import io.microraft.model.impl.persistence.DefaultRaftTermPersistentStateOrBuilder;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotEntry;
import io.microraft.persistence.RestoredRaftState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.wire.MetaImageCodec;
import teseus.space.wire.VoterEntry;
import teseus.space.wire.VoterPart;
import teseus.space.wire.VoterRecord;

/** What a voter's records add up to, those of its newest group. */
final class VoterState {
  private final TreeMap<Long, VoterEntry> entries = new TreeMap<>();
  private final TreeMap<Long, TreeMap<Integer, VoterPart>> images = new TreeMap<>();
  private MetaImageCodec.@Nullable Image beginning;
  private VoterRecord.@Nullable Term term;

  /** The next record, in the order in which they were written. */
  void apply(VoterRecord record) {
    if (record instanceof VoterRecord.Begin its) {
      begin(its.image());
    } else if (record instanceof VoterRecord.Term its) {
      term = its;
    } else if (record instanceof VoterRecord.Append append) {
      entries.put(append.entry().index(), append.entry());
    } else if (record instanceof VoterRecord.CutFrom cut) {
      entries.tailMap(cut.index(), true).clear();
    } else if (record instanceof VoterRecord.CutUntil cut) {
      entries.headMap(cut.index(), true).clear();
    } else if (record instanceof VoterRecord.Keep keep) {
      keep(keep.part());
    } else if (record instanceof VoterRecord.Drop drop && !whole(images.get(drop.index()))) {
      images.remove(drop.index()); // a whole one it has taken itself since, and needs
    }
  }

  private void begin(MetaImageCodec.Image image) {
    beginning = image;
    entries.clear();
    images.clear();
    term = null;
  }

  private void keep(VoterPart part) {
    TreeMap<Integer, VoterPart> its = images.computeIfAbsent(part.index(), any -> new TreeMap<>());
    its.put(part.part(), part);
    if (whole(its)) {
      images.headMap(part.index(), false).clear();
    }
  }

  private static boolean whole(@Nullable TreeMap<Integer, VoterPart> parts) {
    return parts != null && parts.size() == parts.firstEntry().getValue().parts();
  }

  /** What META was when the newest group began; null if nothing was written yet. */
  MetaImageCodec.@Nullable Image beginning() {
    return beginning;
  }

  /** Whether there is no command that may have been done in this group. */
  boolean blank() {
    return entries.isEmpty() && images.isEmpty();
  }

  /** Records that add up to the same. */
  List<VoterRecord> records() {
    List<VoterRecord> records = new ArrayList<>();
    if (beginning != null) {
      records.add(new VoterRecord.Begin(beginning));
    }
    if (term != null) {
      records.add(term);
    }
    images
        .values()
        .forEach(image -> image.values().forEach(p -> records.add(new VoterRecord.Keep(p))));
    entries.values().forEach(entry -> records.add(new VoterRecord.Append(entry)));
    return records;
  }

  /**
   * What a voter goes on from; empty if it had not come so far as to have a term.
   *
   * @param voters who is in its group
   */
  Optional<RestoredRaftState> restored(HostId self, List<HostId> voters) {
    VoterRecord.Term its = term;
    if (its == null) {
      return Optional.empty();
    }
    List<VoterPart> image = image();
    long until = image.isEmpty() ? 0 : image.get(0).index();
    Collection<VoterEntry> after = entries.tailMap(until, false).values();
    long next = until;
    for (VoterEntry entry : after) {
      if (entry.index() != ++next) {
        throw new IllegalStateException(
            "META's log at " + self + " goes on at " + entry.index() + ", not at " + next);
      }
    }
    return Optional.of(
        new RestoredRaftState(
            new DefaultRaftEndpointPersistentStateOrBuilder()
                .setLocalEndpoint(new VoterName(self))
                .setVoting(true)
                .build(),
            view(voters),
            new DefaultRaftTermPersistentStateOrBuilder()
                .setTerm(its.term())
                .setVotedFor(its.vote() == null ? null : new VoterName(its.vote()))
                .build(),
            image.isEmpty() ? null : snapshot(image, voters),
            after.stream().map(VoterMessages::entry).toList()));
  }

  /** The parts of the newest image that is whole; empty if none is. */
  private List<VoterPart> image() {
    return images.descendingMap().values().stream()
        .filter(VoterState::whole)
        .map(parts -> List.copyOf(parts.values()))
        .findFirst()
        .orElse(List.of());
  }

  private static SnapshotEntry snapshot(List<VoterPart> image, List<HostId> voters) {
    return new DefaultSnapshotEntryOrBuilder()
        .setTerm(image.get(0).term())
        .setIndex(image.get(0).index())
        .setGroupMembersView(view(voters))
        .setSnapshotChunks(image.stream().map(part -> VoterMessages.chunk(part, voters)).toList())
        .build();
  }

  static RaftGroupMembersView view(List<HostId> voters) {
    return new DefaultRaftGroupMembersViewOrBuilder()
        .setLogIndex(0)
        .setMembers(VoterName.all(voters))
        .setVotingMembers(VoterName.all(voters))
        .build();
  }
}
