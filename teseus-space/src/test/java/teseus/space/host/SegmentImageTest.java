package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import teseus.space.HostId;
import teseus.space.Limits;
import teseus.space.OpId;
import teseus.space.SegmentId;
import teseus.space.SessionId;
import teseus.space.TokenId;
import teseus.space.Tuple;
import teseus.space.spi.Image;
import teseus.space.spi.LogEntry;
import teseus.space.wire.Envelope;
import teseus.space.wire.LogRecord;
import teseus.space.wire.LogRecordCodec;
import teseus.space.wire.MalformedException;
import teseus.space.wire.MoveId;
import teseus.space.wire.TupleCodec;

class SegmentImageTest {
  private static final SegmentId SEGMENT = new SegmentId(new HostId("hera"), 0);
  private static final SegmentId OTHER = new SegmentId(new HostId("juno"), 1);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void anImageWithTheEntriesAfterItIsTheWholeLog(long seed) {
    List<LogEntry> log = randomLog(seed, 400);
    Recovered whole = new Recovered(1);
    log.forEach(whole::entry);
    for (int cut = 0; cut <= log.size(); cut += 57) {
      Recovered first = new Recovered(1);
      log.subList(0, cut).forEach(first::entry);
      Recovered second = new Recovered(1);
      List<byte[]> image = SegmentImage.of(first.whole(SEGMENT).state());
      log.subList(cut, log.size()).forEach(first::entry); // it is read while the segment goes on
      second.image(new Image(SEGMENT, 1, cut, image));
      log.subList(cut, log.size()).forEach(second::entry);
      assertThat(bytes(second).equals(bytes(whole))).as("seed %d, image at %d", seed, cut).isTrue();
      assertThat(second.colour()).isEqualTo(whole.colour());
    }
  }

  @Test
  void manyTokensMakePartsOfLimitedSize() {
    Recovered whole = new Recovered(1);
    SessionId session = new SessionId(1, 7);
    whole.entry(new LogEntry(SEGMENT, 1, 0, LogRecordCodec.encode(new LogRecord.Open(0, session))));
    SplittableRandom random = new SplittableRandom(7);
    for (int at = 1; at <= 5_000; at++) {
      OpId op = new OpId(session, at);
      LogRecord put = new LogRecord.Put(at, op, 0, token(new TokenId(op), random, at));
      whole.entry(new LogEntry(SEGMENT, 1, at, LogRecordCodec.encode(put)));
    }
    List<byte[]> image = SegmentImage.of(whole.whole(SEGMENT).state());
    assertThat(image).hasSizeGreaterThan(2).allMatch(part -> part.length < 2 * (64 << 10));
    Recovered again = new Recovered(1);
    again.image(new Image(SEGMENT, 1, 5_001, image));
    assertThat(bytes(again)).isEqualTo(bytes(whole));
  }

  @Test
  void refusesAnImageOfAnotherVersion() {
    byte[] part = SegmentImage.of(new Recovered(1).whole(SEGMENT).state()).get(0);
    part[1]++;
    Recovered recovered = new Recovered(1);
    assertThatThrownBy(() -> recovered.image(new Image(SEGMENT, 1, 0, List.of(part))))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("version 2");
  }

  private static String bytes(Recovered recovered) {
    StringBuilder text = new StringBuilder();
    SegmentState state = recovered.whole(SEGMENT).state();
    SegmentImage.of(state).forEach(part -> text.append(Arrays.toString(part)));
    return recovered.whole(SEGMENT).log().next() + text.toString();
  }

  private static Envelope token(TokenId id, SplittableRandom random, long at) {
    byte[] fields =
        TupleCodec.encode(Tuple.of("Job", Map.of("n", random.nextLong())), Limits.DEFAULT);
    return new Envelope(id, "Job", fields, at << 16, at + 1_000);
  }

  /** A log that a primary might have written: every kind of record, tokens coming and going. */
  private static List<LogEntry> randomLog(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    Recovered applied = new Recovered(1);
    List<LogEntry> log = new ArrayList<>();
    List<SessionId> sessions = new ArrayList<>();
    List<TokenId> live = new ArrayList<>();
    List<LogRecord.Take> taken = new ArrayList<>();
    TreeMap<Long, TokenId> away = new TreeMap<>();
    long number = 1;
    long round = 0;
    int era = 1;
    while (log.size() < length) {
      long at = log.size();
      LogRecord record;
      int kind = sessions.isEmpty() ? 0 : random.nextInt(18);
      SessionId session = sessions.isEmpty() ? null : sessions.get(random.nextInt(sessions.size()));
      if (kind == 0) {
        SessionId opened = new SessionId(era, random.nextLong());
        sessions.add(opened);
        record = new LogRecord.Open(at, opened);
      } else if (kind == 1 && sessions.size() > 3) {
        sessions.remove(session);
        taken.removeIf(take -> take.op().session().equals(session));
        record = new LogRecord.End(at, session);
      } else if (kind == 2 && !taken.isEmpty()) {
        LogRecord.Take undone = taken.remove(random.nextInt(taken.size()));
        live.add(undone.token());
        record = new LogRecord.Return(at, undone.op(), undone.token());
      } else if (kind == 3 && era < 3) {
        record = new LogRecord.Era(at, ++era);
      } else if (kind == 4) {
        record = new LogRecord.Turn(at, session, 1 + random.nextInt(5));
      } else if (kind == 5) {
        record = new LogRecord.Cut(at, ++round);
      } else if (kind == 12 && !live.isEmpty()) {
        TokenId left = live.remove(random.nextInt(live.size()));
        away.put(at, left);
        record = new LogRecord.Out(at, left, OTHER, 5);
      } else if (kind == 13 && away.size() > 1) {
        Map.Entry<Long, TokenId> gone = away.pollFirstEntry();
        record = new LogRecord.Done(at, gone.getKey(), gone.getValue());
      } else if (kind == 14 && away.size() > 1) {
        Map.Entry<Long, TokenId> kept = away.pollLastEntry();
        live.add(kept.getValue());
        record = new LogRecord.Back(at, kept.getKey(), kept.getValue());
      } else if (kind == 15) {
        TokenId came = new TokenId(new OpId(new SessionId(1, -1), number));
        live.add(came);
        record = new LogRecord.In(at, new MoveId(OTHER, 5, number++), token(came, random, at));
      } else if (kind == 16) {
        record = new LogRecord.Never(at, new MoveId(OTHER, 6, number++));
      } else if (kind == 17 && random.nextInt(4) == 0) {
        record = new LogRecord.Forget(at, OTHER, 5, number);
      } else if (kind < 9 && !live.isEmpty()) {
        TokenId token = live.remove(random.nextInt(live.size()));
        LogRecord.Take take = new LogRecord.Take(at, new OpId(session, number++), 1, token);
        taken.add(take);
        record = take;
      } else {
        OpId op = new OpId(session, number++);
        live.add(new TokenId(op));
        record = new LogRecord.Put(at, op, 1, token(new TokenId(op), random, at));
      }
      LogEntry entry = new LogEntry(SEGMENT, 1, log.size(), LogRecordCodec.encode(record));
      applied.entry(entry); // fails if no primary could have written it
      log.add(entry);
    }
    return log;
  }
}
