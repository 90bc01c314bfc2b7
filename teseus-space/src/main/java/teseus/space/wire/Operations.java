package teseus.space.wire;

import java.util.Optional;
import teseus.space.LookUp;

/** The bytes of aims, answers and looks. Tags 1 to 19. */
final class Operations {
  private Operations() {}

  static void addTo(Kinds<Message> kinds) {
    kinds.add(
        1,
        Message.Aim.class,
        (out, aim) -> {
          Ids.op(out, aim.op());
          out.zigzag(aim.turn());
          out.zigzag(aim.attempt());
          Ids.segment(out, aim.segment());
          out.zigzag(aim.epoch());
          out.zigzag(aim.low());
          Actions.KINDS.write(out, aim.action());
        },
        in ->
            new Message.Aim(
                Ids.op(in),
                in.int32(),
                in.int32(),
                Ids.segment(in),
                in.zigzag(),
                in.zigzag(),
                Actions.KINDS.read(in)));
    kinds.add(
        2,
        Message.Answer.class,
        (out, answer) -> {
          Ids.op(out, answer.op());
          out.zigzag(answer.turn());
          out.zigzag(answer.attempt());
          Ids.segment(out, answer.segment());
          out.zigzag(answer.epoch());
          Results.KINDS.write(out, answer.result());
        },
        in ->
            new Message.Answer(
                Ids.op(in),
                in.int32(),
                in.int32(),
                Ids.segment(in),
                in.zigzag(),
                Results.KINDS.read(in)));
    kinds.add(
        3,
        Message.Peek.class,
        (out, peek) -> {
          out.zigzag(peek.ask());
          Ids.segment(out, peek.segment());
          TemplateCodec.write(out, peek.template());
          out.flag(peek.take());
          out.flag(peek.sure());
        },
        in ->
            new Message.Peek(
                in.zigzag(), Ids.segment(in), TemplateCodec.read(in), in.flag(), in.flag()));
    kinds.add(
        4,
        Message.Peeked.class,
        (out, peeked) -> {
          out.zigzag(peeked.ask());
          Ids.segment(out, peeked.segment());
          out.zigzag(peeked.epoch());
          out.optional(peeked.match(), Ids::envelope);
          out.flag(peeked.busy());
          out.zigzag(peeked.arrivals());
          out.flag(peeked.moving());
          out.zigzag(peeked.moves());
        },
        in ->
            new Message.Peeked(
                in.zigzag(),
                Ids.segment(in),
                in.zigzag(),
                in.optional(Ids::envelope),
                in.flag(),
                in.zigzag(),
                in.flag(),
                in.zigzag()));
    kinds.add(
        5,
        Message.Count.class,
        (out, count) -> {
          out.zigzag(count.ask());
          Ids.segment(out, count.segment());
          TemplateCodec.write(out, count.template());
        },
        in -> new Message.Count(in.zigzag(), Ids.segment(in), TemplateCodec.read(in)));
    kinds.add(
        6,
        Message.Counted.class,
        (out, counted) -> {
          out.zigzag(counted.ask());
          Ids.segment(out, counted.segment());
          out.zigzag(counted.count());
        },
        in -> new Message.Counted(in.zigzag(), Ids.segment(in), in.zigzag()));
    kinds.add(
        7,
        Message.Explain.class,
        (out, explain) -> {
          out.zigzag(explain.ask());
          Ids.segment(out, explain.segment());
          TemplateCodec.write(out, explain.template());
        },
        in -> new Message.Explain(in.zigzag(), Ids.segment(in), TemplateCodec.read(in)));
    kinds.add(
        8,
        Message.Explained.class,
        (out, explained) -> {
          out.zigzag(explained.ask());
          Ids.segment(out, explained.segment());
          out.list(explained.lookUps(), Operations::lookUp);
        },
        in -> new Message.Explained(in.zigzag(), Ids.segment(in), in.list(Operations::lookUp)));
    kinds.add(
        43,
        Message.Locate.class,
        (out, locate) -> {
          out.zigzag(locate.ask());
          Ids.segment(out, locate.segment());
          Ids.token(out, locate.token());
        },
        in -> new Message.Locate(in.zigzag(), Ids.segment(in), Ids.token(in)));
    kinds.add(
        44,
        Message.Located.class,
        (out, located) -> {
          out.zigzag(located.ask());
          Ids.segment(out, located.segment());
          out.flag(located.here());
          out.zigzag(located.epoch());
          out.zigzag(located.moves());
        },
        in ->
            new Message.Located(in.zigzag(), Ids.segment(in), in.flag(), in.zigzag(), in.zigzag()));
    kinds.add(
        45,
        Message.Page.class,
        (out, page) -> {
          out.zigzag(page.ask());
          Ids.segment(out, page.segment());
          TemplateCodec.write(out, page.template());
          out.zigzag(page.from());
          out.zigzag(page.end());
          out.zigzag(page.most());
        },
        in ->
            new Message.Page(
                in.zigzag(),
                Ids.segment(in),
                TemplateCodec.read(in),
                in.zigzag(),
                in.zigzag(),
                in.int32()));
    kinds.add(
        46,
        Message.Paged.class,
        (out, paged) -> {
          out.zigzag(paged.ask());
          Ids.segment(out, paged.segment());
          out.list(paged.tokens(), Ids::envelope);
          out.zigzag(paged.next());
          out.zigzag(paged.end());
          out.flag(paged.more());
        },
        in ->
            new Message.Paged(
                in.zigzag(),
                Ids.segment(in),
                in.list(Ids::envelope),
                in.zigzag(),
                in.zigzag(),
                in.flag()));
  }

  private static void lookUp(BytesOut out, LookUp lookUp) {
    out.text(lookUp.type());
    out.optional(lookUp.index().orElse(null), BytesOut::text);
    out.zigzag(lookUp.tokens());
    out.zigzag(lookUp.candidates());
    out.zigzag(lookUp.examined());
    out.flag(lookUp.found());
  }

  private static LookUp lookUp(BytesIn in) {
    return new LookUp(
        in.text(),
        Optional.ofNullable(in.optional(BytesIn::text)),
        in.zigzag(),
        in.zigzag(),
        in.zigzag(),
        in.flag());
  }
}
