#!/usr/bin/env python3
"""Lets each failure of PEERS.md happen in each of Python's process pools, and prints what came of it.

Usage: peers.py [--peer pool,futures,loky,pebble] [--line NAME] [--runs N]

pool is multiprocessing.Pool and futures is concurrent.futures.ProcessPoolExecutor, both of Python itself and with the
spawn method; loky and pebble come from the Debian packages python3-joblib and python3-pebble, and need the system's
interpreter (/usr/bin/python3 peers.py). Linux only: it reads /proc.

Every line: LINE<TAB>PEER<TAB>OUTCOME<TAB>DETAIL, where the outcome is the worst of N runs:
  ok          everything but the guilty task has its result, and a task that is submitted afterwards runs
  innocent    tasks failed that had nothing to do with it
  broken      a task that is submitted afterwards fails
  hang        somebody waits for something that never comes (here: 10 s; a run takes 1 s where nothing hangs)
  left        processes are left behind
  n/a         this peer has no such thing
"""
import argparse, collections, json, multiprocessing, os, pathlib, signal, subprocess, sys, tempfile, threading, time

PATIENCE = 10
WORKERS = 2
BULK = 100 << 20


# What tasks do. All are found by name in a worker, as the spawn method wants it.

def fine(x):
    time.sleep(0.05)
    return x


def slow(x):
    time.sleep(0.3)
    return x


def whoami(_):
    time.sleep(0.1)
    return os.getpid()


def killed(_):
    os.kill(os.getpid(), signal.SIGKILL)


def exits(_):
    sys.exit(3)


def halts(_):
    os._exit(3)


def size(data):
    return len(data)


def bulk(path):
    pathlib.Path(path).write_text(str(os.getpid()))
    return bytes(BULK)


def kills_the_others(mine):
    for name in os.listdir(mine):
        if int(name) != os.getpid():
            os.kill(int(name), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)


def stuck(_):
    while True:
        try:
            time.sleep(1)
        except BaseException:
            pass


class TwoArguments(Exception):
    """It is pickled with one argument and needs two."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


def throws(_):
    raise TwoArguments(3, "three")


def unpicklable(_):
    return lambda: 0


class Trap:
    """Does something when it is unpickled."""

    def __init__(self, what):
        self.what = what

    def __reduce__(self):
        return spring, (self.what, os.getpid())


def spring(what, pickled_by):
    if os.getpid() != pickled_by:
        if what == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise ValueError("cannot be unpickled")
    return Trap(what)


def returns_trap(_):
    return Trap("raise")


def bad_initializer():
    raise RuntimeError("no licence")


def deadly_initializer():
    os._exit(1)


# The peers, behind one face: submit gives a function that waits for the result.

class Peer:
    def __init__(self, **options):
        pass

    def submit(self, f, x):
        future = self.executor.submit(f, x)
        return future.result

    def close(self):
        self.executor.shutdown()


class Pool(Peer):
    def __init__(self, initializer=None, recycle=None):
        self.pool = multiprocessing.get_context("spawn").Pool(WORKERS, initializer=initializer, maxtasksperchild=recycle)

    def submit(self, f, x):
        waiting = self.pool.apply_async(f, (x,))
        return lambda timeout: waiting.get(timeout)

    def close(self):
        self.pool.close()
        self.pool.join()


class Futures(Peer):
    def __init__(self, initializer=None, recycle=None):
        from concurrent.futures import ProcessPoolExecutor
        self.executor = ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context("spawn"), initializer=initializer,
                                            max_tasks_per_child=recycle)


class Loky(Peer):
    def __init__(self, initializer=None, recycle=None):
        from joblib.externals.loky import ProcessPoolExecutor
        if recycle:
            raise NotImplementedError("loky recycles no workers after a number of tasks")
        self.executor = ProcessPoolExecutor(WORKERS, initializer=initializer)


class Pebble(Peer):
    def __init__(self, initializer=None, recycle=None):
        from pebble import ProcessPool
        self.pool = ProcessPool(max_workers=WORKERS, context=multiprocessing.get_context("spawn"), initializer=initializer,
                                max_tasks=recycle or 0)

    def submit(self, f, x, timeout=None):
        return self.pool.schedule(f, args=(x,), timeout=timeout).result

    def close(self):
        self.pool.close()
        self.pool.join()


PEERS = {"pool": Pool, "futures": Futures, "loky": Loky, "pebble": Pebble}


# How tasks ended.

def is_timeout(e):
    import concurrent.futures
    return isinstance(e, (multiprocessing.TimeoutError, concurrent.futures.TimeoutError, TimeoutError))


class Tally:
    def __init__(self):
        self.counts = collections.Counter()
        self.words = []
        self.deadline = time.monotonic() + PATIENCE

    def wait(self, who, result):
        try:
            result(timeout=max(0.1, self.deadline - time.monotonic()))
            self.counts[who, "done"] += 1
        except BaseException as e:
            how = "hang" if is_timeout(e) else "failed"
            self.counts[who, how] += 1
            if who != "guilty" and how == "failed":
                self.words.append(type(e).__name__)

    def all(self, who, results):
        for result in results:
            self.wait(who, result)

    def afterwards(self, peer):
        """A new task, in a thread, as a submit may hang as well."""
        def probe():
            try:
                peer.submit(fine, 1)(timeout=PATIENCE / 2)
                self.counts["after", "done"] += 1
            except BaseException as e:
                self.counts["after", "hang" if is_timeout(e) else "failed"] += 1
                self.words.append("then " + type(e).__name__)
        asked = threading.Thread(target=probe, daemon=True)
        asked.start()
        asked.join(PATIENCE / 2 + 1)
        if asked.is_alive():
            self.counts["after", "hang"] += 1

    def verdict(self):
        c = self.counts
        hung = sum(n for (who, how), n in c.items() if how == "hang")
        told = "%d innocent done, %d failed, %d hang; guilty %s; afterwards %s%s" % (
            c["innocent", "done"], c["innocent", "failed"], c["innocent", "hang"],
            next((how for who, how in c if who == "guilty"), "-"), next((how for who, how in c if who == "after"), "-"),
            "; " + ", ".join(sorted(set(self.words))) if self.words else "")
        return ("hang" if hung else "innocent" if c["innocent", "failed"] else "broken" if c["after", "failed"] else "ok"), told


def pids(peer):
    return sorted({result(timeout=30) for result in [peer.submit(whoami, i) for i in range(4 * WORKERS)]})


def among_others(make, guilty, argument=0, **options):
    """Ten bystanders before the guilty task and ten behind it."""
    peer = make(**options)
    pids(peer)
    tally = Tally()
    before = [peer.submit(fine, i) for i in range(10)]
    bad = peer.submit(guilty, argument)
    behind = []
    for i in range(10):
        try:
            behind.append(peer.submit(fine, i))
        except BaseException as e:
            tally.counts["innocent", "failed"] += 1
            tally.words.append(type(e).__name__)
    tally.wait("guilty", bad)
    tally.all("innocent", before + behind)
    tally.afterwards(peer)
    return tally.verdict()


def killed_from_outside(make, busy, how_many):
    peer = make()
    workers = pids(peer)
    tally = Tally()
    running = [peer.submit(slow, i) for i in range(20)] if busy else []
    time.sleep(0.45 if busy else 0.3)
    for pid in workers[:how_many]:
        os.kill(pid, signal.SIGKILL)
    if not busy:
        time.sleep(0.2)
        for i in range(20):
            try:
                running.append(peer.submit(fine, i))
            except BaseException as e:
                tally.counts["innocent", "failed"] += 1
                tally.words.append(type(e).__name__)
    spared = how_many if busy else 0  # as many tasks were running in those that died
    for result in running:
        tally.wait("innocent", result)
    if tally.counts["innocent", "failed"] and spared:
        guilty = min(spared, tally.counts["innocent", "failed"])
        tally.counts["innocent", "failed"] -= guilty
        tally.counts["guilty", "failed"] += guilty
    tally.afterwards(peer)
    return tally.verdict()


def read_bytes(pid):
    return int(next(l for l in open(f"/proc/{pid}/io") if l.startswith("rchar")).split()[1])


def killed_while_reading(make):
    """The argument has 100 MB, and its reader dies when it has read 10 of them."""
    peer = make()
    workers = pids(peer)
    begun = {pid: read_bytes(pid) for pid in workers}
    tally = Tally()
    bad = []
    sender = threading.Thread(target=lambda: bad.append(peer.submit(size, bytes(BULK))), daemon=True)
    sender.start()
    struck = None
    while struck is None and time.monotonic() < tally.deadline:
        for pid in workers:
            if read_bytes(pid) - begun[pid] > 10 << 20:
                os.kill(pid, signal.SIGKILL)
                struck = pid
                break
    if struck is None:
        return "n/a", "nobody was seen reading"
    sender.join(PATIENCE)
    after = [peer.submit(fine, i) for i in range(10)] if not sender.is_alive() else []
    tally.all("guilty", bad)
    if sender.is_alive():
        tally.counts["guilty", "hang"] += 1
    tally.all("innocent", after)
    tally.afterwards(peer)
    return tally.verdict()


def killed_while_writing(make):
    """The result has 100 MB, and its writer dies when 10 of them have come here."""
    peer = make()
    pids(peer)
    tally = Tally()
    others = [peer.submit(slow, i) for i in range(6)]
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "pid"
        bad = peer.submit(bulk, str(file))
        while not (file.exists() and file.read_text()) and time.monotonic() < tally.deadline:
            time.sleep(0.001)
        begun = read_bytes("self")
        while read_bytes("self") - begun < 10 << 20 and time.monotonic() < tally.deadline:
            time.sleep(0.0002)
        os.kill(int(file.read_text()), signal.SIGKILL)
        tally.wait("guilty", bad)
        if tally.counts["guilty", "done"]:
            return "n/a", "it was too late"
        tally.all("innocent", others)
        tally.afterwards(peer)
    return tally.verdict()


def each_other(make):
    peer = make()
    with tempfile.TemporaryDirectory() as folder:
        for pid in pids(peer):
            (pathlib.Path(folder) / str(pid)).touch()
        tally = Tally()
        bad = [peer.submit(kills_the_others, folder) for _ in range(2)]
        others = [peer.submit(fine, i) for i in range(10)]
        tally.all("guilty", bad)
        tally.all("innocent", others)
        tally.afterwards(peer)
    return tally.verdict()


def initializer(make, which):
    """Whoever asks for a result is to be told, and soon."""
    tally = Tally()
    peer = make(initializer=which)
    tally.wait("guilty", peer.submit(fine, 1))
    return tally.verdict()


def not_started(make):
    """There is no interpreter any more when workers are to be started."""
    multiprocessing.get_context("spawn").set_executable("/nonexistent/python3")
    sys.executable = "/nonexistent/python3"
    tally = Tally()
    peer = make()
    tally.wait("guilty", peer.submit(fine, 1))
    return tally.verdict()


def recycled(make, close):
    peer = make(recycle=2)
    tally = Tally()
    results = [peer.submit(size, "x") for i in range(60)]
    if close:
        closing = threading.Thread(target=peer.close, daemon=True)
        closing.start()
        closing.join(PATIENCE)
        if closing.is_alive():
            tally.counts["after", "hang"] += 1
    tally.all("innocent", results)
    if not close:
        tally.afterwards(peer)
    return tally.verdict()


def cancelled(make):
    """All workers are stuck; whoever cancels or times out wants them back."""
    peer = make()
    pids(peer)
    tally = Tally()
    bad = [peer.submit(stuck, i, timeout=1) if isinstance(peer, Pebble) else peer.submit(stuck, i) for i in range(WORKERS)]
    for result in bad:
        try:
            result(timeout=3)
        except BaseException:
            tally.counts["guilty", "failed"] += 1
    tally.afterwards(peer)
    return tally.verdict()


def caller_killed(make, busy):
    """In a process of its own, which is killed; then its workers are looked for."""
    marker = f"firebreak-peers-{os.getpid()}"
    caller = subprocess.Popen([sys.executable, __file__, "--caller", make.__name__.lower(), "--busy" if busy else "--idle"],
                              env=dict(os.environ, PEERS_MARKER=marker), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    workers = [int(word) for word in caller.stdout.readline().split()]
    time.sleep(0.5)
    caller.kill()
    caller.wait()
    time.sleep(2)
    left = [pid for pid in workers if os.path.exists(f"/proc/{pid}")]
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    return ("left" if left else "ok"), f"{len(left)} of {len(workers)} workers are left after 2 s"


def caller(name, busy):
    peer = PEERS[name]()
    workers = pids(peer)
    if busy:
        for i in range(WORKERS):
            peer.submit(stuck, i)
    print(*workers, flush=True)
    time.sleep(60)


def many_kills(make):
    """Twenty kills of workers that are busy, a tenth of a second apart."""
    import psutil
    peer = make()
    pids(peer)
    tally = Tally()
    results = []
    kills = 0
    for i in range(20):
        for j in range(5):
            try:
                results.append(peer.submit(fine, j))
            except BaseException as e:
                tally.counts["innocent", "failed"] += 1
                tally.words.append(type(e).__name__)
        time.sleep(0.1)
        victims = [p for p in psutil.Process().children() if "spawn_main" in " ".join(p.cmdline()) or "popen_loky" in " ".join(p.cmdline())]
        if victims:
            victims[i % len(victims)].kill()
            kills += 1
    tally.all("innocent", results)
    failed = tally.counts["innocent", "failed"]
    tally.counts["innocent", "failed"] = max(0, failed - kills)  # each may take the task along that it ran
    tally.afterwards(peer)
    return tally.verdict()


LINES = {
    "killed-running": lambda p: killed_from_outside(p, True, 1),
    "killed-idle": lambda p: killed_from_outside(p, False, 1),
    "all-killed-running": lambda p: killed_from_outside(p, True, WORKERS),
    "all-killed-idle": lambda p: killed_from_outside(p, False, WORKERS),
    "killed-reading": killed_while_reading,
    "killed-writing": killed_while_writing,
    "kills-itself": lambda p: among_others(p, killed),
    "kill-each-other": each_other,
    "exit": lambda p: among_others(p, exits),
    "halt": lambda p: among_others(p, halts),
    "argument-kills": lambda p: among_others(p, size, Trap("kill")),
    "argument-unreadable": lambda p: among_others(p, size, Trap("raise")),
    "result-unsendable": lambda p: among_others(p, unpicklable),
    "result-unreadable": lambda p: among_others(p, returns_trap),
    "exception-unreadable": lambda p: among_others(p, throws),
    "initializer-raises": lambda p: initializer(p, bad_initializer),
    "initializer-exits": lambda p: initializer(p, deadly_initializer),
    "not-started": not_started,
    "recycling-backlog": lambda p: recycled(p, False),
    "recycling-close": lambda p: recycled(p, True),
    "stuck": cancelled,
    "caller-killed-idle": lambda p: caller_killed(p, False),
    "caller-killed-busy": lambda p: caller_killed(p, True),
    "twenty-kills": many_kills,
}

WORST = ["n/a", "ok", "broken", "innocent", "left", "hang"]


def once(line, peer):
    """In a process and a session of its own, so that nothing of it is left."""
    out = tempfile.TemporaryFile("w+")
    child = subprocess.Popen([sys.executable, __file__, "--here", "--line", line, "--peer", peer], stdout=out,
                             stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        child.wait(4 * PATIENCE)
        out.seek(0)
        printed = out.read().strip().splitlines()
        return tuple(json.loads(printed[-1])) if printed else ("hang", f"nothing printed, status {child.returncode}")
    except subprocess.TimeoutExpired:
        return "hang", "the caller itself hangs"
    finally:
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        child.wait()


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--peer", default=",".join(PEERS))
    a.add_argument("--line", default=",".join(LINES))
    a.add_argument("--runs", type=int, default=3)
    a.add_argument("--here", action="store_true")
    a.add_argument("--caller")
    a.add_argument("--busy", action="store_true")
    a.add_argument("--idle", action="store_true")
    o = a.parse_args()
    if o.caller:
        caller(o.caller, o.busy)
    elif o.here:
        try:
            told = LINES[o.line](PEERS[o.peer])
        except NotImplementedError as e:
            told = ("n/a", str(e))
        except BaseException as e:  # where a pool says it, it is said
            told = ("ok", f"told at once: {type(e).__name__}: {e}")
        print(json.dumps(told), flush=True)
        os._exit(0)
    else:
        for line in o.line.split(","):
            for peer in o.peer.split(","):
                outcomes = [once(line, peer) for _ in range(o.runs)]
                worst = max(outcomes, key=lambda it: WORST.index(it[0]))
                times = sum(1 for it in outcomes if it[0] == worst[0])
                print(f"{line}\t{peer}\t{worst[0]}\t{times} of {o.runs}: {worst[1]}", flush=True)


if __name__ == "__main__":
    main()
