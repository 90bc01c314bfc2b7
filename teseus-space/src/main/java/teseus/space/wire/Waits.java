package teseus.space.wire;

/** The bytes of waiting and being called. Tags 20 to 29. */
final class Waits {
  private Waits() {}

  static void addTo(Kinds<Message> kinds) {
    kinds.add(
        20,
        Message.Wait.class,
        (out, wait) -> {
          Ids.op(out, wait.op());
          out.zigzag(wait.turn());
          out.zigzag(wait.number());
          Ids.segment(out, wait.segment());
          TemplateCodec.write(out, wait.template());
          out.flag(wait.take());
          out.flag(wait.sure());
          out.zigzag(wait.age());
          out.optional(wait.transaction(), Ids::op);
        },
        in ->
            new Message.Wait(
                Ids.op(in),
                in.int32(),
                in.int32(),
                Ids.segment(in),
                TemplateCodec.read(in),
                in.flag(),
                in.flag(),
                in.zigzag(),
                in.optional(Ids::op)));
    kinds.add(
        21,
        Message.Armed.class,
        (out, armed) -> {
          Ids.op(out, armed.op());
          out.zigzag(armed.turn());
          out.zigzag(armed.number());
          Ids.segment(out, armed.segment());
          out.zigzag(armed.epoch());
        },
        in -> new Message.Armed(Ids.op(in), in.int32(), in.int32(), Ids.segment(in), in.zigzag()));
    kinds.add(
        22,
        Message.Unwait.class,
        (out, unwait) -> {
          Ids.op(out, unwait.op());
          out.zigzag(unwait.turn());
          Ids.segment(out, unwait.segment());
        },
        in -> new Message.Unwait(Ids.op(in), in.int32(), Ids.segment(in)));
    kinds.add(
        23,
        Message.Call.class,
        (out, call) -> {
          Ids.op(out, call.op());
          out.zigzag(call.turn());
          out.zigzag(call.number());
          Ids.segment(out, call.segment());
          out.zigzag(call.epoch());
          Ids.token(out, call.token());
        },
        in ->
            new Message.Call(
                Ids.op(in), in.int32(), in.int32(), Ids.segment(in), in.zigzag(), Ids.token(in)));
    kinds.add(
        24,
        Message.Shown.class,
        (out, shown) -> {
          Ids.op(out, shown.op());
          out.zigzag(shown.turn());
          out.zigzag(shown.number());
          Ids.segment(out, shown.segment());
          Ids.envelope(out, shown.token());
        },
        in ->
            new Message.Shown(
                Ids.op(in), in.int32(), in.int32(), Ids.segment(in), Ids.envelope(in)));
    kinds.add(
        25,
        Message.Decline.class,
        (out, decline) -> {
          Ids.op(out, decline.op());
          out.zigzag(decline.turn());
          out.zigzag(decline.number());
          Ids.segment(out, decline.segment());
          Ids.token(out, decline.token());
        },
        in ->
            new Message.Decline(
                Ids.op(in), in.int32(), in.int32(), Ids.segment(in), Ids.token(in)));
  }
}
