package teseus.space.sim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import teseus.space.SegmentId;
import teseus.space.Space;
import teseus.space.Tuple;
import teseus.space.host.Host;
import teseus.space.host.Request;
import teseus.space.spi.Computer;
import teseus.space.wire.Active;
import teseus.space.wire.TupleCodec;

/**
 * Computes beside a machine, so that a crash does not stop it: what was asked for before may come
 * to the host that is started after, which has it computed too; and now and then it is said twice.
 */
final class SimulatedComputer implements Computer {
  static final String COPY = "copy";
  static final String FAIL = "fail";
  static final String RARE = "rare";
  private static final int LONGEST_MS = 60;
  private static final String WHY = "it was asked to";

  private final SimulatedHost machine;
  private final Agenda agenda;
  private final RandomGenerator random;

  SimulatedComputer(SimulatedHost machine, Agenda agenda, RandomGenerator random) {
    this.machine = machine;
    this.agenda = agenda;
    this.random = random;
  }

  @Override
  public Set<String> functions() {
    return machine.index() == 0 ? Set.of(COPY, FAIL, RARE) : Set.of(COPY, FAIL);
  }

  @Override
  public int most() {
    return 2;
  }

  @Override
  public void compute(SegmentId segment, Active active) {
    Tuple argument = TupleCodec.decode(active.type(), active.fields());
    tell(segment, active, argument);
    if (random.nextInt(8) == 0) {
      tell(segment, active, argument);
    }
  }

  private void tell(SegmentId segment, Active active, Tuple argument) {
    agenda.after(
        random.nextInt(LONGEST_MS),
        () -> machine.run(host -> tell(host, segment, active, argument)));
  }

  private void tell(Host host, SegmentId segment, Active active, Tuple argument) {
    if (active.function().equals(FAIL)) {
      host.failed(segment, active.id(), WHY, machine.clock());
    } else {
      host.computed(segment, active.id(), result(active.function(), argument), machine.clock());
    }
  }

  private static Tuple result(String function, Tuple argument) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(argument.fields());
    fields.put("by", function);
    return Tuple.of(argument.type(), fields);
  }

  /** What must come of an eval. */
  static Tuple result(Request.Eval eval) {
    if (!eval.function().equals(FAIL)) {
      return result(eval.function(), eval.argument());
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("function", FAIL);
    fields.put("why", WHY);
    fields.put("type", eval.argument().type());
    fields.put("argument", eval.argument().fields());
    return Tuple.of(Space.EVAL_FAILED, fields);
  }
}
