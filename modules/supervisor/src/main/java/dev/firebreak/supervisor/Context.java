package dev.firebreak.supervisor;

import dev.firebreak.api.Event;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * What all parts of one supervisor share.
 *
 * @param loop its thread and clock
 * @param spawner where its children live
 * @param tell told every event, on the loop; must not wait
 * @param chance random numbers from 0 to 1, for the jitter of waits
 * @param ends told of each end, and asked whether there is another start
 */
record Context(Loop loop, Spawner spawner, Consumer<Event> tell, DoubleSupplier chance, Ends ends) {
  void tell(Event event) {
    tell.accept(event);
  }
}
