package teseus.space.host;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import teseus.space.SegmentId;
import teseus.space.store.Slot;
import teseus.space.wire.Active;
import teseus.space.wire.Beacon;
import teseus.space.wire.Envelope;

/** Gathers how a host stands. */
record StatusReport(
    HostSettings settings,
    StoreIdentity store,
    Map<SegmentId, Led> led,
    Map<SegmentId, Copies> copies,
    Succession succession,
    HostLedger ledger,
    Directory directory,
    View view,
    Meta meta,
    Clocks clocks,
    StrategyChoice strategy) {

  HostStatus make(int mostTokens, int mostWaiting, Counters counters, long now) {
    List<HostStatus.Led> segments = led.values().stream().map(this::segment).toList();
    // Every waiter stands in every queue: one of them tells them all.
    List<Waiter> waiters =
        led.values().stream().findFirst().map(one -> one.waits().queue().all()).orElse(List.of());
    List<Beacon> peers =
        view.hosts().values().stream().filter(peer -> !peer.lost()).map(Heard::last).toList();
    return new HostStatus(
        settings.self(),
        store,
        now,
        ledger.offer(),
        ledger.used(),
        segments,
        waiters.stream()
            .sorted(Comparator.naturalOrder())
            .limit(mostWaiting)
            .map(w -> waits(w, now))
            .toList(),
        waiters.size(),
        newest(mostTokens),
        segments.stream().mapToInt(HostStatus.Led::tokens).sum(),
        directory.linked(),
        peers.size(),
        (int) peers.stream().filter(peer -> peer.reaches().contains(settings.self())).count(),
        strategy,
        meta.known().version(),
        Optional.ofNullable(meta.leader()),
        Optional.ofNullable(meta.known().leaving().get(settings.self())),
        clocks.skew().off() ? clocks.skew().ahead() : 0,
        meta.known().indexes(),
        counters.written(),
        counters.taken(),
        counters.returned(),
        counters.expired(),
        ledger.functions(),
        (int) actives().count(),
        (int) actives().filter(one -> !ledger.functions().contains(one.function())).count());
  }

  /** The newest tokens of all segments, the newest first. */
  private List<Envelope> newest(int most) {
    return led.values().stream()
        .flatMap(one -> one.segment().store().newest(most).stream())
        .sorted(Comparator.comparingLong(Slot::born).reversed())
        .limit(most)
        .map(Slot::token)
        .toList();
  }

  private Stream<Active> actives() {
    return led.values().stream()
        .flatMap(one -> one.segment().state().active().all().stream())
        .map(ActiveTuples.Placed::active);
  }

  private HostStatus.Led segment(Led one) {
    Segment segment = one.segment();
    Copies its = copies.get(segment.id());
    CopiesReport report =
        its == null
            ? null
            : new CopiesReport(its, settings.copies().min(), succession.wanting(its));
    return new HostStatus.Led(
        segment.id(),
        segment.epoch(),
        segment.open(),
        segment.committed(),
        segment.store().size(),
        segment.store().bytes(),
        one.waits().queue().size(),
        report == null ? List.of() : report.copies(),
        report == null ? null : report.lacking(),
        its == null ? null : succession.leaving(its));
  }

  private static HostStatus.Waits waits(Waiter waiter, long now) {
    return new HostStatus.Waits(
        waiter.op(),
        waiter.asker(),
        waiter.asked().template(),
        waiter.asked().take(),
        Math.max(0, now - waiter.since()));
  }
}
