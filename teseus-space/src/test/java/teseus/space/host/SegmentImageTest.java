package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
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
import teseus.space.wire.TupleCodec;

class SegmentImageTest {
  private static final SegmentId SEGMENT = new SegmentId(new HostId("hera"), 0);

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

  /** A log that a primary might have written: every kind of record, tokens coming and going. */
  private static List<LogEntry> randomLog(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    Recovered applied = new Recovered(1);
    List<LogEntry> log = new ArrayList<>();
    List<SessionId> sessions = new ArrayList<>();
    List<TokenId> live = new ArrayList<>();
    List<LogRecord.Take> taken = new ArrayList<>();
    long number = 1;
    long round = 0;
    int era = 1;
    while (log.size() < length) {
      long at = log.size();
      LogRecord record;
      int kind = sessions.isEmpty() ? 0 : random.nextInt(12);
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
      } else if (kind < 9 && !live.isEmpty()) {
        TokenId token = live.remove(random.nextInt(live.size()));
        LogRecord.Take take = new LogRecord.Take(at, new OpId(session, number++), 1, token);
        taken.add(take);
        record = take;
      } else {
        OpId op = new OpId(session, number++);
        byte[] fields =
            TupleCodec.encode(Tuple.of("Job", Map.of("n", random.nextLong())), Limits.DEFAULT);
        live.add(new TokenId(op));
        record =
            new LogRecord.Put(
                at, op, 1, new Envelope(new TokenId(op), "Job", fields, at << 16, at + 1_000));
      }
      LogEntry entry = new LogEntry(SEGMENT, 1, log.size(), LogRecordCodec.encode(record));
      applied.entry(entry); // fails if no primary could have written it
      log.add(entry);
    }
    return log;
  }
}
