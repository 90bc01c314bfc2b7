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
        in -> new Action.Write(in.text(), in.bytes(), in.fixed(), in.optional(Actions::restored)));
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
  }

  private Actions() {}

  private static void restored(BytesOut out, Action.Restored restored) {
    Ids.token(out, restored.id());
    out.fixed(restored.born());
  }

  private static Action.Restored restored(BytesIn in) {
    return new Action.Restored(Ids.token(in), in.fixed());
  }
}
