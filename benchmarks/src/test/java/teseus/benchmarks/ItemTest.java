package teseus.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ItemTest {
  @Test
  void everyItemTakesTheSameRoom() {
    for (int number : new int[] {0, 7, 999, 123_456, 999_999}) {
      assertThat(BareStore.encode(Item.of(number).tuple())).hasSize(Item.BYTES);
    }
  }

  @Test
  void itemsAreFoundByTheirKeyAndByTheirNote() {
    Item item = Item.of(42);
    assertThat(Item.byKey(item.key()).matches(item.tuple())).isTrue();
    assertThat(Item.byNote(item.note()).matches(item.tuple())).isTrue();
    assertThat(Item.byNote(item.note()).matches(Item.of(43).tuple())).isFalse();
  }
}
