package teseus.space.sim;

import java.util.ArrayList;
import java.util.List;

/** The road between two machines, and what each end knows of it. */
final class Link {
  private final int[] ends;
  private final boolean[] up = new boolean[2];
  private final boolean[] silent = new boolean[2];
  private final boolean[] awaited = new boolean[2];
  private final List<List<byte[]>> come = List.of(new ArrayList<>(), new ArrayList<>());
  private final List<Runnable> stragglers = new ArrayList<>();
  private int generation;

  Link(int a, int b) {
    ends = new int[] {a, b};
  }

  /** The machine at an end, 0 or 1. */
  int machine(int end) {
    return ends[end];
  }

  /** Which end a machine is at. */
  int end(int machine) {
    return ends[0] == machine ? 0 : 1;
  }

  /** How often it was made. */
  int generation() {
    return generation;
  }

  /** Whether the machine at an end thinks that it stands. */
  boolean up(int end) {
    return up[end];
  }

  void up(int end, boolean now) {
    up[end] = now;
    awaited[end] = false;
  }

  /** Whether it is being made, and an end does not know yet; then what comes waits. */
  boolean awaited(int end) {
    return awaited[end];
  }

  boolean down() {
    return !up[0] && !up[1];
  }

  /** Whether what leaves from an end gets lost on the way. */
  boolean silent(int end) {
    return silent[end];
  }

  void silent(int end, boolean now) {
    silent[end] = now;
  }

  boolean whole() {
    return !silent[0] && !silent[1];
  }

  void made() {
    generation++;
    awaited[0] = true;
    awaited[1] = true;
  }

  /** A message from an end has come to the other; true if it is the first that waits there. */
  boolean come(int end, byte[] message) {
    come.get(end).add(message);
    return come.get(end).size() == 1;
  }

  /** Those that wait, in their order. */
  List<byte[]> takeCome(int end) {
    List<byte[]> all = List.copyOf(come.get(end));
    come.get(end).clear();
    return all;
  }

  /** A message of a broken link that may still come out of the next. */
  void straggle(Runnable message) {
    if (stragglers.size() < 16) {
      stragglers.add(message);
    }
  }

  List<Runnable> takeStragglers() {
    List<Runnable> all = List.copyOf(stragglers);
    stragglers.clear();
    return all;
  }
}
