package teseus.space.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import teseus.space.Limits;
import teseus.space.Template;
import teseus.space.Tuple;
import teseus.space.ValueOrder;

class TupleCodecTest {
  private static final Limits WIDE = new Limits(16 << 20, 512, 65_536);

  static List<Tuple> samples() {
    Map<String, Object> nothing = new LinkedHashMap<>();
    nothing.put("none", null);
    return List.of(
        Tuple.of("Empty", Map.of()),
        Tuple.of("Sub", List.of("Super", "caf\u00e9"), Map.of("a", 1), Limits.DEFAULT),
        Tuple.of("Null", nothing),
        Tuple.of("Yes", Map.of("a", true)),
        Tuple.of("No", Map.of("a", false)),
        Tuple.of("Longs", Map.of("l", List.of(0, -1, 1, 63, 64, Long.MAX_VALUE, Long.MIN_VALUE))),
        Tuple.of("Doubles", Map.of("l", List.of(0.5, -0.0, Double.MIN_VALUE, Double.MAX_VALUE))),
        Tuple.of(
            "Decimals",
            Map.of(
                "l",
                List.of(
                    new BigDecimal("0.12345678901234567890"),
                    new BigDecimal("-1E+400"),
                    new BigDecimal("1E-2147483647"),
                    BigInteger.TWO.pow(64)))),
        Tuple.of("Texts", Map.of("l", List.of("", "plain", "caf\u00e9", "\ud83d\ude00", "\uFFFD"))),
        Tuple.of("Deep", Map.of("a", Map.of("b", List.of(Map.of("c", List.of(List.of())))))));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void decodesWhatItEncoded(Tuple tuple) {
    byte[] fields = TupleCodec.encode(tuple, Limits.DEFAULT);
    assertThat(TupleCodec.decode(tuple.type(), fields)).isEqualTo(tuple);
  }

  @Test
  void keepsTheOrderOfFields() {
    Map<String, Object> ordered = new LinkedHashMap<>();
    for (String name : List.of("z", "a", "m")) {
      ordered.put(name, 1);
    }
    byte[] fields = TupleCodec.encode(Tuple.of("T", ordered), Limits.DEFAULT);
    assertThat(TupleCodec.decode("T", fields).fields().keySet()).containsExactly("z", "a", "m");
  }

  @Test
  void laysFieldsOutAsDocumented() {
    assertThat(hex(Map.of())).isEqualTo("01" + "00");
    assertThat(hex(Map.of("n", -2L))).isEqualTo("01" + "01" + "016e" + "0303");
    assertThat(hex(Map.of("n", 300))).isEqualTo("01" + "01" + "016e" + "03d804");
    assertThat(hex(Map.of("x", 0.5))).isEqualTo("01" + "01" + "0178" + "043fe0000000000000");
    assertThat(hex(Map.of("s", "h\u00e9"))).isEqualTo("01" + "01" + "0173" + "060368c3a9");
    assertThat(hex(Map.of("d", new BigDecimal("1E+400"))))
        .isEqualTo("01" + "01" + "0164" + "059f06" + "0101");
    assertThat(hex(Map.of("o", Map.of("l", Arrays.asList(true, false, null)))))
        .isEqualTo("01" + "01" + "016f" + "08" + "01" + "016c" + "07" + "03" + "02" + "01" + "00");
  }

  @Test
  void laysSupertypesOutBeforeTheFields() {
    Tuple tuple = Tuple.of("T", List.of("S", "R"), Map.of("n", 5), Limits.DEFAULT);
    byte[] fields = TupleCodec.encode(tuple, Limits.DEFAULT);
    assertThat(HexFormat.of().formatHex(fields))
        .isEqualTo("02" + "02" + "0153" + "0152" + "01" + "016e" + "030a");
    assertThat(TupleCodec.supertypes(fields)).containsExactly("S", "R");
    assertThat(TupleCodec.field(fields, "n")).isEqualTo(5L);
    assertThat(TupleCodec.matches(Template.ofType("R"), "T", fields)).isTrue();
    assertThat(TupleCodec.matches(Template.ofType("Q"), "T", fields)).isFalse();
  }

  private static String hex(Map<String, ?> fields) {
    return HexFormat.of().formatHex(TupleCodec.encode(Tuple.of("T", fields), Limits.DEFAULT));
  }

  @Test
  void encodesAWholeNumberThatADoubleHoldsAsADouble() {
    Tuple tuple = Tuple.of("T", Map.of("n", BigInteger.TEN.pow(20)));
    byte[] fields = TupleCodec.encode(tuple, Limits.DEFAULT);
    assertThat(TupleCodec.field(fields, "n")).isEqualTo(1e20);
    assertThat(TupleCodec.decode("T", fields).at("n")).isEqualTo(1e20);
  }

  @Test
  void refusesATupleBeyondTheLimitAndSaysBothSizes() {
    Tuple tuple = Tuple.of("T", Map.of("s", "x".repeat(2000)));
    assertThatThrownBy(() -> TupleCodec.encode(tuple, new Limits(1024, 64, 256)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2007")
        .hasMessageContaining("1024");
    assertThat(TupleCodec.encode(tuple, new Limits(2007, 64, 256))).hasSize(2007);
  }

  @Test
  void refusesATextThatUtf8CannotSay() {
    Tuple tuple = Tuple.of("T", Map.of("s", "\ud83d"));
    assertThatThrownBy(() -> TupleCodec.encode(tuple, Limits.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("surrogate");
  }

  @Test
  void refusesADecimalOfEndlessDigits() {
    Tuple tuple = Tuple.of("T", Map.of("n", new BigDecimal("1".repeat(3000))));
    assertThatThrownBy(() -> TupleCodec.encode(tuple, Limits.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1024");
  }

  @Test
  void decodesATupleBuiltUnderTheWidestLimits() {
    Object value = 1L;
    for (int depth = 1; depth < 512; depth++) {
      value = List.of(value);
    }
    Map<String, Object> many = new LinkedHashMap<>();
    for (int i = 0; i < 65_535; i++) {
      many.put("f" + i, i);
    }
    many.put("deep", value);
    Tuple tuple = Tuple.of("T", many, WIDE);
    byte[] fields = TupleCodec.encode(tuple, WIDE);
    assertThat(TupleCodec.decode("T", fields)).isEqualTo(tuple);
    assertThat(TupleCodec.field(fields, "deep")).isEqualTo(tuple.at("deep"));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void refusesEveryTruncation(Tuple tuple) {
    byte[] fields = TupleCodec.encode(tuple, Limits.DEFAULT);
    for (int length = 0; length < fields.length; length++) {
      byte[] cut = Arrays.copyOf(fields, length);
      assertThatThrownBy(() -> TupleCodec.decode(tuple.type(), cut))
          .isInstanceOf(MalformedException.class);
    }
    byte[] longer = Arrays.copyOf(fields, fields.length + 1);
    assertThatThrownBy(() -> TupleCodec.decode(tuple.type(), longer))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("1 bytes remain");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // no version
        "01" + "ffffffffffffffffff01", // more fields than 2^63
        "01" + "feffffff0f", // 4 billion fields
        "01" + "01" + "0161" + "07" + "ffffff7f", // 268 million elements
        "01" + "01" + "0161" + "06" + "ffffff7f" + "61", // 268 million bytes of text
        "01" + "01" + "0161" + "05" + "00" + "ffffff7f", // as many digits
        "01" + "01" + "0161" + "05" + "00" + "00", // a decimal without digits
        "01" + "01" + "0161" + "05" + "00" + "0105", // a decimal that is a long
        "01" + "01" + "0161" + "05" + "feffffff1f" + "0105", // a scale of 33 bits
        "01" + "01" + "0161" + "03" + "ffffffffffffffffff02", // 65 bits
        "01" + "01" + "0161" + "04" + "7ff8000000000000", // not a number
        "01" + "01" + "0161" + "09", // no such tag
        "01" + "01" + "0161" + "06" + "02c328", // no UTF-8
        "01" + "01" + "00" + "00", // a field without a name
        "01" + "02" + "0161" + "00" + "0161" + "00", // a field twice
        "02" + "00" + "00", // no supertypes, which is version 1
        "02"
            + "110161016201630164016501660167016801690170016b016c016d016e016f01700171"
            + "00", // 17
        "02" + "02" + "0161" + "0161" + "00", // a supertype twice
        "02" + "01" + "0154" + "00", // a supertype of itself
        "02" + "01" + "00" + "00", // a supertype without a name
      })
  void refusesHostileBytes(String hex) {
    byte[] fields = HexFormat.of().parseHex(hex);
    assertThatThrownBy(() -> TupleCodec.decode("T", fields)).isInstanceOf(MalformedException.class);
  }

  @Test
  void saysWhereAndWhatWasExpected() {
    byte[] fields = HexFormat.of().parseHex("01" + "01" + "0161" + "06" + "0561");
    assertThatThrownBy(() -> TupleCodec.decode("T", fields))
        .isInstanceOfSatisfying(MalformedException.class, e -> assertThat(e.offset()).isEqualTo(6))
        .hasMessage("malformed at byte 6: expected 5 bytes of text, 1 bytes remain");
  }

  @Test
  void refusesAnotherVersionAndSaysBoth() {
    byte[] fields = {3, 0};
    for (Runnable read :
        List.<Runnable>of(
            () -> TupleCodec.decode("T", fields),
            () -> TupleCodec.field(fields, "a"),
            () -> TupleCodec.supertypes(fields))) {
      assertThatThrownBy(read::run)
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("version 1 or 2")
          .hasMessageContaining("version 3");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0701", "08010161"})
  void refusesEndlessNestingBeforeTheStackEnds(String level) {
    byte[] fields =
        HexFormat.of()
            .parseHex("01" + "02" + "0161" + level.repeat(1_000_000) + "00" + "0162" + "00");
    assertThatThrownBy(() -> TupleCodec.decode("T", fields))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("512");
    assertThatThrownBy(() -> TupleCodec.field(fields, "b"))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("512");
  }

  @Test
  void followsNoPathDeeperThanATupleNests() {
    String path = String.join(".", Collections.nCopies(512, "a"));
    assertThat(TupleCodec.field(nested(512), path)).isEqualTo(5L);
    assertThatThrownBy(() -> TupleCodec.field(nested(513), path + ".a"))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("512");
  }

  private static byte[] nested(int levels) {
    String hex = "01" + "010161" + "08010161".repeat(levels - 1) + "030a";
    return HexFormat.of().parseHex(hex);
  }

  @Test
  void findsAFieldAsTheDecodedTupleDoes() {
    Tuple tuple =
        Tuple.of(
            "T",
            Map.of(
                "a", Map.of("b", Map.of("c", 5)),
                "ab", "x",
                "a.b", "hidden",
                "l", List.of(Map.of("a", 1)),
                "\u00e9", "\u00e9",
                "?", "mark"));
    byte[] fields = TupleCodec.encode(tuple, Limits.DEFAULT);
    for (String path :
        List.of(
            "a", "ab", "abc", "b", "a.b", "a.b.c", "a.b.c.d", "a.", ".a", "", ".", "l.a", "l",
            "\u00e9", "\u00e8", "\ud83d", "?", "a.b.", "ab.c")) {
      assertThat(TupleCodec.field(fields, path)).as(path).isEqualTo(tuple.at(path));
      assertThat(TupleCodec.hash(fields, path)).as(path).isEqualTo(ValueOrder.hash(tuple.at(path)));
    }
  }

  @Test
  void givesTheHashOfATextOfAnyLength() {
    String text = "";
    for (int length = 0; length < 40; length++, text += (char) ('0' + length)) {
      for (String each : List.of(text, text + "\u00e9", "\ud83d\ude00" + text)) {
        byte[] fields = TupleCodec.encode(Tuple.of("T", Map.of("text", each)), Limits.DEFAULT);
        assertThat(TupleCodec.hash(fields, "text")).as(each).isEqualTo(ValueOrder.hash(each));
      }
    }
  }

  @Test
  void findsAFieldWithoutReadingWhatFollows() {
    byte[] whole = TupleCodec.encode(Tuple.of("T", ordered("a", 7L, "b", "text")), Limits.DEFAULT);
    byte[] damaged = Arrays.copyOf(whole, whole.length - 1);
    assertThat(TupleCodec.field(damaged, "a")).isEqualTo(7L);
  }

  private static Map<String, Object> ordered(String a, Object x, String b, Object y) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(a, x);
    fields.put(b, y);
    return fields;
  }

  @Test
  void matchesAsTheDecodedTupleDoes() {
    Tuple tuple = Tuple.of("Job", Map.of("state", "new", "size", 5, "of", Map.of("host", "hera")));
    byte[] fields = TupleCodec.encode(tuple, Limits.DEFAULT);
    List<Template> matching = new ArrayList<>();
    matching.add(Template.any());
    matching.add(Template.ofType("Job").where("size", 5.0));
    matching.add(Template.any().where("of.host", "hera").where("missing", null));
    for (Template template : matching) {
      assertThat(template.matches(tuple)).isTrue();
      assertThat(TupleCodec.matches(template, "Job", fields)).as("%s", template).isTrue();
    }
    for (Template template :
        List.of(
            Template.ofType("Other"),
            Template.any().where("size", 6),
            Template.any().where("state", null),
            Template.any().where("state", "new").where("of.host", "zeus"))) {
      assertThat(template.matches(tuple)).isFalse();
      assertThat(TupleCodec.matches(template, "Job", fields)).as("%s", template).isFalse();
    }
  }

  @Test
  void countsTextInBytes() {
    String text = "\u00e9".repeat(100);
    byte[] fields = TupleCodec.encode(Tuple.of("T", Map.of("s", text)), Limits.DEFAULT);
    assertThat(fields).hasSize(4 + 1 + 2 + text.getBytes(StandardCharsets.UTF_8).length);
  }
}
