package dev.firebreak.worker;

import dev.firebreak.api.SerializableFunction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What items of a loop in this JVM stop at until they may pass; each passes with its number. */
final class Gate {
  private static final Map<Integer, Gate> ALL = new ConcurrentHashMap<>();
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final int number = NUMBERS.incrementAndGet();
  private final List<Integer> entered = new ArrayList<>();
  private final Set<Integer> passed = new HashSet<>();
  private boolean open;

  Gate() {
    ALL.put(number, this);
  }

  /** Enters, waits and gives its argument. */
  SerializableFunction<Integer, Integer> function() {
    int gate = number;
    return x -> ALL.get(gate).enter(x);
  }

  private synchronized int enter(int which) throws InterruptedException {
    entered.add(which);
    notifyAll();
    while (!open && !passed.contains(which)) {
      wait();
    }
    return which;
  }

  /** Waits until that one has entered. */
  synchronized void await(int which) throws InterruptedException {
    while (!entered.contains(which)) {
      wait();
    }
  }

  synchronized void pass(int which) {
    passed.add(which);
    notifyAll();
  }

  synchronized void passAll() {
    open = true;
    notifyAll();
  }

  /** All that have entered, in their order. */
  synchronized List<Integer> entered() {
    return List.copyOf(entered);
  }
}
