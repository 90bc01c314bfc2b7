package teseus.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import teseus.snapshot.JournalScan.BadEnd;
import teseus.snapshot.JournalScan.Part;
import teseus.space.SegmentId;
import teseus.space.spi.Image;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;

/**
 * Brings a store back after a stop of any kind: reads and judges everything, repairs the end,
 * raises the incarnation, and then tells the images and the entries above them. Nothing is changed
 * if it refuses.
 */
final class StoreRecovery {
  /**
   * What a store continues with.
   *
   * @param state with the incarnation of this start, durable
   * @param lsns what comes next in each segment
   * @param nextSeq of the batch to write next
   * @param crc of the last batch
   * @param last the file to write on in, from its {@code end}
   */
  record Recovered(
      StoreState state,
      Verdict verdict,
      Images images,
      Retention retention,
      Lsns lsns,
      long nextSeq,
      int crc,
      Part last) {}

  private static final String START_ANEW =
      "Put the file back from a backup, or move the folder away and start with an empty one: it"
          + " will be a new store, filled by the others";

  private final StoreFolder folder;
  private final JournalSettings settings;
  private final StoreState state;

  StoreRecovery(StoreFolder folder, JournalSettings settings, StoreState state) {
    this.folder = folder;
    this.settings = settings;
    this.state = state;
  }

  Recovered run(Log.Recovery recovery) throws IOException {
    Images images = new Images(folder, settings);
    Retention retention = new Retention(settings);
    Images.Found found = images.load();
    Survey survey = new Survey(found.images(), retention);
    JournalScan.Result scan = new JournalScan(folder, state, survey).run();
    BadEnd end = scan.end();
    if (end != null && end.damage()) {
      accept(end, scan.files().isEmpty());
    }
    refuseGaps(survey, found);
    Verdict verdict = verdict(end, found.damaged());
    StoreState doubted = state.withDoubt(verdict.kind(), verdict.bytesCut());
    if (!doubted.equals(state)) {
      doubted.write(folder); // before the cut removes what shows it
    }
    repair(scan);
    for (Images.Damaged image : found.damaged()) {
      folder.disk().rename(folder.file(image.file()), folder.file(image.file() + ".damaged"));
    }
    StoreState next =
        doubted.withIncarnation(state.incarnation() + 1).withKnownSeq(scan.nextSeq() - 1);
    if (end != null && end.damage()) {
      folder.replace(
          "loss-" + next.incarnation() + ".txt", ByteBuffer.wrap(verdict.detail().getBytes(UTF_8)));
    }
    next.write(folder);
    Lsns lsns = tell(recovery, found.images(), survey, retention.firstPinned(), next);
    return new Recovered(
        next, verdict, images, retention, lsns, scan.nextSeq(), scan.crc(), last(scan));
  }

  private void accept(BadEnd end, boolean nothingLeft) throws DamagedJournalException {
    String lost = end.why() + "; what was written from there on cannot be read";
    if (nothingLeft) {
      throw new DamagedJournalException(folder.journal(end.file()), end.offset(), lost, START_ANEW);
    }
    if (!settings.acceptLoss()) {
      throw new DamagedJournalException(
          folder.journal(end.file()),
          end.offset(),
          lost,
          START_ANEW + ". Only if no other store holds the data: start once with --accept-loss");
    }
  }

  /**
   * A segment's entries must begin where its image ends, and reach to where a damaged one ended:
   * else what only that image held is missing.
   */
  private void refuseGaps(Survey survey, Images.Found found) throws DamagedJournalException {
    for (Map.Entry<SegmentId, Long> gap : survey.gaps().entrySet()) {
      SegmentId segment = gap.getKey();
      String form = "image." + segment.founder() + "." + segment.index() + ".";
      String file =
          found.damaged().stream()
              .filter(image -> image.segment().equals(segment))
              .map(Images.Damaged::file)
              .findFirst()
              .orElse(form);
      throw imageMissing(file, segment, gap.getValue());
    }
    for (Images.Damaged image : found.damaged()) {
      if (survey.reached(image.segment()) < image.lsn()) {
        throw imageMissing(image.file(), image.segment(), image.lsn());
      }
    }
  }

  private DamagedJournalException imageMissing(String file, SegmentId segment, long lsn) {
    return new DamagedJournalException(
        folder.file(file),
        0,
        "an image of "
            + segment
            + " is damaged or missing, and the journal has not all entries below lsn "
            + lsn,
        START_ANEW);
  }

  private void repair(JournalScan.Result scan) throws IOException {
    for (long number : folder.journals()) {
      if (number < state.firstFile()) {
        folder.disk().delete(folder.journal(number));
      }
    }
    BadEnd end = scan.end();
    Part last = last(scan);
    if (end != null) {
      setAside(end, last);
    }
    try (Disk.DiskFile file = folder.disk().open(folder.journal(last.number()))) {
      if (end != null) {
        StoreFolder.zero(file, last.end(), Math.max(file.size(), last.header().bytes()));
      }
      rewrite(file, last);
      file.force();
    }
    folder.disk().forceFolder(folder.path());
  }

  /** Copies what is damaged, and removes the files that no longer follow. The copies come first. */
  private void setAside(BadEnd end, Part last) throws IOException {
    List<Long> numbers = folder.journals();
    for (long number : numbers) {
      Path file = folder.journal(number);
      if (end.damage() && number >= end.file()) {
        folder.replace(file.getFileName() + ".damaged", folder.readAll(file));
      }
    }
    for (int i = numbers.size() - 1; i >= 0 && numbers.get(i) > last.number(); i--) {
      folder.disk().delete(folder.journal(numbers.get(i)));
    }
  }

  /**
   * Writes the last batch again, as it is. If its force failed in the process before, the system
   * still holds it in memory, marked as written, and would force nothing.
   */
  private static void rewrite(Disk.DiskFile file, Part last) throws IOException {
    int from = last.lastBatch() <= FileHeader.BYTES ? 0 : last.lastBatch();
    ByteBuffer bytes = ByteBuffer.allocate(last.end() - from);
    file.read(bytes, from);
    file.write(bytes.flip(), from);
  }

  private Lsns tell(
      Log.Recovery recovery,
      Map<SegmentId, Image> images,
      Survey survey,
      long firstPinned,
      StoreState repaired)
      throws IOException {
    Lsns lsns = new Lsns();
    for (Image image : images.values()) {
      lsns.appended(image.segment(), image.lsn() - 1);
      recovery.image(image);
    }
    JournalScan.Visitor teller =
        (file, seq, entries) -> {
          for (int i = 0; i < entries.size(); i++) {
            LogEntry entry = entries.get(i);
            if (survey.tells(seq, i, entry)) {
              lsns.appended(entry.segment(), entry.lsn());
              recovery.entry(entry);
            }
          }
        };
    JournalScan.Result again =
        new JournalScan(folder, repaired.withFirstFile(firstPinned), teller).run();
    if (again.end() != null) {
      throw new IOException("the journal in " + folder.path() + " changed while it was read");
    }
    return lsns;
  }

  private Verdict verdict(@Nullable BadEnd end, List<Images.Damaged> damagedImages) {
    String detail =
        damagedImages.isEmpty()
            ? ""
            : "images set aside as *.damaged, older ones and the journal made up for them: "
                + damagedImages.stream().map(Images.Damaged::file).toList();
    if (end == null) {
      return new Verdict(state.doubt(), state.doubtBytes(), detail + remembered(state.doubt()));
    }
    Verdict.Kind kind =
        end.damage()
            ? Verdict.Kind.DAMAGED
            : end.bytes() == 0 ? Verdict.Kind.TAIL : Verdict.Kind.DOUBTFUL;
    String cut =
        String.format(
            "%s: %d bytes cut from byte %d of %s%s",
            end.why(),
            end.bytes(),
            end.offset(),
            folder.journal(end.file()),
            end.damage() ? ", and all files behind it; copies end in .damaged" : "");
    return new Verdict(
        worse(kind, state.doubt()),
        end.bytes() + state.doubtBytes(),
        detail.isEmpty() ? cut : cut + "; " + detail);
  }

  private static String remembered(Verdict.Kind doubt) {
    return doubt == Verdict.Kind.CLEAN
        ? ""
        : "; as found at an earlier start, and not settled since";
  }

  private static Verdict.Kind worse(Verdict.Kind one, Verdict.Kind other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Part last(JournalScan.Result scan) {
    return scan.files().get(scan.files().size() - 1);
  }
}
