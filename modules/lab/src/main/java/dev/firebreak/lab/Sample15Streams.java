/* Prints:
 *   the first five after a million: [1000003, 1000033, 1000037, 1000039, 1000081]
 *   as they come, sorted: [1000003, 1000033, 1000037, 1000039, 1000081, 1000099]
 *   12 is no prime, x is no number, 13 is a prime
 */
package dev.firebreak.lab;

import dev.firebreak.api.Outcome;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.processes.ProcessPool;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A stream pulls its input as its results are read, so the input may have no end. */
public final class Sample15Streams {
  private Sample15Streams() {}

  /** What is found out about a number. */
  record Found(int number, boolean prime) {}

  /** Reads from three streams. */
  public static void main(String[] args) throws Exception {
    PoolOptions options = PoolOptions.DEFAULT.withInFlight(100);

    try (Pool pool = ProcessPool.open(options)) {
      Iterable<Integer> upwards = () -> Stream.iterate(1_000_000, n -> n + 1).iterator();
      try (Stream<Found> results = pool.stream(Sample15Streams::look, upwards)) {
        System.out.println(
            "the first five after a million: "
                + results.filter(Found::prime).limit(5).map(Found::number).toList());
      }

      List<Integer> hundred = IntStream.range(1_000_000, 1_000_100).boxed().toList();
      try (Stream<Found> results = pool.streamUnordered(Sample15Streams::look, hundred)) {
        System.out.println(
            "as they come, sorted: "
                + results.filter(Found::prime).map(Found::number).sorted().toList());
      }

      try (Stream<Outcome<String>> outcomes =
          pool.streamOutcomes(Sample15Streams::parse, List.of("12", "x", "13"))) {
        System.out.println(
            outcomes
                .map(it -> it instanceof Outcome.Value<String>(var told) ? told : "x is no number")
                .collect(Collectors.joining(", ")));
      }
    }
  }

  static Found look(int number) {
    return new Found(number, Sample01FirstMap.isPrime(number));
  }

  static String parse(String text) {
    int number = Integer.parseInt(text);
    return text + (Sample01FirstMap.isPrime(number) ? " is a prime" : " is no prime");
  }
}
