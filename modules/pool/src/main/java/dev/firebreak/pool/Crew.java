package dev.firebreak.pool;

import dev.firebreak.api.Verdict;
import java.util.List;

/** What a home tells its pool. No method waits, and each may be called from every thread. */
public interface Crew {
  /**
   * A worker has read its Run and waits for Open.
   *
   * @return where what it says goes, from the one thread that reads its link
   */
  Port admit(Hand hand);

  /**
   * A spare is to run the initializer before it takes a worker's place, has read its Run, and waits
   * for Open. Its end is told to nobody until it was promoted.
   *
   * @param hand of generation 0
   * @return where it says how that went; a failure is the last that it says
   */
  Port prepare(Hand hand);

  /**
   * A spare that was opened without a fault takes its worker's place: {@link #admit} and {@link
   * #ready} at once.
   */
  Port promote(Hand hand);

  /** It was opened without a fault; told once, after {@link #admit}. */
  void ready(int worker, int generation);

  /**
   * A worker is stuck: it gets nothing more, what it has not begun goes to others, and when what it
   * runs ends after all it is replaced.
   *
   * @param why words that follow "because"
   */
  void drain(int worker, int generation, String why);

  /**
   * A worker has ended, whatever the reason, and all that it said before was told; also told where
   * it never came as far as {@link #admit}.
   *
   * @param pid 0 where there was no process
   * @param stopped whether it was dismissed, renewed or closed
   * @param started whether it was ready
   * @param lasting whether a new try would change nothing, so that there is none
   */
  record Loss(
      int worker,
      int generation,
      long pid,
      Verdict verdict,
      boolean stopped,
      boolean started,
      boolean lasting,
      List<String> stderr) {}

  /** A worker has ended. */
  void lost(Loss loss);
}
