/* Prints:
 *   the task threw: java.lang.IllegalStateException: order 7 has no price
 *   thrown in: price
 *   because of: java.lang.NumberFormatException: For input string: "4,20"
 *   a class that nobody can build again: dev.firebreak.lab.Sample05Exceptions$OutOfStock
 *   prints as it did: out of stock at the corner, 3 left
 */
package dev.firebreak.lab;

import dev.firebreak.api.Pool;
import dev.firebreak.api.RemoteException;
import dev.firebreak.api.TaskException;
import dev.firebreak.processes.ProcessPool;
import java.util.Objects;
import java.util.concurrent.ExecutionException;

/** What a task throws comes back: class, message, the stack in the worker, causes, suppressed. */
public final class Sample05Exceptions {
  private Sample05Exceptions() {}

  /** An exception that takes more than a message to be made. */
  static final class OutOfStock extends Exception {
    private static final long serialVersionUID = 1;
    private final int left;

    OutOfStock(int left, String shop) {
      super("at " + shop);
      this.left = left;
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // as a user's may do
    public String toString() {
      return "out of stock " + getMessage() + ", " + left + " left";
    }
  }

  /** Lets two tasks fail. */
  public static void main(String[] args) throws Exception {
    try (Pool pool = ProcessPool.open()) {
      try {
        pool.submit(() -> price(7, "4,20")).get();
      } catch (ExecutionException e) { // as of any ExecutorService; join() throws a TaskException
        Throwable thrown = Objects.requireNonNull(e.getCause());
        System.out.println("the task threw: " + thrown);
        System.out.println("thrown in: " + thrown.getStackTrace()[0].getMethodName());
        System.out.println("because of: " + thrown.getCause());
      }

      try {
        pool.submit(() -> sell(3)).join();
      } catch (TaskException e) {
        RemoteException stand = (RemoteException) Objects.requireNonNull(e.getCause());
        System.out.println("a class that nobody can build again: " + stand.type());
        System.out.println("prints as it did: " + stand);
      }
    }
  }

  static double price(int order, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalStateException("order " + order + " has no price", e);
    }
  }

  static int sell(int left) throws OutOfStock {
    if (left < 5) {
      throw new OutOfStock(left, "the corner");
    }
    return left - 5;
  }
}
