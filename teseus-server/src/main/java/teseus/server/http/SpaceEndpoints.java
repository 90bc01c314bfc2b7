package teseus.server.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import teseus.space.Contents;
import teseus.space.Limits;
import teseus.space.OpId;
import teseus.space.Page;
import teseus.space.SessionId;
import teseus.space.Template;
import teseus.space.host.Reply;
import teseus.space.host.Request;
import teseus.space.vertx.Gateway;
import teseus.space.vertx.Gateway.Operation;

/** Writing, reading, taking and counting tuples, and the sessions that make it exactly once. */
final class SpaceEndpoints {
  /** How much longer than a tuple a snapshot's line may be: JSON of what came in as less. */
  private static final int RESTORED = 2;

  private final Vertx vertx;
  private final Gateway gateway;
  private final int requestBytes;
  private final Visitors visitors;
  private final Requests requests;
  private final ChangeRequests changes;
  private final Submission submission;

  SpaceEndpoints(Vertx vertx, Gateway gateway, Limits limits, Visitors visitors, int requestBytes) {
    this.vertx = vertx;
    this.gateway = gateway;
    this.requestBytes = requestBytes;
    this.visitors = visitors;
    this.requests = new Requests(limits);
    this.changes = new ChangeRequests(limits);
    this.submission = new Submission(gateway);
  }

  void write(RoutingContext context) {
    HttpServerRequest request = context.request();
    String type = request.getParam("type");
    if (ContentTypes.is(request, ContentTypes.NDJSON)) {
      if (request.getHeader(Submission.KEY) != null) {
        throw ProblemException.of(
            ProblemType.INVALID,
            "a stream has no " + Submission.KEY + "; its lines are written at most once");
      }
      visit(request);
      new TupleStream(request, requestBytes, line -> gateway.submit(requests.write(line, type)))
          .start();
    } else {
      operate(context, json -> requests.write(json, type));
    }
  }

  void eval(RoutingContext context) {
    operate(context, requests::eval);
  }

  /** Writes the tokens of a snapshot, under their own ids, into a space that holds none. */
  void restore(RoutingContext context) {
    HttpServerRequest request = context.request();
    ContentTypes.require(request, ContentTypes.NDJSON);
    visit(request);
    request.pause();
    gateway
        .submit(new Request.Count(Template.any()))
        .reply()
        .map(SpaceEndpoints::empty)
        .onSuccess(empty -> restore(request))
        .onFailure(failure -> Answers.problem(context.response(), failure));
  }

  private void restore(HttpServerRequest request) {
    new TupleStream(
            request, RESTORED * requestBytes, line -> gateway.submit(requests.restore(line)))
        .start();
    request.resume();
  }

  private static boolean empty(Reply reply) {
    if (reply instanceof Reply.Failed failed) {
      throw failed.why();
    }
    if (reply instanceof Reply.Counted counted && counted.count() > 0) {
      throw ProblemException.of(
          ProblemType.NOT_EMPTY,
          "the space holds "
              + counted.count()
              + " tuples; a snapshot is restored into an empty one, so that nothing is there twice",
          Map.of("count", counted.count()));
    }
    return true;
  }

  void read(RoutingContext context) {
    operate(context, requests::read);
  }

  void take(RoutingContext context) {
    operate(context, requests::take);
  }

  void update(RoutingContext context) {
    operate(context, changes::update);
  }

  void modify(RoutingContext context) {
    operate(context, changes::modify);
  }

  void renew(RoutingContext context) {
    operate(context, changes::renew);
  }

  void cancelLease(RoutingContext context) {
    operate(context, changes::cancelLease);
  }

  /** A page, or to who accepts lines all of them. */
  void contents(RoutingContext context) {
    String accept = context.request().getHeader(HttpHeaders.ACCEPT);
    if (accept == null || !accept.contains(ContentTypes.NDJSON)) {
      operate(context, requests::contents);
      return;
    }
    lines(
        context,
        requests::walk,
        (walk, over) ->
            pages(walk.begin())
                .subscribe(new ContentsStream(context.response(), walk.most(), over)));
  }

  private Contents pages(Request.Contents begin) {
    return new Contents(
        (at, most) ->
            gateway
                .submit(
                    new Request.Contents(
                        begin.template(), at == null ? begin.cursor() : at, begin.most()))
                .reply()
                .map(SpaceEndpoints::page)
                .toCompletionStage());
  }

  /** Takes what is there now, a line each. */
  void takeAll(RoutingContext context) {
    if (context.request().getHeader(Submission.KEY) != null) {
      throw ProblemException.of(
          ProblemType.INVALID,
          "many takes have no one " + Submission.KEY + "; take one by one to name them");
    }
    lines(
        context,
        requests::takes,
        (takes, over) ->
            new TakeStream(
                    context.response(), () -> gateway.submit(takes.each()), takes.most(), over)
                .begin());
  }

  /**
   * Answers with lines.
   *
   * @param begin begins them once it is known what is wanted; is given what to do at their end
   */
  private <T> void lines(
      RoutingContext context, Function<byte[], T> parse, BiConsumer<T, Runnable> begin) {
    HttpServerRequest request = context.request();
    ContentTypes.require(request, Answers.JSON);
    Visitors.Visit visit = visitors.enter(request, TupleStream.BYTES_OPEN);
    BodyReader.read(vertx, request, requestBytes)
        .map(json -> parse.apply(json.getBytes()))
        .onSuccess(wanted -> begin.accept(wanted, visit::leave))
        .onFailure(
            failure -> {
              visit.leave();
              Answers.problem(request.response(), failure);
            });
  }

  private static Page page(Reply reply) {
    if (reply instanceof Reply.Failed failed) {
      throw failed.why();
    }
    return ((Reply.Paged) reply).page();
  }

  void count(RoutingContext context) {
    operate(context, requests::count);
  }

  void explain(RoutingContext context) {
    operate(context, requests::explain);
  }

  void declareIndex(RoutingContext context) {
    operate(context, requests::declareIndex);
  }

  /** Tells what happens, until the client goes or its term ends. */
  void events(RoutingContext context) {
    HttpServerRequest request = context.request();
    ContentTypes.require(request, Answers.JSON);
    Visitors.Visit visit = visitors.enter(request, bytes(request));
    EventStream stream = new EventStream(vertx, request.response(), visit::leave);
    BodyReader.read(vertx, request, requestBytes)
        .map(json -> requests.wanted(json.getBytes()))
        .compose(
            wanted ->
                gateway.subscribe(
                    wanted.template(), wanted.kinds(), wanted.from(), wanted.term(), stream))
        .onSuccess(stream::begin)
        .onFailure(
            failure -> {
              visit.leave();
              Answers.problem(request.response(), failure);
            });
  }

  /** Does what a body says, and answers. */
  void operate(RoutingContext context, Function<byte[], Request> parse) {
    HttpServerRequest request = context.request();
    ContentTypes.require(request, Answers.JSON);
    operate(
        request,
        () -> visitors.enter(request, bytes(request)),
        () ->
            BodyReader.read(vertx, request, requestBytes)
                .map(json -> parse.apply(json.getBytes())));
  }

  /** Ends a transaction, which a path says alone, and answers. */
  void end(RoutingContext context, Request wanted) {
    HttpServerRequest request = context.request();
    operate(request, () -> visitors.enterToEnd(request), () -> Future.succeededFuture(wanted));
  }

  private void operate(
      HttpServerRequest request, Supplier<Visitors.Visit> door, Supplier<Future<Request>> wanted) {
    long colour = Submission.colour(request);
    Visitors.Visit visit = door.get();
    wanted
        .get()
        .compose(asked -> gateway.seen(colour).map(known -> begin(request, asked, known)))
        .onSuccess(
            operation -> {
              operation.reply().onComplete(over -> visit.leave());
              answer(request, operation);
            })
        .onFailure(
            failure -> {
              visit.leave();
              Answers.problem(request.response(), failure);
            });
  }

  /** A stream counts as what it may bring at a time, for as long as it lasts. */
  private void visit(HttpServerRequest request) {
    Visitors.Visit visit = visitors.enter(request, TupleStream.BYTES_OPEN);
    request.response().endHandler(answered -> visit.leave());
    request.response().closeHandler(gone -> visit.leave());
  }

  /** What the body has at most: as it says, or as is allowed. */
  private long bytes(HttpServerRequest request) {
    long declared = BodyReader.declaredLength(request);
    return declared < 0 ? requestBytes : Math.min(declared, requestBytes);
  }

  private Operation begin(HttpServerRequest request, Request wanted, boolean known) {
    if (!known) {
      throw ProblemException.of(
          ProblemType.UNAVAILABLE,
          Submission.COLOUR + " names a snapshot that this host cannot find out about now");
    }
    return submission.start(request, wanted);
  }

  private void answer(HttpServerRequest request, Operation operation) {
    HttpServerResponse response = request.response();
    if (Submission.key(request).isEmpty()) {
      // A named operation goes on: its client may repeat it over another connection.
      response.closeHandler(closed -> operation.cancel(true));
    }
    operation
        .reply()
        .onSuccess(reply -> told(response, reply))
        .onFailure(failure -> Answers.problem(response, failure));
  }

  /** Answers, and says what the client is to carry along so that all hosts know as much as it. */
  private void told(HttpServerResponse response, Reply reply) {
    response.putHeader(Submission.META, Long.toString(gateway.heard()));
    if (gateway.colour() > 0) {
      response.putHeader(Submission.COLOUR, Long.toString(gateway.colour()));
    }
    answer(response, reply);
  }

  private static void answer(HttpServerResponse response, Reply reply) {
    if (reply instanceof Reply.Written written) {
      Answers.send(response, 201, Answers.lease(written.lease()));
    } else if (reply instanceof Reply.LeaseCancelled cancelled) {
      Answers.send(response, 200, JsonObject.of("cancelled", cancelled.done()));
    } else if (reply instanceof Reply.Paged paged) {
      Answers.send(response, 200, Answers.page(paged.page()));
    } else if (reply instanceof Reply.Counted counted) {
      Answers.send(response, 200, JsonObject.of("count", counted.count()));
    } else if (reply instanceof Reply.Explained explained) {
      Answers.send(response, 200, Answers.explanation(explained.how()));
    } else if (reply instanceof Reply.Declared declared) {
      Answers.send(response, 200, Answers.index(declared.index()));
    } else if (reply instanceof Reply.Begun begun) {
      response.putHeader(HttpHeaders.LOCATION, TransactionEndpoints.PATH + begun.id());
      Answers.send(response, 201, Answers.transaction(begun.id(), begun.until()));
    } else if (reply instanceof Reply.Extended extended) {
      Answers.send(response, 200, Answers.transaction(extended.id(), extended.until()));
    } else if (reply instanceof Reply.Ended) {
      Answers.nothing(response);
    } else if (reply instanceof Reply.Failed failed) {
      Answers.problem(response, failed.why());
    } else if (reply instanceof Reply.Found found) {
      found
          .token()
          .ifPresentOrElse(
              token -> Answers.send(response, 200, Answers.token(token)),
              () -> Answers.nothing(response));
    }
  }

  void cancel(RoutingContext context) {
    String name = context.pathParam("op");
    OpId op = Submission.op("an operation", name);
    if (undo(context.request().getParam("undo"))) {
      HttpServerResponse response = context.response();
      submission
          .undo(context.request(), op)
          .onSuccess(reply -> undone(response, op, reply))
          .onFailure(failure -> Answers.problem(response, failure));
    } else if (submission.cancel(op)) {
      Answers.nothing(context.response());
    } else {
      throw ProblemException.of(ProblemType.NOT_FOUND, "operation " + name + " is not open here");
    }
  }

  private static boolean undo(@Nullable String wanted) {
    if (wanted == null || wanted.equals("false")) {
      return false;
    }
    if (wanted.equals("true")) {
      return true;
    }
    throw ProblemException.of(ProblemType.INVALID, "\"undo\" is true or false");
  }

  private static void undone(HttpServerResponse response, OpId op, Reply reply) {
    if (reply instanceof Reply.Failed failed) {
      Answers.problem(response, failed.why());
    } else if (reply instanceof Reply.Found) {
      Answers.nothing(response);
    } else {
      Answers.problem(
          response,
          ProblemException.of(
              ProblemType.INVALID, "operation " + op + " is no take, and stays as it is"));
    }
  }

  void openSession(RoutingContext context) {
    gateway
        .openSession()
        .onSuccess(
            session ->
                Answers.send(
                    context.response().putHeader(HttpHeaders.LOCATION, "/v1/sessions/" + session),
                    201,
                    JsonObject.of("session", session.toString())))
        .onFailure(failure -> Answers.problem(context.response(), failure));
  }

  void endSession(RoutingContext context) {
    String text = context.pathParam("session");
    try {
      gateway.endSession(SessionId.parse(text));
    } catch (IllegalArgumentException e) {
      throw ProblemException.of(ProblemType.NOT_FOUND, "no session is called " + text);
    }
    Answers.nothing(context.response());
  }
}
