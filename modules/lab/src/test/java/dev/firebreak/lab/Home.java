package dev.firebreak.lab;

import dev.firebreak.api.Grants;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.processes.ProcessPool;
import dev.firebreak.threads.ThreadPool;

/** Where the workers of a pool live; every trial of the pool is written once and run on both. */
enum Home {
  PROCESSES("Processes") {
    @Override
    Pool open(PoolOptions options) {
      return ProcessPool.open(options);
    }
  },
  THREADS("Threads") {
    @Override
    Pool open(PoolOptions options) {
      // They have the rights of this JVM, whatever is granted.
      return ThreadPool.open(options.with(Grants.derived()));
    }
  };

  /** Tasks of these trials need no more than java.base, so one image serves them all. */
  static final PoolOptions OPTIONS = PoolOptions.DEFAULT.with(Grants.of());

  private final String title;

  Home(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  abstract Pool open(PoolOptions options);

  /** Whether a worker can be killed without this JVM. */
  boolean kills() {
    return this == PROCESSES;
  }
}
