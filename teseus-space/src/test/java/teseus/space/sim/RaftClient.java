package teseus.space.sim;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Asks one thing after the other of whichever voter answers. What is not answered in time it asks
 * again, at another voter, as the same operation.
 */
final class RaftClient {
  private static final int PATIENCE_MS = 250;

  private final List<RaftMachine> machines;
  private final Agenda agenda;
  private final RaftTruth truth;
  private final RandomGenerator random;
  private final LongSupplier ids;
  private long known;
  private long asked;
  private Object operation = new CasRegister.Read();
  private boolean open;
  private int attempt;
  private int answered;

  /**
   * Idle.
   *
   * @param ids numbers that no other operation has
   */
  RaftClient(
      List<RaftMachine> machines,
      Agenda agenda,
      RaftTruth truth,
      RandomGenerator random,
      LongSupplier ids) {
    this.machines = machines;
    this.agenda = agenda;
    this.truth = truth;
    this.random = random;
    this.ids = ids;
  }

  boolean idle() {
    return !open;
  }

  int answered() {
    return answered;
  }

  /** Begins something new, unless something is under way. */
  void act() {
    if (open) {
      return;
    }
    open = true;
    asked = truth.told();
    operation =
        random.nextInt(4) == 0
            ? new CasRegister.Read()
            : new CasRegister.Cas(ids.getAsLong(), known);
    ask();
  }

  private void ask() {
    int its = ++attempt;
    Object what = operation;
    RaftMachine machine = machines.get(random.nextInt(machines.size()));
    agenda.after(
        random.nextInt(5),
        () ->
            machine.happens(
                voter ->
                    voter.ask(
                        what,
                        answer -> agenda.after(random.nextInt(5), () -> told(what, its, answer)))));
    agenda.after(PATIENCE_MS, () -> again(its));
  }

  private void again(int its) {
    if (open && its == attempt) {
      ask();
    }
  }

  private void told(Object what, int its, Optional<CasRegister.Answer> answer) {
    if (answer.isEmpty()) {
      agenda.after(5 + random.nextInt(10), () -> again(its));
      return;
    }
    if (!open || what != operation) {
      return; // answered before
    }
    open = false;
    answered++;
    known = answer.get().value();
    truth.answered(operation, asked, answer.get());
  }
}
