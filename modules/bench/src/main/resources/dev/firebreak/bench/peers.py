"""Pools of processes in Python, for the figures that firebreak bench prints beside its own.

    /usr/bin/python3 peers.py FIGURE PEER [--workers W] [--tasks N] [--runs R]

FIGURE is one of
    open      milliseconds from opening a pool until its first result
    rtt       microseconds for an empty task and its result, one at a time (each run: the median of N)
    tasks     empty tasks a second, submitted one by one
    mapped    empty tasks a second through the pool's own map, in its chunks or an eighth for each worker
    payload   MiB a second, both ways, for 64 MiB that a worker sends back

A line for each run: its value; then "end", and it waits to be killed with what it has started, as not
every peer ends in order. "absent REASON" instead if the peer is not installed, "failed REASON" if it
could not be measured. PEER is one of pebble, billiard, loky, pool-spawn, pool-fork, executor.
"""
import argparse
import multiprocessing
import statistics
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor, as_completed

MIB = 64


def same(value):
    return value


class Peer:
    """A pool of a kind. Subclasses say how it is opened, used and ended."""

    def __init__(self, workers):
        self.workers = workers
        self.pool = self.open()

    def chunk(self, tasks):
        return max(1, tasks // (self.workers * 4))


class OfMultiprocessing(Peer):
    def one(self, value):
        return self.pool.apply(same, (value,))

    def tasks(self, count):
        return sum(1 for _ in self.pool.imap_unordered(same, range(count), chunksize=1))

    def mapped(self, count):
        return len(self.pool.map(same, range(count)))

    def end(self):
        self.pool.terminate()
        self.pool.join()


class SpawnedPool(OfMultiprocessing):
    def open(self):
        return multiprocessing.get_context("spawn").Pool(self.workers)


class ForkedPool(OfMultiprocessing):
    def open(self):
        return multiprocessing.get_context("fork").Pool(self.workers)


class Billiard(OfMultiprocessing):
    def open(self):
        import billiard

        return billiard.Pool(self.workers)  # forks: its spawn does not find a script's functions


class OfFutures(Peer):
    def one(self, value):
        return self.pool.submit(same, value).result()

    def tasks(self, count):
        return sum(1 for _ in as_completed([self.pool.submit(same, i) for i in range(count)]))

    def mapped(self, count):
        return sum(1 for _ in self.pool.map(same, range(count), chunksize=self.chunk(count)))


class Executor(OfFutures):
    def open(self):
        return ProcessPoolExecutor(self.workers, mp_context=multiprocessing.get_context("spawn"))

    def end(self):
        self.pool.shutdown(wait=True, cancel_futures=True)


class Loky(OfFutures):
    def open(self):
        from joblib.externals.loky import ProcessPoolExecutor as Pool

        return Pool(self.workers)

    def end(self):
        self.pool.shutdown(wait=True, kill_workers=True)


class Pebble(Peer):
    def open(self):
        from pebble import ProcessPool

        return ProcessPool(max_workers=self.workers, context=multiprocessing.get_context("spawn"))

    def one(self, value):
        return self.pool.schedule(same, args=(value,)).result()

    def tasks(self, count):
        futures = [self.pool.schedule(same, args=(i,)) for i in range(count)]
        return sum(1 for future in futures if future.result() is not None)

    def mapped(self, count):
        results = self.pool.map(same, range(count), chunksize=self.chunk(count)).result()
        return sum(1 for _ in results)

    def end(self):
        self.pool.stop()
        self.pool.join()


def opened(kind, options):
    begun = time.perf_counter()
    peer = kind(options.workers)
    try:
        peer.one(0)
        return (time.perf_counter() - begun) * 1e3
    finally:
        end(peer)


def rtt(peer, options):
    took = []
    for i in range(options.tasks):
        begun = time.perf_counter_ns()
        peer.one(i)
        took.append(time.perf_counter_ns() - begun)
    return statistics.median(took) / 1e3


def rate(work, count):
    begun = time.perf_counter()
    done = work(count)
    took = time.perf_counter() - begun
    if done != count:
        raise ValueError(f"{done} results of {count}")
    return count / took


def payload(peer, options):
    blob = bytes(MIB << 20)
    begun = time.perf_counter()
    back = peer.one(blob)
    took = time.perf_counter() - begun
    if len(back) != len(blob):
        raise ValueError(f"{len(back)} bytes of {len(blob)}")
    return 2 * MIB / took


FIGURES = {
    "rtt": rtt,
    "tasks": lambda peer, options: rate(peer.tasks, options.tasks),
    "mapped": lambda peer, options: rate(peer.mapped, options.tasks),
    "payload": payload,
}

PEERS = {
    "pebble": Pebble,
    "billiard": Billiard,
    "loky": Loky,
    "pool-spawn": SpawnedPool,
    "pool-fork": ForkedPool,
    "executor": Executor,
}


def end(peer):
    """In order; but billiard's pool now and then hangs there for ever."""
    thread = threading.Thread(target=peer.end, daemon=True)
    thread.start()
    thread.join(5)


def measure(kind, options):
    if options.figure == "open":
        for run in range(options.runs):
            say(f"{opened(kind, options):.6g}")
        return
    peer = kind(options.workers)
    try:
        for i in range(200):
            peer.one(i)
        for run in range(options.runs):
            say(f"{FIGURES[options.figure](peer, options):.6g}")
    finally:
        end(peer)


def say(line):
    print(line, flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("figure", choices=["open", *FIGURES])
    parser.add_argument("peer", choices=PEERS)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--tasks", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    try:
        measure(PEERS[options.peer], options)
        say("end")
    except ImportError as e:
        say(f"absent {e}")
    except Exception as e:
        say(f"failed {type(e).__name__}: {e}")
    sys.stdin.read()


if __name__ == "__main__":
    main()
