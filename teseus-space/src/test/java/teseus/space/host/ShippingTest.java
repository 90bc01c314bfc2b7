package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.OnePrimary.S;
import static teseus.space.host.OnePrimary.op;

import java.util.List;
import org.junit.jupiter.api.Test;
import teseus.space.TokenId;
import teseus.space.wire.Message;
import teseus.space.wire.Replication;
import teseus.space.wire.StoreName;

class ShippingTest {
  private static final StoreName ZEUS = new StoreName(SomeTokens.ZEUS, 7);
  private static final long ROOM = 1 << 20;

  private final OnePrimary hera = new OnePrimary();

  private Shipping follower() {
    Shipping shipping =
        new Shipping(ZEUS, hera.segment, hera.post, CopySettings.ALONE, true, hera.now);
    long epoch = hera.segment.epoch();
    long length = hera.segment.next();
    shipping.onHolds(
        new Replication.Holds(S, epoch, ZEUS.id(), epoch, List.of(), length), hera.now);
    shipping.onAcked(new Replication.Acked(S, epoch, ZEUS.id(), length, ROOM), hera.now);
    assertThat(shipping.caughtUp()).isTrue();
    assertThat(shipped()).isEmpty();
    return shipping;
  }

  private List<Replication.Ship> shipped() {
    return hera.network.drain(Message.Replicated.class).stream()
        .map(Message.Replicated::what)
        .filter(Replication.Ship.class::isInstance)
        .map(Replication.Ship.class::cast)
        .toList();
  }

  @Test
  void sendsAgainWhatIsNotAcknowledged() {
    Shipping shipping = follower();
    long next = hera.segment.next();
    TokenId unused = hera.written(op(1));
    shipping.ship(hera.now);
    shipping.tick(hera.now);
    assertThat(shipped()).extracting(Replication.Ship::from).containsExactly(next, next);
  }

  @Test
  void sendsNothingToOneThatIsDistrustedAndSaysForHowLongItHasNotGotOn() {
    Shipping shipping = follower();
    shipping.distrust();
    TokenId unused = hera.written(op(1));
    for (int tick = 0; tick < 3; tick++) {
      hera.pass(1_000);
      shipping.ship(hera.now);
      shipping.tick(hera.now);
    }
    assertThat(shipped()).isEmpty();
    assertThat(shipping.acked()).isNegative();
    assertThat(shipping.lag(hera.now)).isEqualTo(3_000);
  }
}
