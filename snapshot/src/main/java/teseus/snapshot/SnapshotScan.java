package teseus.snapshot;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import teseus.snapshot.SnapshotFile.Footer;
import teseus.snapshot.SnapshotFile.Frame;
import teseus.snapshot.SnapshotManifest.Content;
import teseus.space.SegmentId;
import teseus.space.wire.BytesIn;
import teseus.space.wire.Envelope;
import teseus.space.wire.EnvelopeCodec;
import teseus.space.wire.MalformedException;

/**
 * One pass over a file, from its first byte to its last. Says whatever is wrong, and goes on behind
 * it where that can be found: at the next block if its place is plausible, else at the manifest if
 * the footer is sound. Hands a block's tokens over only once all of the block is sound.
 */
final class SnapshotScan {
  /** Told what is wrong; may end the scan by throwing. */
  interface Faults {
    void found(SnapshotFault fault) throws IOException;
  }

  private final SnapshotSource source;
  private final Faults faults;
  private final BiConsumer<SegmentId, Envelope> tokens;
  private final MessageDigest sha = SnapshotFile.sha256();
  private final Map<SegmentId, Content> contents = new HashMap<>();
  private long at;
  private int next;
  private long blocks;
  private boolean faultless = true;
  private @Nullable SnapshotManifest manifest;

  SnapshotScan(SnapshotSource source, Faults faults, BiConsumer<SegmentId, Envelope> tokens) {
    this.source = source;
    this.faults = faults;
    this.tokens = tokens;
  }

  void run() throws IOException {
    try {
      sha.update(source.header().bytes());
    } catch (DamagedSnapshotException e) {
      tell(e.fault()); // of another layout, for all one knows
      return;
    }
    at = SnapshotFile.HEADER;
    boolean more = true;
    while (more) {
      more = block();
    }
  }

  /** The manifest, if the scan came to it and could read it. */
  Optional<SnapshotManifest> manifest() {
    return Optional.ofNullable(manifest);
  }

  /** What was handed over. */
  Content read() {
    return contents.values().stream().reduce(Content.NONE, Content::plus);
  }

  private boolean block() throws IOException {
    String part = "block " + next;
    Frame frame = null;
    byte[] body;
    try {
      frame = source.frame(at, part);
      if (frame.number() == SnapshotFile.MANIFEST) {
        part = "manifest";
      }
      body = source.body(at, frame, part);
    } catch (DamagedSnapshotException e) {
      tell(e.fault());
      return frame != null && toNext(frame) || toManifest();
    }
    sha.update(frame.bytes());
    sha.update(body);
    long start = at;
    at += SnapshotFile.FRAME + body.length;
    if (frame.number() == SnapshotFile.MANIFEST) {
      end(start, body);
      return false;
    }
    if (frame.number() != next) {
      tell(new SnapshotFault(part, start, part, "block " + frame.number()));
    }
    next = frame.number() + 1;
    blocks++;
    handOver("block " + frame.number(), start + SnapshotFile.FRAME, body);
    return true;
  }

  /** Behind a damaged block, if what stands there looks like what should follow it. */
  private boolean toNext(Frame damaged) throws IOException {
    long behind = at + SnapshotFile.FRAME + damaged.length();
    if (damaged.number() == SnapshotFile.MANIFEST
        || source.size() - behind < SnapshotFile.FRAME + SnapshotFile.FOOTER) {
      return false;
    }
    int number;
    try {
      number = source.frame(behind, "block").number();
    } catch (DamagedSnapshotException e) {
      return false; // no length that can be: told of when it is come to, if ever
    }
    if (number != next + 1 && number != SnapshotFile.MANIFEST) {
      return false;
    }
    at = behind;
    next++;
    return true;
  }

  private boolean toManifest() throws IOException {
    try {
      Footer footer = source.footer(source.size() - SnapshotFile.FOOTER);
      if (footer.manifest() > at) {
        at = footer.manifest();
        return source.frame(at, "manifest").number() == SnapshotFile.MANIFEST;
      }
    } catch (DamagedSnapshotException e) {
      return false; // the damage that led here is told already, and nothing leads further
    }
    return false;
  }

  private void handOver(String part, long start, byte[] body) throws IOException {
    List<Envelope> held = new ArrayList<>();
    SegmentId segment;
    long bytes = 0;
    BytesIn in = new BytesIn(body);
    try {
      segment = SegmentId.parse(in.text());
      while (in.remaining() > 0) {
        byte[] token = in.bytes();
        bytes += token.length;
        held.add(EnvelopeCodec.decode(token));
      }
    } catch (MalformedException | IllegalArgumentException e) {
      String found = String.valueOf(e.getMessage());
      tell(new SnapshotFault(part, start + in.offset(), "a segment and its tokens", found));
      return;
    }
    contents.merge(segment, new Content(held.size(), bytes), Content::plus);
    held.forEach(token -> tokens.accept(segment, token));
  }

  private void end(long start, byte[] body) throws IOException {
    try {
      SnapshotManifest read = source.manifest(start, body);
      manifest = read;
      compare(read, start);
    } catch (DamagedSnapshotException e) {
      tell(e.fault());
    }
    Footer footer;
    try {
      footer = source.footer(at);
    } catch (DamagedSnapshotException e) {
      tell(e.fault());
      return;
    }
    if (footer.manifest() != start) {
      tell(new SnapshotFault("footer", at, "a manifest at " + start, "at " + footer.manifest()));
    }
    long end = at + SnapshotFile.FOOTER;
    if (source.size() > end) {
      String more = (source.size() - end) + " bytes more";
      tell(new SnapshotFault("footer", end, "the end of the file", more));
    }
    byte[] sum = sha.digest();
    if (faultless && !MessageDigest.isEqual(sum, footer.sha())) { // else it cannot be equal
      tell(
          new SnapshotFault(
              "footer", at + 8, "SHA-256 " + hex(sum) + " of all before", hex(footer.sha())));
    }
  }

  private void compare(SnapshotManifest said, long start) throws IOException {
    if (said.blocks() != blocks) {
      tell(new SnapshotFault("manifest", start, blocks + " blocks, as read", said.blocks() + ""));
    }
    for (Map.Entry<SegmentId, Content> entry : said.contents().entrySet()) {
      Content held = contents.getOrDefault(entry.getKey(), Content.NONE);
      if (!held.equals(entry.getValue())) {
        tell(
            new SnapshotFault(
                "segment " + entry.getKey(), start, text(entry.getValue()), text(held)));
      }
    }
    for (SegmentId held : contents.keySet()) {
      if (!said.contents().containsKey(held)) {
        tell(new SnapshotFault("segment " + held, start, "no such segment", "tokens of it"));
      }
    }
  }

  private void tell(SnapshotFault fault) throws IOException {
    faultless = false;
    faults.found(fault);
  }

  private static String text(Content content) {
    return content.tokens() + " tokens of " + content.bytes() + " bytes";
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
