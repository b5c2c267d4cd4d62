package talks;

import org.slf4j.LoggerFactory;

public class Main {
  public static void main(String[] args) {
    LoggerFactory.getLogger(Main.class).info("first");
    LoggerFactory.getLogger(Main.class).debug("not asked for");
  }
}
