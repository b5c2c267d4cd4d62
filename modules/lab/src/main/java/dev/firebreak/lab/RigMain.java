package dev.firebreak.lab;

import dev.firebreak.api.Pool;
import dev.firebreak.faults.Fault;
import dev.firebreak.processes.ProcessPool;
import dev.firebreak.threads.ThreadPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The JVM in which threads are tried, or a price is measured: what happens in it goes to a file of
 * moments. It ends with whoever started it, who holds its stdin.
 */
public final class RigMain {
  private final Path folder;
  private final FileChannel moments;
  private final Work work;
  private final Settings settings;

  private RigMain(Path folder, FileChannel moments, Work work, Settings settings) {
    this.folder = folder;
    this.moments = moments;
    this.work = work;
    this.settings = settings;
  }

  /** Started by {@link Rig}. */
  public static void main(String[] arguments) throws Exception {
    Thread.ofPlatform().daemon().name("end-with-the-lab").start(RigMain::endWithTheLab);
    Path folder = Path.of(arguments[0]);
    Mode mode = Mode.valueOf(arguments[1]);
    Settings settings = Settings.parse(arguments, 2);
    Work work = Work.read(folder.resolve(Rig.WORK));
    FileChannel moments =
        FileChannel.open(
            folder.resolve(Rig.MOMENTS), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    new RigMain(folder, moments, work, settings).run(mode);
    Runtime.getRuntime().halt(0); // whatever its threads still do
  }

  /** What is tried. */
  enum Mode {
    /** One thread, no pool. */
    PLAIN,
    /** A pool of threads. */
    THREADS,
    /** The same, twice: cold and warm. */
    THREADS_TWICE,
    /** A pool of processes, twice: cold and warm. */
    PROCESSES
  }

  private static void endWithTheLab() {
    try {
      while (System.in.read() >= 0) {
        // Nobody writes; only its end matters.
      }
    } catch (IOException e) {
      // That is an end as well.
    }
    Runtime.getRuntime().halt(1);
  }

  private void run(Mode mode) throws IOException, InterruptedException {
    switch (mode) {
      case PLAIN -> plain();
      case THREADS -> {
        cpu();
        tell(Moment.now(Moment.Kind.OPENING));
        trial(ThreadPool.open(settings.forThreads()));
        cpu();
      }
      case THREADS_TWICE -> {
        cpu();
        tell(Moment.now(Moment.Kind.OPENING));
        try (Pool pool = ThreadPool.open(settings.forThreads())) {
          twice(pool);
        }
      }
      case PROCESSES -> {
        cpu();
        tell(Moment.now(Moment.Kind.OPENING));
        try (Pool pool = ProcessPool.open(settings.forProcesses(), Setup.within(folder))) {
          twice(pool);
        }
      }
    }
  }

  private void twice(Pool pool) throws InterruptedException {
    trial(pool);
    cpu();
    trial(pool);
    cpu();
  }

  private void plain() throws IOException {
    cpu();
    tell(Moment.now(Moment.Kind.SUBMITTED));
    for (int i = 0; i < work.tasks(); i++) {
      tell(new Moment(Instant.now(), Moment.Kind.BEGUN, i, "", ""));
      String answer = work.answer(i);
      tell(new Moment(Instant.now(), Moment.Kind.VALUE, i, "", answer));
    }
    tell(Moment.now(Moment.Kind.DONE));
    cpu();
  }

  private void trial(Pool pool) throws InterruptedException {
    Optional<Fault> fault = settings.fault();
    new Trial(pool, work, fault, settings.limits(), this::tell).run();
  }

  private void cpu() {
    Proc.cpu().ifPresent(used -> tell(cpu(used)));
  }

  private static Moment cpu(Duration used) {
    String text = Long.toString(used.toMillis());
    return new Moment(Instant.now(), Moment.Kind.CPU, Moment.NONE, "", text);
  }

  private synchronized void tell(Moment moment) {
    ByteBuffer line = ByteBuffer.wrap(moment.line().getBytes(StandardCharsets.UTF_8));
    try {
      while (line.hasRemaining()) {
        moments.write(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
