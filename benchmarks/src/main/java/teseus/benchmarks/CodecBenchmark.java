package teseus.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.smile.SmileFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import teseus.space.Tuple;
import teseus.space.wire.TupleCodec;

/** One item to bytes, and back: a tuple of any fields here, a record known beforehand there. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
public class CodecBenchmark {
  private final Item item = Item.of(4_711);
  private final Tuple tuple = item.tuple();
  private final byte[] encoded = BareStore.encode(tuple);
  private final JsonFactory smile = new SmileFactory();
  private final JsonFactory cbor = new CBORFactory();
  private byte[] smileBytes;
  private byte[] cborBytes;

  /** Encodes what is to be decoded. */
  @Setup
  public void encodeOnce() throws IOException {
    smileBytes = write(smile);
    cborBytes = write(cbor);
  }

  /** A tuple to bytes. */
  @Benchmark
  public byte[] encodeTuple() {
    return BareStore.encode(tuple);
  }

  /** Bytes to a tuple. */
  @Benchmark
  public Tuple decodeTuple() {
    return TupleCodec.decode(Item.TYPE, encoded);
  }

  /** A record to Smile. */
  @Benchmark
  public byte[] encodeSmile() throws IOException {
    return write(smile);
  }

  /** Smile to a record. */
  @Benchmark
  public Item decodeSmile() throws IOException {
    return read(smile, smileBytes);
  }

  /** A record to CBOR. */
  @Benchmark
  public byte[] encodeCbor() throws IOException {
    return write(cbor);
  }

  /** CBOR to a record. */
  @Benchmark
  public Item decodeCbor() throws IOException {
    return read(cbor, cborBytes);
  }

  private byte[] write(JsonFactory format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    try (JsonGenerator out = format.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("key", item.key());
      out.writeStringField("group", item.group());
      out.writeStringField("name", item.name());
      out.writeStringField("note", item.note());
      out.writeNumberField("amount", item.amount());
      out.writeNumberField("count", item.count());
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static Item read(JsonFactory format, byte[] bytes) throws IOException {
    String key = "";
    String group = "";
    String name = "";
    String note = "";
    long amount = 0;
    int count = 0;
    try (JsonParser in = format.createParser(bytes)) {
      in.nextToken();
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String field = in.currentName();
        in.nextToken();
        switch (field) {
          case "key" -> key = in.getText();
          case "group" -> group = in.getText();
          case "name" -> name = in.getText();
          case "note" -> note = in.getText();
          case "amount" -> amount = in.getLongValue();
          case "count" -> count = in.getIntValue();
          default -> throw new IOException("an item has no field " + field);
        }
      }
    }
    return new Item(key, group, name, note, amount, count);
  }
}
