package lib;

public class Greeting implements java.util.function.Supplier<String> {
  @Override
  public String get() {
    return "greeting";
  }
}
