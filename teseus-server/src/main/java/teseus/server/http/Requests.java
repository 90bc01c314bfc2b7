package teseus.server.http;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import teseus.space.Bulk;
import teseus.space.Condition;
import teseus.space.Consistency;
import teseus.space.Contents;
import teseus.space.Cursor;
import teseus.space.Event;
import teseus.space.FieldIndex;
import teseus.space.HostId;
import teseus.space.Limits;
import teseus.space.Order;
import teseus.space.Page;
import teseus.space.Position;
import teseus.space.Space;
import teseus.space.Template;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.host.Request;
import teseus.space.wire.Action;
import teseus.space.wire.TemplateForm;
import teseus.space.wire.TemplateFormException;
import teseus.space.wire.Whereabouts;

/** Bodies turned into requests, all of them checked; see {@code docs/openapi.yaml}. */
final class Requests {
  private static final int ENVELOPE = 8; // keys of a body of ours, whatever the limit on tuples

  private final Limits limits;
  private final JsonIn fields;
  private final JsonIn tuple;
  private final JsonIn argument;
  private final JsonIn template;

  Requests(Limits limits) {
    this.limits = limits;
    int most = Math.max(limits.fields(), ENVELOPE);
    // A tuple's own level 1 is where its fields are: one level into a write, more into a template,
    // where a value may stand within conditions, each a list of objects.
    this.fields = new JsonIn(limits.depth(), most);
    this.tuple = new JsonIn(limits.depth() + 1, most);
    this.argument = new JsonIn(limits.depth() + 2, most);
    this.template =
        new JsonIn(
            limits.depth() + 2 * TemplateForm.MAX_DEPTH + 2,
            Math.max(most, Condition.MAX_CONDITIONS));
  }

  /**
   * A write.
   *
   * @param type if not null, the body is the fields alone
   */
  Request write(byte[] json, @Nullable String type) {
    if (type != null) {
      return new Request.Write(Tuple.of(type, fields.object(json), limits), Long.MAX_VALUE, null);
    }
    Body body = new Body(tuple.object(json), "type", "supertypes", "fields", "term");
    return new Request.Write(tuple(body), term(body), null);
  }

  /** An eval: the argument has a type and fields, as a tuple that is written. */
  Request eval(byte[] json) {
    Body body = new Body(argument.object(json), "function", "argument", "term");
    Body tuple =
        new Body(
            body.object("argument").orElseThrow(() -> Body.invalid("argument", "is missing")),
            "type",
            "supertypes",
            "fields");
    String function = body.text("function");
    if (!Request.Eval.named(function)) {
      throw Body.invalid("function", "is 1 to 100 letters, digits, dots, underscores and hyphens");
    }
    return new Request.Eval(function, tuple(tuple), term(body));
  }

  /** A write of a token that a snapshot held: under its own id, as old as it was. */
  Request restore(byte[] json) {
    Body body =
        new Body(
            tuple.object(json),
            "token",
            "type",
            "supertypes",
            "fields",
            "born",
            "termMs",
            "version");
    TokenId token;
    try {
      token = TokenId.parse(body.text("token"));
    } catch (IllegalArgumentException e) {
      throw Body.invalid("token", "is no token's id");
    }
    long term = body.has("termMs") ? body.whole("termMs", 1, Long.MAX_VALUE) : Long.MAX_VALUE;
    long version = body.has("version") ? body.whole("version", 1, Long.MAX_VALUE) : 1;
    return new Request.Write(
        tuple(body),
        term,
        new Action.Restored(token, body.whole("born", 0, Long.MAX_VALUE), version));
  }

  private Tuple tuple(Body body) {
    Map<String, @Nullable Object> named =
        body.object("fields").orElseThrow(() -> Body.invalid("fields", "is missing"));
    return Tuple.of(body.text("type"), body.texts("supertypes"), named, limits);
  }

  Request read(byte[] json) {
    Body body = match(json);
    Template wanted = template(body);
    if (!body.flag("ifExists")) {
      return new Request.Read(wanted, timeout(body), order(body));
    }
    if (body.has("timeout")) {
      throw Body.invalid("timeout", "has no meaning for a read with \"ifExists\"");
    }
    return new Request.ReadIfExists(wanted, consistency(body), order(body));
  }

  Request take(byte[] json) {
    Body body = match(json);
    Template wanted = template(body);
    if (!body.flag("ifExists")) {
      return new Request.Take(wanted, timeout(body), order(body));
    }
    Consistency consistency = consistency(body);
    if (consistency == Consistency.LOOSE) {
      throw Body.invalid("consistency", "is session or strict for a take, which is exact");
    }
    return new Request.TakeIfExists(wanted, timeout(body), consistency, order(body));
  }

  /**
   * What is to come as lines.
   *
   * @param begin the first page
   * @param most lines
   */
  record Walk(Request.Contents begin, long most) {}

  Walk walk(byte[] json) {
    Body body = new Body(template.object(json), "template", "cursor", "limit");
    long most = body.has("limit") ? body.whole("limit", 1, Long.MAX_VALUE) : Long.MAX_VALUE;
    int page = (int) Math.min(most, Contents.PAGE);
    return new Walk(new Request.Contents(template(body), cursor(body), page), most);
  }

  /**
   * Takes of what is there now.
   *
   * @param each one of them
   * @param most how many
   */
  record Takes(Request.TakeIfExists each, int most) {}

  Takes takes(byte[] json) {
    Body body = new Body(template.object(json), "template", "limit", "order");
    int most = body.has("limit") ? (int) body.whole("limit", 1, Bulk.MOST) : Bulk.MOST;
    return new Takes(
        new Request.TakeIfExists(
            template(body), Bulk.PATIENCE.toMillis(), Consistency.SESSION, order(body)),
        most);
  }

  Request.Contents contents(byte[] json) {
    Body body = new Body(template.object(json), "template", "cursor", "limit");
    int most = body.has("limit") ? (int) body.whole("limit", 1, Page.MOST) : Contents.PAGE;
    return new Request.Contents(template(body), cursor(body), most);
  }

  private static @Nullable Cursor cursor(Body body) {
    try {
      return body.optionalText("cursor").map(Cursor::parse).orElse(null);
    } catch (IllegalArgumentException e) {
      throw Body.invalid("cursor", "is none that an answer gave");
    }
  }

  Request count(byte[] json) {
    return new Request.Count(template(new Body(template.object(json), "template")));
  }

  Request declareIndex(byte[] json) {
    Body body = new Body(template.object(json), "type", "field", "ordered");
    return new Request.DeclareIndex(
        new FieldIndex(body.text("type"), body.text("field"), body.flag("ordered")));
  }

  Request explain(byte[] json) {
    return new Request.Explain(template(new Body(template.object(json), "template")));
  }

  /** What somebody wants to be told of. */
  Wanted wanted(byte[] json) {
    Body body = new Body(template.object(json), "template", "events", "from", "term");
    try {
      return new Wanted(
          template(body),
          kinds(body.optionalText("events").orElse("")),
          body.optionalText("from").map(Position::parse).orElse(null),
          term(body));
    } catch (IllegalArgumentException e) {
      throw ProblemException.of(ProblemType.INVALID, String.valueOf(e.getMessage()));
    }
  }

  /**
   * A subscription.
   *
   * @param template what it must happen to
   * @param kinds what must happen
   * @param from where to go on; null to begin now
   * @param term for how long, in milliseconds
   */
  record Wanted(Template template, Set<Event.Kind> kinds, @Nullable Position from, long term) {}

  private static Set<Event.Kind> kinds(String names) {
    if (names.isEmpty()) {
      return Event.Kind.all();
    }
    Set<Event.Kind> kinds = EnumSet.noneOf(Event.Kind.class);
    for (String name : names.split(",", -1)) {
      kinds.add(
          Event.Kind.all().stream()
              .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(name.strip()))
              .findAny()
              .orElseThrow(
                  () ->
                      Body.invalid(
                          "events",
                          "is some of written, updated, taken, expired, returned, by commas")));
    }
    return kinds;
  }

  /** Who is to keep META. */
  List<HostId> voters(byte[] json) {
    return new Body(fields.object(json), "hosts").texts("hosts").stream().map(HostId::new).toList();
  }

  /** Who wants to be one of the hosts. */
  Admin.Applicant applicant(String host, byte[] json) {
    Body body =
        new Body(
            fields.object(json),
            "cluster",
            "release",
            "settings",
            "address",
            "port",
            "http",
            "segments");
    return new Admin.Applicant(
        new HostId(host),
        body.text("cluster"),
        body.text("release"),
        body.text("settings"),
        new Whereabouts(
            body.text("address"),
            (int) body.whole("port", 1, 65_533),
            (int) body.whole("http", 1, 65_535)),
        (int) body.whole("segments", 1, 16));
  }

  /** A strategy and its weights. */
  Choice choice(byte[] json) {
    Body body = new Body(fields.object(json), "name", "weights");
    Map<String, Double> weights = new LinkedHashMap<>();
    body.object("weights")
        .orElse(Map.of())
        .forEach((name, value) -> weights.put(name, weight(name, value)));
    return new Choice(body.text("name"), weights);
  }

  record Choice(String name, Map<String, Double> weights) {}

  private static double weight(String name, @Nullable Object value) {
    double weight = value instanceof Number number ? number.doubleValue() : Double.NaN;
    if (!Double.isFinite(weight)) {
      throw Body.invalid("weights." + name, "is a number");
    }
    return weight;
  }

  private Body match(byte[] json) {
    Body body =
        new Body(template.object(json), "template", "timeout", "ifExists", "consistency", "order");
    if (body.has("consistency") && !body.flag("ifExists")) {
      throw Body.invalid("consistency", "goes with \"ifExists\": true");
    }
    return body;
  }

  private static Template template(Body body) {
    Map<String, @Nullable Object> form =
        body.object("template").orElseThrow(() -> Body.invalid("template", "is missing"));
    try {
      return TemplateForm.read(form);
    } catch (TemplateFormException e) {
      throw ProblemException.of(
          ProblemType.INVALID,
          "\"template\" " + e.getMessage(),
          Map.of("pointer", "/template" + e.pointer()));
    }
  }

  private static long timeout(Body body) {
    return body.optionalText("timeout")
        .map(text -> Spans.parse("timeout", text).toMillis())
        .orElse(0L);
  }

  static long term(Body body) {
    long term =
        body.optionalText("term")
            .map(text -> Spans.parse("term", text).toMillis())
            .orElse(Long.MAX_VALUE);
    if (term < 1) {
      throw Body.invalid("term", "is at least 1 ms");
    }
    return term >= Space.LONGEST.toMillis() ? Long.MAX_VALUE : term;
  }

  private static Order order(Body body) {
    String text = body.optionalText("order").orElse("near");
    return switch (text) {
      case "near" -> Order.NEAR;
      case "oldest" -> Order.OLDEST;
      case "any" -> Order.ANY;
      default -> throw Body.invalid("order", "is near, oldest or any");
    };
  }

  private static Consistency consistency(Body body) {
    String text = body.optionalText("consistency").orElse("session");
    return switch (text) {
      case "loose" -> Consistency.LOOSE;
      case "session" -> Consistency.SESSION;
      case "strict" -> Consistency.STRICT;
      default -> throw Body.invalid("consistency", "is loose, session or strict");
    };
  }
}
