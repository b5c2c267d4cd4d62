package jobs;

import java.io.Serializable;
import java.util.concurrent.Callable;

/** Tasks of a module that neither exports nor opens its package. */
public class Jobs {
  record Point(int x, int y) {}

  private static int secret(int x) {
    return x + 1;
  }

  /** The name of the module that it runs in. */
  public static Object where() {
    return (Callable<String> & Serializable) () -> Jobs.class.getModule().getName();
  }

  /** Takes a record that nobody may look into apart, and gives another. */
  public static Object mirror(int x, int y) {
    Point p = new Point(x, y);
    return (Callable<Point> & Serializable) () -> new Point(p.y, secret(p.x));
  }
}
