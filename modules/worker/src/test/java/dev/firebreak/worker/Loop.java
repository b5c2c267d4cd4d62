package dev.firebreak.worker;

import dev.firebreak.api.RemoteException;
import dev.firebreak.link.Board;
import dev.firebreak.link.BytePipe;
import dev.firebreak.link.Codec;
import dev.firebreak.link.Link;
import dev.firebreak.link.RemoteThrowable;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A loop in a thread of this JVM, and its parent. */
final class Loop implements AutoCloseable, TaskLoop.Host, Codec.Types {
  final @Nullable Board board;
  final Parent parent;
  final Thread thread;
  final CompletableFuture<Boolean> served = new CompletableFuture<>();
  final CompletableFuture<Void> lost = new CompletableFuture<>();
  volatile @Nullable OutOfMemoryError exhausted;
  private final Link<ToParent, ToChild> link;

  Loop(@Nullable Board board) {
    this.board = board;
    BytePipe down = new BytePipe();
    BytePipe up = new BytePipe();
    link = Link.toParent(down.in(), up.out());
    parent = new Parent(Link.toChild(up.in(), down.out()), board);
    thread =
        new Thread(() -> {
          try {
            served.complete(new TaskLoop(link, this, this, 7, 3).serve());
          } catch (Throwable e) {
            served.completeExceptionally(e);
          } finally {
            try {
              link.close();
            } catch (IOException e) {
              // A pipe of ours has nothing to say.
            }
          }
        });
    thread.setDaemon(true);
    thread.start();
  }

  static Loop opened() throws IOException {
    Loop loop = new Loop(Board.local());
    loop.parent.open();
    return loop;
  }

  /** One that has its board in use. */
  static Loop mapped() throws IOException {
    Loop loop = opened();
    int nothing = loop.parent.define((Runnable & java.io.Serializable) () -> {});
    while (!loop.parent.mapped()) {
      loop.parent.work(nothing);
      loop.parent.value();
    }
    return loop;
  }

  private final AtomicInteger calls = new AtomicInteger();

  /** Which threads wait for frames. */
  private final Set<Thread> reading = ConcurrentHashMap.newKeySet();

  @Override
  public @Nullable ToChild receive() throws IOException {
    calls.incrementAndGet();
    reading.add(Thread.currentThread());
    try {
      return link.receive();
    } finally {
      reading.remove(Thread.currentThread());
    }
  }

  /** How often somebody has begun to wait for a frame; those before it were dealt with. */
  int calls() {
    return calls.get();
  }

  void awaitCalls(int count) {
    while (calls.get() < count) {
      Thread.onSpinWait();
    }
  }

  /** Waits until firebreak-link reads in the place of the loop's thread, which runs an item. */
  void awaitSeized() {
    while (reading.isEmpty() || reading.contains(thread)) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void lost() {
    lost.complete(null);
  }

  @Override
  public void exhausted(OutOfMemoryError error) {
    exhausted = error;
  }

  @Override
  public boolean flush() {
    return false;
  }

  @Override
  public @Nullable Board board() {
    return board;
  }

  @Override
  public Class<?> load(String name) throws ClassNotFoundException {
    return Class.forName(name, false, Loop.class.getClassLoader());
  }

  @Override
  public @Nullable String refusal(Class<?> type) {
    return null;
  }

  @Override
  public boolean serialized() {
    return true;
  }

  @Override
  public boolean serializes() {
    return false;
  }

  @Override
  public MethodHandles.@Nullable Lookup lookup(Class<?> type) {
    return type.getModule() == Loop.class.getModule() ? MethodHandles.lookup() : null;
  }

  @Override
  public Throwable standIn(RemoteThrowable thrown) {
    return new RemoteException(thrown.type(), thrown.message(), thrown.text());
  }

  @Override
  public void close() throws IOException {
    parent.link.close();
  }
}
