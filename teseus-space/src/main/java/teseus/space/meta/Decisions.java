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

  private final Replica replica;
  private final Outcomes outcomes;
  private final int partBytes;
  private final Runnable agreed;

  /**
   * Nothing is decided.
   *
   * @param agreed is told after each decision
   */
  Decisions(Replica replica, Outcomes outcomes, int partBytes, Runnable agreed) {
    this.replica = replica;
    this.outcomes = outcomes;
    this.partBytes = partBytes;
    this.agreed = agreed;
  }

  /** Gives why a command was refused; null if it is done. */
  @Override
  public @Nullable Object runOperation(long index, Object operation) {
    String refused = operation instanceof NumberedCommand asked ? apply(asked) : null;
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
    byte[] image = image();
    for (int at = 0; at < image.length; at += partBytes) {
      parts.accept(Arrays.copyOfRange(image, at, Math.min(image.length, at + partBytes)));
    }
  }

  /** All of it; the same bytes at each voter. */
  final byte[] image() {
    return MetaImageCodec.encode(new MetaImageCodec.Image(replica.state(), outcomes.all()));
  }

  @Override
  public void installSnapshot(long index, List<Object> parts) {
    MetaImageCodec.Image image = MetaImageCodec.decode(joined(parts));
    replica.restore(image.state());
    outcomes.restore(image.outcomes());
    agreed.run();
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
