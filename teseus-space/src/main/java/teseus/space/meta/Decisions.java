package teseus.space.meta;

import io.microraft.statemachine.StateMachine;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import teseus.space.wire.MetaImageCodec;
import teseus.space.wire.NumberedCommand;

/**
 * What the voters have decided, applied in its order. What became of the latest commands belongs to
 * it: a command that was repeated stands in the log twice, and is done once.
 */
class Decisions implements StateMachine {
  /** A leader's term begins. */
  record NewTerm() {
    static final NewTerm ONE = new NewTerm();
  }

  /** Stands for an answer once the next group of voters is named: that one is to answer. */
  record Over() {
    static final Over ONE = new Over();
  }

  private final Replica replica;
  private final Outcomes outcomes;
  private final int partBytes;
  private final Runnable agreed;
  private final long group;

  /**
   * Nothing is decided by this group.
   *
   * @param beginning what was when the group began
   * @param agreed is told after each decision
   */
  Decisions(
      Replica replica,
      Outcomes outcomes,
      int partBytes,
      MetaImageCodec.Image beginning,
      Runnable agreed) {
    this.replica = replica;
    this.outcomes = outcomes;
    this.partBytes = partBytes;
    this.agreed = agreed;
    this.group = beginning.state().voters().number();
    restore(beginning);
  }

  /** Whether this group has named the next, and decides nothing any more. */
  boolean over() {
    return replica.state().voters().number() > group;
  }

  /** Gives why a command was refused; null if it is done. */
  @Override
  public @Nullable Object runOperation(long index, Object operation) {
    if (over()) {
      return Over.ONE;
    }
    String refused = operation instanceof NumberedCommand asked ? apply(asked) : null;
    if (over()) {
      return Over.ONE;
    }
    agreed.run();
    return refused;
  }

  private @Nullable String apply(NumberedCommand asked) {
    Optional<String> before = outcomes.of(asked.number());
    if (before != null) {
      return before.orElse(null);
    }
    String refused = replica.apply(asked.command());
    outcomes.remember(asked.number(), refused);
    return refused;
  }

  @Override
  public void takeSnapshot(long index, Consumer<Object> parts) {
    byte[] image = MetaImageCodec.encode(image());
    for (int at = 0; at < image.length; at += partBytes) {
      parts.accept(Arrays.copyOfRange(image, at, Math.min(image.length, at + partBytes)));
    }
  }

  /** All of it, as of now; the same bytes at each voter. */
  MetaImageCodec.Image image() {
    return new MetaImageCodec.Image(replica.state(), outcomes.all());
  }

  private void restore(MetaImageCodec.Image image) {
    replica.restore(image.state());
    outcomes.restore(image.outcomes());
  }

  @Override
  public void installSnapshot(long index, List<Object> parts) {
    restore(MetaImageCodec.decode(joined(parts)));
    if (!over()) {
      agreed.run();
    }
  }

  private static byte[] joined(List<Object> parts) {
    byte[] whole = new byte[parts.stream().mapToInt(part -> ((byte[]) part).length).sum()];
    int at = 0;
    for (Object part : parts) {
      byte[] bytes = (byte[]) part;
      System.arraycopy(bytes, 0, whole, at, bytes.length);
      at += bytes.length;
    }
    return whole;
  }

  @Override
  public Object getNewTermOperation() {
    return NewTerm.ONE;
  }
}
