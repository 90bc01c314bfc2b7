package teseus.space.sim;

import io.microraft.statemachine.StateMachine;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A register that changes by compare-and-set, and remembers what it answered, so that an operation
 * that is repeated is done once.
 */
final class CasRegister implements StateMachine {
  /**
   * Sets the register to {@code id} if it is {@code expected}.
   *
   * @param id above 0, used for one operation only
   */
  record Cas(long id, long expected) {}

  /** Asks what is in it. */
  record Read() {}

  /** A leader's term begins. */
  record Term() {}

  /**
   * What an operation gave.
   *
   * @param done whether it set the register
   * @param value what is in it then
   * @param changes how often it was set by then
   */
  record Answer(boolean done, long value, long changes) {}

  private record Answers(SortedMap<Long, Answer> answers) {}

  /** Hears what becomes of the register. */
  interface Listener {
    void applied(long index, Object operation, int digest, Answer state);

    void installed(long index, int digest);
  }

  private final Listener listener;
  private SortedMap<Long, Answer> answers = new TreeMap<>();
  private Answer state = new Answer(false, 0, 0);

  CasRegister(Listener listener) {
    this.listener = listener;
  }

  int digest() {
    return 31 * state.hashCode() + answers.hashCode();
  }

  Answer state() {
    return state;
  }

  @Override
  public Object runOperation(long index, Object operation) {
    if (operation instanceof Read) {
      return state;
    }
    Object answer = operation instanceof Cas cas ? answer(cas) : state;
    listener.applied(index, operation, digest(), state);
    return answer;
  }

  private Answer answer(Cas cas) {
    Answer before = answers.get(cas.id);
    if (before != null) {
      return before;
    }
    boolean done = state.value == cas.expected;
    if (done) {
      state = new Answer(false, cas.id, state.changes + 1);
    }
    Answer answer = new Answer(done, state.value, state.changes);
    answers.put(cas.id, answer);
    return answer;
  }

  @Override
  public void takeSnapshot(long index, Consumer<Object> chunks) {
    chunks.accept(state);
    chunks.accept(new Answers(new TreeMap<>(answers)));
  }

  @Override
  public void installSnapshot(long index, List<Object> chunks) {
    state = (Answer) chunks.get(0);
    answers = new TreeMap<>(((Answers) chunks.get(1)).answers);
    listener.installed(index, digest());
  }

  @Override
  public Object getNewTermOperation() {
    return new Term();
  }
}
