package teseus.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import teseus.space.Edit;
import teseus.space.Edits;
import teseus.space.Limits;
import teseus.space.SegmentId;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.host.Request;

/** Bodies that concern one token turned into requests; see {@code docs/openapi.yaml}. */
final class ChangeRequests {
  private static final int ENVELOPE = 8; // keys of a body of ours, whatever the limit on tuples

  private final Limits limits;
  private final JsonIn tuple;
  private final JsonIn edits;

  ChangeRequests(Limits limits) {
    this.limits = limits;
    int most = Math.max(limits.fields(), ENVELOPE);
    // A tuple's own level 1 is one level into an update; a value's is three into a list of edits.
    this.tuple = new JsonIn(limits.depth() + 1, most);
    this.edits = new JsonIn(limits.depth() + 3, most);
  }

  Request update(byte[] json) {
    Body body =
        new Body(tuple.object(json), "token", "segment", "version", "type", "supertypes", "fields");
    Map<String, @Nullable Object> named =
        body.object("fields").orElseThrow(() -> Body.invalid("fields", "is missing"));
    return new Request.Update(
        token(body),
        segment(body),
        body.whole("version", 1, Long.MAX_VALUE),
        Tuple.of(body.text("type"), body.texts("supertypes"), named, limits));
  }

  Request modify(byte[] json) {
    Body body = new Body(edits.object(json), "token", "segment", "edits");
    List<Edit> list = new ArrayList<>();
    for (Body each :
        body.objects(
            "edits", "set", "increment", "append", "putIfAbsent", "remove", "value", "by")) {
      list.add(edit(each));
    }
    return new Request.Modify(token(body), segment(body), new Edits(list));
  }

  Request renew(byte[] json) {
    Body body = new Body(tuple.object(json), "token", "segment", "term");
    return new Request.Renew(token(body), segment(body), Requests.term(body));
  }

  Request cancelLease(byte[] json) {
    Body body = new Body(tuple.object(json), "token", "segment");
    return new Request.CancelLease(token(body), segment(body));
  }

  private static Edit edit(Body edit) {
    List<Edit> meant = new ArrayList<>();
    edit.optionalText("set").ifPresent(path -> meant.add(new Edit.Set(path, edit.value("value"))));
    edit.optionalText("increment").ifPresent(path -> meant.add(new Edit.Increment(path, by(edit))));
    edit.optionalText("append")
        .ifPresent(path -> meant.add(new Edit.Append(path, edit.value("value"))));
    edit.optionalText("putIfAbsent")
        .ifPresent(path -> meant.add(new Edit.PutIfAbsent(path, edit.value("value"))));
    edit.optionalText("remove").ifPresent(path -> meant.add(new Edit.Remove(path)));
    if (meant.size() != 1) {
      throw Body.invalid(
          "edits", "names one of set, increment, append, putIfAbsent and remove in each edit");
    }
    boolean by = meant.get(0) instanceof Edit.Increment;
    boolean value = !by && !(meant.get(0) instanceof Edit.Remove);
    if (edit.names("value") != value || edit.names("by") != by) {
      throw Body.invalid(
          "edits", "has a \"by\" with increment, nothing with remove, a \"value\" with all others");
    }
    return meant.get(0);
  }

  private static Number by(Body edit) {
    if (edit.value("by") instanceof Number number) {
      return number;
    }
    throw Body.invalid("by", "is a number");
  }

  private static TokenId token(Body body) {
    try {
      return TokenId.parse(body.text("token"));
    } catch (IllegalArgumentException e) {
      throw Body.invalid("token", "is no token's id");
    }
  }

  private static @Nullable SegmentId segment(Body body) {
    Optional<String> text = body.optionalText("segment");
    try {
      return text.map(SegmentId::parse).orElse(null);
    } catch (IllegalArgumentException e) {
      throw Body.invalid("segment", "is no segment's name");
    }
  }
}
