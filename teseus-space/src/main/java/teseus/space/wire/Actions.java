package teseus.space.wire;

/** The bytes of what is asked of a segment. */
final class Actions {
  static final Kinds<Action> KINDS = new Kinds<>("an action");

  static {
    KINDS.add(
        1,
        Action.Write.class,
        (out, write) -> {
          out.text(write.type());
          out.bytes(write.fields());
          out.fixed(write.term());
          out.optional(write.restored(), Actions::restored);
        },
        in -> new Action.Write(in.name(), in.bytes(), in.fixed(), in.optional(Actions::restored)));
    KINDS.add(
        2,
        Action.Take.class,
        (out, take) -> {
          TemplateCodec.write(out, take.template());
          out.optional(take.named(), Ids::token);
        },
        in -> new Action.Take(TemplateCodec.read(in), in.optional(Ids::token)));
    KINDS.add(
        30,
        Action.Eval.class,
        (out, eval) -> {
          out.text(eval.function());
          out.text(eval.type());
          out.bytes(eval.fields());
          out.fixed(eval.term());
        },
        in -> new Action.Eval(in.text(), in.text(), in.bytes(), in.fixed()));
    KINDS.add(3, Action.Cancel.class, (out, cancel) -> {}, in -> new Action.Cancel());
    Transactions.addActions(KINDS);
  }

  static {
    KINDS.add(
        20,
        Action.Update.class,
        (out, update) -> {
          Ids.token(out, update.token());
          out.varint(update.version());
          out.text(update.type());
          out.bytes(update.fields());
        },
        in -> new Action.Update(Ids.token(in), in.varint(), in.name(), in.bytes()));
    KINDS.add(
        21,
        Action.Modify.class,
        (out, modify) -> {
          Ids.token(out, modify.token());
          EditBytes.write(out, modify.edits());
        },
        in -> new Action.Modify(Ids.token(in), EditBytes.read(in)));
    KINDS.add(
        22,
        Action.Renew.class,
        (out, renew) -> {
          Ids.token(out, renew.token());
          out.fixed(renew.term());
        },
        in -> new Action.Renew(Ids.token(in), in.fixed()));
    KINDS.add(
        23,
        Action.CancelLease.class,
        (out, cancel) -> Ids.token(out, cancel.token()),
        in -> new Action.CancelLease(Ids.token(in)));
  }

  private Actions() {}

  private static void restored(BytesOut out, Action.Restored restored) {
    Ids.token(out, restored.id());
    out.fixed(restored.born());
    out.varint(restored.version());
  }

  private static Action.Restored restored(BytesIn in) {
    return new Action.Restored(Ids.token(in), in.fixed(), in.varint());
  }
}
