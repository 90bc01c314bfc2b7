package teseus.space.sim;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import teseus.space.meta.MetaStore;
import teseus.space.wire.MetaCommand;

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
  private long number;
  private MetaCommand operation = CasRegister.read();
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
    number = ids.getAsLong();
    operation = random.nextInt(4) == 0 ? CasRegister.read() : CasRegister.cas(number, known);
    ask();
  }

  private void ask() {
    int its = ++attempt;
    long what = number;
    MetaCommand command = operation;
    RaftMachine machine = machines.get(random.nextInt(machines.size()));
    agenda.after(
        random.nextInt(5),
        () -> machine.happens(voter -> voter.submit(what, command, new Told(what, its))));
    agenda.after(PATIENCE_MS, () -> again(its));
  }

  private void again(int its) {
    if (open && its == attempt) {
      ask();
    }
  }

  private final class Told implements MetaStore.Answer {
    private final long what;
    private final int its;

    Told(long what, int its) {
      this.what = what;
      this.its = its;
    }

    @Override
    public void done(@Nullable String refused) {
      agenda.after(random.nextInt(5), () -> answered(what, refused));
    }

    @Override
    public void elsewhere() {
      agenda.after(5 + random.nextInt(15), () -> again(its));
    }
  }

  private void answered(long what, @Nullable String refused) {
    truth.answered(what, refused);
    if (!open || what != number) {
      return; // answered before
    }
    open = false;
    answered++;
    known = truth.answered(operation, asked, refused);
  }
}
