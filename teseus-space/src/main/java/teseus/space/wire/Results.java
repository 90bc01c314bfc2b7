package teseus.space.wire;

/** The bytes of what a segment answers. */
final class Results {
  static final Kinds<Result> KINDS = new Kinds<>("a result");

  static {
    KINDS.add(
        1,
        Result.Written.class,
        (out, written) -> {
          Ids.token(out, written.token());
          out.fixed(written.until());
        },
        in -> new Result.Written(Ids.token(in), in.fixed()));
    KINDS.add(
        2,
        Result.Taken.class,
        (out, taken) -> Ids.envelope(out, taken.token()),
        in -> new Result.Taken(Ids.envelope(in)));
    KINDS.add(
        3,
        Result.None.class,
        (out, none) -> {
          Ids.choice(out, none.why());
          out.optional(none.offer(), Ids::offer);
        },
        in -> new Result.None(Ids.choice(in, Result.Why.values()), in.optional(Ids::offer)));
    KINDS.add(
        4,
        Result.Refused.class,
        (out, refused) -> {
          Ids.choice(out, refused.why());
          out.zigzag(refused.epoch());
        },
        in -> new Result.Refused(Ids.choice(in, Result.Refusal.values()), in.zigzag()));
    Transactions.addResults(KINDS);
  }

  static {
    KINDS.add(
        20,
        Result.Updated.class,
        (out, updated) -> Ids.envelope(out, updated.token()),
        in -> new Result.Updated(Ids.envelope(in)));
    KINDS.add(
        21,
        Result.Conflict.class,
        (out, conflict) -> out.varint(conflict.present()),
        in -> new Result.Conflict(in.varint()));
    KINDS.add(
        22,
        Result.Unfit.class,
        (out, unfit) -> out.text(unfit.why()),
        in -> new Result.Unfit(in.text()));
    KINDS.add(
        23,
        Result.LeaseCancelled.class,
        (out, cancelled) -> Ids.token(out, cancelled.token()),
        in -> new Result.LeaseCancelled(Ids.token(in)));
  }

  private Results() {}
}
