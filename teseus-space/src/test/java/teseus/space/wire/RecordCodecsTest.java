package teseus.space.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import teseus.roulette.Offer;
import teseus.space.Template;

class RecordCodecsTest {

  /** Every sample with the function that decodes its bytes. */
  static Stream<Arguments> samples() {
    return Stream.of(
            Samples.MESSAGES.stream()
                .map(message -> new Frame(77, 0, 0, message))
                .map(frame -> sample(frame, FrameCodec.encode(frame), FrameCodec::decode)),
            Samples.RECORDS.stream()
                .map(log -> sample(log, LogRecordCodec.encode(log), LogRecordCodec::decode)),
            Stream.of(Samples.ENVELOPE, Samples.OTHER)
                .map(token -> sample(token, EnvelopeCodec.encode(token), EnvelopeCodec::decode)),
            Samples.BEACONS.stream()
                .map(beacon -> sample(beacon, BeaconCodec.encode(beacon), BeaconCodec::decode)))
        .flatMap(each -> each);
  }

  private static Arguments sample(Object value, byte[] bytes, Function<byte[], Object> decoder) {
    return Arguments.of(value, bytes, decoder);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void decodesWhatItEncoded(Object value, byte[] bytes, Function<byte[], Object> decoder) {
    assertThat(decoder.apply(bytes))
        .usingRecursiveComparison()
        .withStrictTypeChecking()
        .isEqualTo(value);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void refusesEveryTruncationAndEveryLongerOne(
      Object value, byte[] bytes, Function<byte[], Object> decoder) {
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> decoder.apply(cut))
          .as("%s cut to %s of %s bytes", value, length, bytes.length)
          .isInstanceOf(MalformedException.class);
    }
    assertThatThrownBy(() -> decoder.apply(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(MalformedException.class);
  }

  static Stream<Arguments> families() {
    return Stream.of(
        Arguments.of(Message.class, Samples.MESSAGES, FrameCodec.KINDS.types()),
        Arguments.of(Action.class, Samples.ACTIONS, Actions.KINDS.types()),
        Arguments.of(Result.class, Samples.RESULTS, Results.KINDS.types()),
        Arguments.of(VoterMessage.class, Samples.VOTER_MESSAGES, Voters.MESSAGES.types()),
        Arguments.of(VoterRecord.class, Samples.VOTER_RECORDS, Voters.RECORDS.types()),
        Arguments.of(MetaCommand.class, Samples.COMMANDS, Metas.COMMANDS.types()),
        Arguments.of(LogRecord.class, Samples.RECORDS, LogRecordCodec.KINDS.types()));
  }

  @ParameterizedTest
  @MethodSource("families")
  void knowsEveryRecordOfASealedFamilyAndHasASampleOfIt(
      Class<?> family, List<?> samples, Set<Class<?>> written) {
    Set<Class<?>> records = leaves(family).collect(Collectors.toSet());
    assertThat(records).isNotEmpty();
    assertThat(written).isEqualTo(records);
    assertThat(samples.stream().<Class<?>>map(Object::getClass).collect(Collectors.toSet()))
        .isEqualTo(records);
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(RecordCodecsTest::leaves)
        : Stream.of(type);
  }

  @Test
  void keepsThePlacesOfEnums() {
    assertThat(Result.Why.values())
        .containsExactly(
            Result.Why.NO_MATCH,
            Result.Why.FULL,
            Result.Why.CANCELLED,
            Result.Why.NO_FUNCTION,
            Result.Why.ABORTED,
            Result.Why.LOCKED,
            Result.Why.FEW_COPIES,
            Result.Why.LEAVING,
            Result.Why.MOVED);
    assertThat(Leaving.values()).containsExactly(Leaving.DRAINING, Leaving.DRAINED);
    assertThat(TransactionMessage.Vote.values())
        .containsExactly(
            TransactionMessage.Vote.YES,
            TransactionMessage.Vote.NO,
            TransactionMessage.Vote.FULL,
            TransactionMessage.Vote.FEW_COPIES);
    assertThat(Result.Refusal.values())
        .containsExactly(
            Result.Refusal.OTHER_EPOCH,
            Result.Refusal.OLD_TURN,
            Result.Refusal.BELOW_LOW,
            Result.Refusal.SESSION_GONE,
            Result.Refusal.BUSY);
  }

  @Test
  void laysAFrameOutAsDocumented() {
    Message peek =
        new Message.Peek(1, Samples.SEGMENT, Template.ofType("T").where("n", 5), true, false);
    assertThat(HexFormat.of().formatHex(FrameCodec.encode(new Frame(2, 0, 3, peek))))
        .isEqualTo(
            "01"
                + "04"
                + "00"
                + "06" // version, colour, roster, meta
                + "03"
                + "02" // peek, ask
                + "0468657261"
                + "06" // hera/3
                + "01"
                + "0154" // a type, T
                + "01"
                + "00"
                + "016e"
                + "030a" // one condition, equal, n, 5
                + "01"
                + "00"); // to be taken, not asking R
  }

  @Test
  void laysALogRecordOutAsDocumented() {
    assertThat(HexFormat.of().formatHex(LogRecordCodec.encode(Samples.RECORDS.get(3))))
        .isEqualTo(
            "03"
                + "0000000000000003" // take, at
                + "0e"
                + "fedcba9876543210"
                + "ac02" // 7-..-300
                + "2a" // low
                + "00"
                + "0000000000000005"
                + "01"); // 0-5-1
  }

  @Test
  void laysAnEnvelopeOutAsDocumented() {
    assertThat(HexFormat.of().formatHex(EnvelopeCodec.encode(Samples.OTHER)))
        .isEqualTo(
            "0e"
                + "fedcba9876543210"
                + "ac02" // 7-..-300
                + "05636166c3a9" // type
                + "00" // no fields
                + "0000000000000001"
                + "0000000000000002" // born, until
                + "01"); // version
  }

  @Test
  void decodesAFrameInTheMiddleOfAnArray() {
    byte[] frame = FrameCodec.encode(new Frame(1, 0, 0, new Message.EndSession(Samples.SESSION)));
    byte[] around = new byte[frame.length + 7];
    Arrays.fill(around, (byte) 0xFF);
    System.arraycopy(frame, 0, around, 3, frame.length);
    assertThat(FrameCodec.decode(around, 3, frame.length))
        .isEqualTo(new Frame(1, 0, 0, new Message.EndSession(Samples.SESSION)));
    assertThatThrownBy(() -> FrameCodec.decode(around, 3, frame.length - 1))
        .isInstanceOfSatisfying(
            MalformedException.class, e -> assertThat(e.offset()).isLessThan(frame.length));
    assertThatThrownBy(() -> FrameCodec.decode(around, 3, around.length))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void sharesNothingWithTheArrayItDecoded() {
    byte[] bytes = LogRecordCodec.encode(Samples.RECORDS.get(1));
    LogRecord.Put put = (LogRecord.Put) LogRecordCodec.decode(bytes);
    Arrays.fill(bytes, (byte) 0);
    assertThat(put.token().fields()).isEqualTo(Samples.ENVELOPE.fields());
  }

  @Test
  void refusesAnotherVersionAndSaysBoth() {
    byte[] frame = FrameCodec.encode(new Frame(1, 0, 0, new Message.EndSession(Samples.SESSION)));
    byte[] beacon = BeaconCodec.encode(Samples.BEACONS.get(0));
    frame[0] = 9;
    beacon[0] = 9;
    assertThatThrownBy(() -> FrameCodec.decode(frame))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("a frame of version 1, found version 9");
    assertThatThrownBy(() -> BeaconCodec.decode(beacon))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("a beacon of version 1, found version 9");
  }

  @Test
  void refusesATagItDoesNotKnow() {
    assertThatThrownBy(() -> LogRecordCodec.decode(new byte[] {99}))
        .isInstanceOf(MalformedException.class)
        .hasMessage("malformed at byte 0: expected the tag of a log record, found 99");
    assertThatThrownBy(() -> FrameCodec.decode(new byte[] {1, 0, 0, 0, (byte) 200}))
        .isInstanceOf(MalformedException.class)
        .hasMessage("malformed at byte 4: expected the tag of a message, found 200");
  }

  @Test
  void refusesAValueOutOfItsBounds() {
    byte[] open = LogRecordCodec.encode(new LogRecord.Open(1, Samples.SESSION));
    open[9] = 1; // the era, now -1
    assertThatThrownBy(() -> LogRecordCodec.decode(open))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("era is at least 0");
  }

  @Test
  void refusesABeaconBeyondItsLimitBothWays() {
    Offer offer = Samples.OFFER;
    String config = "x".repeat(Beacon.MAX_BYTES);
    Beacon large =
        new Beacon(
            Samples.HERA,
            0,
            1,
            2,
            3,
            4,
            offer,
            6,
            Map.of(),
            Set.of(),
            5,
            config,
            Set.of(),
            Map.of(),
            false);
    assertThatThrownBy(() -> BeaconCodec.encode(large))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536");
    assertThatThrownBy(() -> BeaconCodec.decode(new byte[Beacon.MAX_BYTES + 1]))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("65537");
  }

  @Test
  void encodesEqualMapsToEqualBytesWhateverTheirOrder() {
    byte[] bytes =
        LogRecordCodec.encode(
            new LogRecord.Voter(
                0,
                new VoterRecord.Append(
                    new VoterEntry(
                        1,
                        1,
                        new NumberedCommand(
                            0,
                            new MetaCommand.SetStrategy(
                                "s", Map.of("c", 3.0, "a", 1.0, "b", 2.0)))))));
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    assertThat(text.indexOf('a')).isPositive().isLessThan(text.indexOf('b'));
    assertThat(text.indexOf('b')).isLessThan(text.indexOf('c'));
  }
}
