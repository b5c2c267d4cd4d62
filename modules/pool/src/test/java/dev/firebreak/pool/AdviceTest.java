package dev.firebreak.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each rule with numbers that are made up, and the silence where all is well. */
@Timeout(30)
class AdviceTest {
  /** A pool with which all is well, to be spoilt by a test. */
  private static final class Numbers {
    int workers = 4;
    int processors = 4;
    Duration ready = Duration.ofMinutes(10);
    double busy = 0.8;
    long starts = 4;
    Duration startMedian = Duration.ofMillis(90);
    Duration startTotal = Duration.ofMillis(360);
    Duration trip = micros(90);
    long tasks = 10_000;
    Duration taskRun = Duration.ofMillis(20);
    Duration taskQueue = Duration.ofMillis(30);
    long items = 100_000;
    Duration itemRun = Duration.ofMillis(2);
    Duration itemQueue = Duration.ofSeconds(5);
    int chunk = 0;
    Duration chunkRun = Duration.ofMillis(4);
    long resultBytes = 1_000_000;
    long argumentBytes = 1_000_000;
    long crashes = 0;
    String killer = "";
    long kills = 0;
    int quarantine = 3;
    long replaced = 0;
    int spares = 0;

    List<String> advice() {
      return Advice.of(
          new Facts(
              workers,
              processors,
              ready,
              busy,
              starts,
              startMedian,
              startTotal,
              trip,
              tasks,
              taskRun,
              taskQueue,
              items,
              itemRun,
              itemQueue,
              chunk,
              chunkRun,
              resultBytes,
              argumentBytes,
              crashes,
              killer,
              kills,
              quarantine,
              replaced,
              spares));
    }
  }

  private static Duration micros(long micros) {
    return Duration.ofNanos(micros * 1000);
  }

  private static void assertAdvice(Numbers numbers, String... words) {
    assertEquals(List.of(words), numbers.advice());
  }

  @Test
  void allIsWell() {
    assertAdvice(new Numbers());
  }

  @Test
  void nothingHasHappenedYet() {
    var n = new Numbers();
    n.ready = Duration.ZERO;
    n.busy = 0;
    n.tasks = 0;
    n.items = 0;
    n.trip = Duration.ZERO;
    n.taskRun = Duration.ZERO;
    n.resultBytes = 0;
    n.argumentBytes = 0;

    assertAdvice(n);
  }

  @Test
  void tasksAreShorterThanTheirWay() {
    var n = new Numbers();
    n.taskRun = micros(40);

    assertAdvice(
        n, "tasks take 40 us and a round trip 90 us: use map, or do 50 of them in one task");

    n.tasks = 900; // too few to judge by
    assertAdvice(n);
  }

  @Test
  void chunksByHandAreShorterThanTheirWay() {
    var n = new Numbers();
    n.chunk = 10;
    n.chunkRun = micros(12);

    assertAdvice(
        n,
        "chunks of 10 items take 12 us and a round trip 90 us: make them of 2000, or leave it to"
            + " the pool with withChunk(0)");
  }

  @Test
  void workersAreIdle() {
    var n = new Numbers();
    n.workers = 16;
    n.processors = 16;
    n.busy = 0.12;

    assertAdvice(
        n, "16 workers were busy 12 % of their time: 3 are enough, unless work comes in bursts");

    n.ready = Duration.ofSeconds(60); // four seconds each: too few to judge by
    assertAdvice(n);

    n.ready = Duration.ofMinutes(10);
    n.workers = 1; // fewer than one are none
    assertAdvice(n);
  }

  @Test
  void tasksWaitForBusyWorkers() {
    var n = new Numbers();
    n.workers = 2;
    n.busy = 0.99;
    n.taskQueue = Duration.ofMillis(3100);
    n.itemQueue = Duration.ZERO;

    assertAdvice(
        n,
        "tasks waited 3.1 s in the queue at the median while 2 workers were busy 99 % of their"
            + " time: more workers, as there are 4 processors");

    n.processors = 2;
    assertAdvice(
        n,
        "tasks waited 3.1 s in the queue at the median while 2 workers were busy 99 % of their"
            + " time: the machine has 2 processors, so more workers help only where tasks wait for"
            + " something else");

    n.taskRun = Duration.ofSeconds(2); // not long beside what they take
    assertAdvice(n);
  }

  @Test
  void itemsOfMapsWaitWhileProcessorsAreIdle() {
    var n = new Numbers();
    n.workers = 2;
    n.busy = 0.99;

    assertAdvice(
        n,
        "items of maps waited 5.0 s at the median while 2 workers were busy 99 % of their time:"
            + " more workers, as there are 4 processors");

    n.workers = 4; // a map waits for its workers: that is no fault
    assertAdvice(n);
  }

  @Test
  void workersAreRecycledTooOften() {
    var n = new Numbers();
    n.ready = Duration.ofSeconds(93);
    n.startTotal = Duration.ofSeconds(7);
    n.starts = 74;
    n.replaced = 70;

    assertAdvice(
        n,
        "7 % of the workers' time went into 74 starts, of which 70 took the place of workers that"
            + " the pool had stopped: recycle less often, or let idle ones wait longer");

    n.ready = Duration.ofSeconds(930);
    assertAdvice(n);
  }

  @Test
  void startsAreWaitedFor() {
    var n = new Numbers();
    n.startMedian = Duration.ofMillis(1200);
    n.crashes = 2;
    n.replaced = 12;

    assertAdvice(
        n,
        "workers took 1.2 s to start at the median, and 14 of them took another's place:"
            + " withSpares(1) has the next one booted");

    n.spares = 1;
    assertAdvice(n);
  }

  @Test
  void oneTaskKillsItsWorkers() {
    var n = new Numbers();
    n.crashes = 3;
    n.kills = 3;
    n.killer = "render";
    n.quarantine = 0;

    assertAdvice(
        n,
        "3 crashes, all while running render: withQuarantine(3) refuses what has killed three"
            + " workers");

    n.crashes = 4;
    n.kills = 3;
    assertAdvice(n); // others died as well

    n.crashes = 5;
    n.kills = 4;
    n.quarantine = 3;
    assertAdvice(
        n,
        "5 crashes, 4 of them while running render: its arguments differ, or quarantine would"
            + " refuse it; look at what the exceptions say of its end");
  }

  @Test
  void resultsAreLarge() {
    var n = new Numbers();
    n.tasks = 60;
    n.resultBytes = 60 * (20L << 20);

    assertAdvice(
        n,
        "results of 20 MB each, 1200 MB in all, are copied three times on their way: write a file,"
            + " and return its path");
  }

  @Test
  void argumentsAreLarge() {
    var n = new Numbers();
    n.tasks = 60;
    n.items = 0;
    n.argumentBytes = 60 * (2L << 20);

    assertAdvice(
        n,
        "2 MB are sent for each task, 120 MB in all: send the path of a file, or map with what is"
            + " the same for all captured, as that goes to each worker once");
  }
}
