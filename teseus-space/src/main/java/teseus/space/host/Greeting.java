package teseus.space.host;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.wire.Beacon;
import teseus.space.wire.Message;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;

/** Tells peers what this host leads and META that it is there, and hears of the others. */
final class Greeting {
  /** Hears who leads some segments. */
  interface LeadListener {
    void leadChanged(List<SegmentId> segments, long now);
  }

  private final HostSettings settings;
  private final StoreIdentity store;
  private final Post post;
  private final Directory directory;
  private final Map<SegmentId, Led> led;
  private final Meta meta;
  private final Founding founding;
  private final LeadListener listener;
  private boolean registering;

  Greeting(
      HostSettings settings,
      StoreIdentity store,
      AskingParts parts,
      Meta meta,
      Founding founding,
      LeadListener listener) {
    this.settings = settings;
    this.store = store;
    this.post = parts.post();
    this.directory = parts.directory();
    this.led = parts.led();
    this.meta = meta;
    this.founding = founding;
    this.listener = listener;
  }

  /** A segment is open here: everyone within reach is told. */
  void opened(Segment segment, long now) {
    directory.told(segment.id(), settings.self(), segment.epoch());
    listener.leadChanged(List.of(segment.id()), now);
    for (HostId peer : directory.linked()) {
      if (!peer.equals(settings.self())) {
        hello(peer);
      }
    }
  }

  /** Begins. */
  void start(long now) {
    founding.start();
    register(now);
  }

  /** A link with a peer stands. */
  void linked(HostId peer, long now) {
    hello(peer);
    if (meta.voters().contains(peer)) {
      meta.ask();
      register(now);
    }
  }

  /**
   * META has a new state: a registration from before this start, or of a lost store, may be late.
   */
  void meta(long now) {
    register(now);
  }

  private void hello(HostId peer) {
    post.send(
        peer,
        new Message.Hello(
            settings.self(),
            store.id(),
            store.incarnation(),
            leads(),
            meta.known().version(),
            founding.blank()));
  }

  /** Says to META that it is there; where META cannot be reached now, when it can be again. */
  private void register(long now) {
    MetaState.Store its = new MetaState.Store(store.id(), store.folder(), store.incarnation());
    if (registering || its.equals(meta.known().hosts().get(settings.self()))) {
      return;
    }
    registering = true;
    meta.submit(
        new MetaCommand.Register(
            settings.self(),
            its.id(),
            its.folder(),
            its.incarnation(),
            settings.at(),
            settings.segmentsPerHost()),
        now,
        refused -> {
          registering = false;
          if (refused == null) {
            register(now); // a late one may have come after it
          }
        });
  }

  private Map<SegmentId, Long> leads() {
    Map<SegmentId, Long> leads = new LinkedHashMap<>();
    led.values().stream()
        .map(Led::segment)
        .filter(Segment::open)
        .forEach(segment -> leads.put(segment.id(), segment.epoch()));
    return leads;
  }

  void onHello(HostId from, Message.Hello hello, long now) {
    if (!from.equals(hello.host())) {
      return; // a link speaks for its own host alone
    }
    hello.leads().forEach((segment, epoch) -> directory.told(segment, from, epoch));
    founding.heard(from, hello.blank());
    meta.heard(from, hello.meta());
    listener.leadChanged(hello.leads().keySet().stream().sorted().toList(), now);
  }

  /** A beacon says who leads what, too: a greeting may have got lost. */
  void heard(Beacon beacon, long now) {
    beacon.changes().forEach((segment, said) -> leads(beacon.host(), segment, said.epoch(), now));
    meta.heard(beacon.host(), beacon.meta());
  }

  private void leads(HostId host, SegmentId segment, long epoch, long now) {
    Directory.Lead known = directory.lead(segment);
    if (directory.linked(host) && (known == null || known.epoch() < epoch)) {
      directory.told(segment, host, epoch);
      listener.leadChanged(List.of(segment), now);
    }
  }
}
