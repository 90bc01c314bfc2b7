package teseus.space.wire;

/** The bytes of what is said between the copies of a segment, behind the tag 100. */
final class Replications {
  private static final Kinds<Replication> KINDS = new Kinds<>("a message of replication");

  static {
    addRecords();
    addImages();
    addQuestions();
  }

  private Replications() {}

  static void addTo(Kinds<Message> kinds) {
    kinds.add(
        100,
        Message.Replicated.class,
        (out, message) -> KINDS.write(out, message.what()),
        in -> new Message.Replicated(KINDS.read(in)));
  }

  private static void addRecords() {
    KINDS.add(
        1,
        Replication.Claim.class,
        (out, claim) -> {
          head(out, claim);
          out.fixed(claim.log());
        },
        in -> new Replication.Claim(Ids.segment(in), in.zigzag(), in.fixed(), in.fixed()));
    KINDS.add(
        2,
        Replication.Holds.class,
        (out, holds) -> {
          head(out, holds);
          out.zigzag(holds.synced());
          out.list(holds.spans(), Replications::span);
          out.zigzag(holds.length());
        },
        in ->
            new Replication.Holds(
                Ids.segment(in),
                in.zigzag(),
                in.fixed(),
                in.zigzag(),
                in.list(Replications::span),
                in.zigzag()));
    KINDS.add(
        3,
        Replication.Ship.class,
        (out, ship) -> {
          head(out, ship);
          out.flag(ship.sync());
          out.zigzag(ship.from());
          out.list(ship.records(), Replications::logged);
          out.zigzag(ship.committed());
        },
        in ->
            new Replication.Ship(
                Ids.segment(in),
                in.zigzag(),
                in.fixed(),
                in.flag(),
                in.zigzag(),
                in.list(Replications::logged),
                in.zigzag()));
    KINDS.add(
        4,
        Replication.Acked.class,
        (out, acked) -> {
          head(out, acked);
          out.zigzag(acked.length());
          out.zigzag(acked.room());
        },
        in ->
            new Replication.Acked(
                Ids.segment(in), in.zigzag(), in.fixed(), in.zigzag(), in.zigzag()));
    KINDS.add(
        5,
        Replication.Deposed.class,
        (out, deposed) -> {
          head(out, deposed);
          out.zigzag(deposed.promised());
        },
        in -> new Replication.Deposed(Ids.segment(in), in.zigzag(), in.fixed(), in.zigzag()));
    KINDS.add(
        8,
        Replication.HandOver.class,
        (out, over) -> {
          head(out, over);
          out.zigzag(over.length());
        },
        in -> new Replication.HandOver(Ids.segment(in), in.zigzag(), in.fixed(), in.zigzag()));
    KINDS.add(
        12,
        Replication.Resign.class,
        Replications::head,
        in -> new Replication.Resign(Ids.segment(in), in.zigzag(), in.fixed()));
  }

  private static void addQuestions() {
    KINDS.add(
        11,
        Replication.Doubtful.class,
        (out, doubtful) -> {
          head(out, doubtful);
          out.zigzag(doubtful.doubted());
          out.zigzag(doubtful.last());
          out.zigzag(doubtful.length());
          out.list(doubtful.starts(), BytesOut::zigzag);
        },
        in ->
            new Replication.Doubtful(
                Ids.segment(in),
                in.zigzag(),
                in.fixed(),
                in.zigzag(),
                in.zigzag(),
                in.zigzag(),
                in.list(BytesIn::zigzag)));
    KINDS.add(
        9,
        Replication.Confirm.class,
        (out, confirm) -> {
          head(out, confirm);
          out.zigzag(confirm.number());
        },
        in -> new Replication.Confirm(Ids.segment(in), in.zigzag(), in.fixed(), in.zigzag()));
    KINDS.add(
        10,
        Replication.Confirmed.class,
        (out, confirmed) -> {
          head(out, confirmed);
          out.zigzag(confirmed.number());
        },
        in -> new Replication.Confirmed(Ids.segment(in), in.zigzag(), in.fixed(), in.zigzag()));
  }

  private static void addImages() {
    KINDS.add(
        6,
        Replication.ImagePart.class,
        (out, image) -> {
          head(out, image);
          out.zigzag(image.lsn());
          out.list(image.spans(), Replications::span);
          out.zigzag(image.index());
          out.zigzag(image.count());
          out.bytes(image.part());
        },
        in ->
            new Replication.ImagePart(
                Ids.segment(in),
                in.zigzag(),
                in.fixed(),
                in.zigzag(),
                in.list(Replications::span),
                in.int32(),
                in.int32(),
                in.bytes()));
    KINDS.add(
        7,
        Replication.PullImage.class,
        (out, pull) -> {
          head(out, pull);
          out.zigzag(pull.lsn());
          out.zigzag(pull.index());
        },
        in ->
            new Replication.PullImage(
                Ids.segment(in), in.zigzag(), in.fixed(), in.zigzag(), in.int32()));
  }

  private static void head(BytesOut out, Replication message) {
    Ids.segment(out, message.segment());
    out.zigzag(message.epoch());
    out.fixed(message.store());
  }

  static void span(BytesOut out, Replication.Span span) {
    out.zigzag(span.epoch());
    out.zigzag(span.from());
  }

  static Replication.Span span(BytesIn in) {
    return new Replication.Span(in.zigzag(), in.zigzag());
  }

  private static void logged(BytesOut out, Replication.Logged logged) {
    out.zigzag(logged.epoch());
    out.bytes(logged.body());
  }

  private static Replication.Logged logged(BytesIn in) {
    return new Replication.Logged(in.zigzag(), in.bytes());
  }
}
