#!/usr/bin/env python3
"""power.py MACHINE SHARE PROGRAMS CLOUD: the kiosk's power is cut again and again, in the virtual machine of the
folder MACHINE, on a disk that forgets what was not flushed.

PROGRAMS is the folder of the kiosk's program, CLOUD the cloud's program; both run on this machine. The kiosk of the
virtual machine is the one that was built into it; its data lies on an ext4 disk behind qemu's blklogwrites, which logs
every write and every flush. Visitors come and go, and what the screen says is told over the serial line (power.sh). A
cut is a moment, given by the length of that log: what the screen had said when the log was no longer must be on the
disk. Of each cut two disks are made:
  worst  all writes after the last flush are lost
  half   of those writes a random half is lost
The file system's journal is replayed without mounting, and the kiosk's own program says what is in its outbox: every
event that the screen acknowledged, once, in its order, and at most the one more that was just being recorded. Every
machine but the first goes on with a disk that an earlier cut left. In the end the last disk's events go to the cloud,
whose visits must be what the screen said.

Environment: CUTS (10), CUTS_PER_BOOT (5), SEED (a new one; printed). CONTROL=1 shows that the test can fail: the
kiosk's syncs do nothing, and an acknowledged event must be missing. One line per cut; ends with 0 if all hold.
"""
import datetime
import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time

DISK_BYTES = 64 << 20
MAGIC = 0x6A736677736872
FLUSH, FUA, DISCARD = 1, 2, 4
# Seconds for one machine from its start to its last cut.
LIMIT = 280
# Of five deeds one is somebody leaving, as soon as there are some to leave.
LEAVING = 0.2
# What the screen says between two cuts of one machine, about.
DEEDS_PER_CUT = 6


class Broken(Exception):
    """A promise that does not hold, in a sentence."""


def run(*arguments, **options):
    """Runs a program to its end; its output, or Broken."""
    result = subprocess.run(arguments, capture_output=True, text=True, check=False, **options)
    if result.returncode:
        raise Broken(f"{arguments[0]} {' '.join(arguments[1:3])} ended with {result.returncode}: {result.stderr[-400:]}")
    return result.stdout


class Installation:
    """A cloud on this machine with one appointment of many visitors, and a kiosk's data that knows them."""

    def __init__(self, folder, programs, cloud):
        self.folder, self.program, self.cloud_program = folder, f"{programs}/uketsuke-kiosk", cloud
        self.data, self.server, self.address = f"{folder}/data", None, "127.0.0.1:0"

    def prepare(self, visitors):
        """Makes the appointment and the kiosk's data."""
        self.start()
        # A zone in which it is about noon, so that no run meets the end of its day; these names count westwards.
        now = datetime.datetime.now(datetime.timezone.utc)
        ahead = 12 - now.hour
        zone = f"Etc/GMT{'-' if ahead >= 0 else '+'}{abs(ahead)}"
        today = (now + datetime.timedelta(hours=ahead)).date()
        self.ask("site", "add", "--name", "Office", "--time-zone", zone, "--phone", "100")
        self.ask("host", "add", "--name", "Ken Suzuki", "--phone", "5678")
        names = [f"V{number}" for number in range(visitors)]
        invited = [word for name in names for word in ("--visitor", f"Blue Sky Ltd;{name} Stone;")]
        made = json.loads(self.ask(
            "appointment", "add", "--title", "Review", "--start", f"{today}T10:00", "--end", f"{today}T11:00",
            "--host", "Ken Suzuki", "--language", "en", "--json", *invited))["visitors"]
        self.tokens = {name: visitor["token"] for name, visitor in zip(names, made, strict=True)}
        self.names = {visitor["pass"]: name for name, visitor in zip(names, made, strict=True)}
        code = json.loads(self.ask("enrol-code", "--site", "Office", "--json"))["code"]
        self.kiosk(self.data, "enrol", "--url", self.url, "--ca", self.authority, "--code", code)
        self.kiosk(self.data, "sync", "--once")
        self.stop()

    def start(self):
        """Starts the cloud, always at the same address, and waits until it serves."""
        ready = pathlib.Path(self.folder, "ready")
        ready.unlink(missing_ok=True)
        with open(f"{self.folder}/cloud.log", "a") as log:
            self.server = subprocess.Popen(
                [self.cloud_program, "serve", "--data", f"{self.folder}/cloud", "--listen", self.address,
                 "--ready-file", str(ready)], stdout=log, stderr=log)
        for _ in range(400):
            if ready.exists() and len(ready.read_text().splitlines()) == 2:
                self.url, self.authority = ready.read_text().splitlines()
                self.address = self.url.removeprefix("https://").rstrip("/")
                return
            time.sleep(0.05)
        raise Broken(f"The cloud did not start within 20 seconds; see {self.folder}/cloud.log")

    def stop(self):
        if self.server:
            self.server.terminate()
            self.server.wait()
        self.server = None

    def ask(self, *arguments):
        return run(self.cloud_program, *arguments, "--data", f"{self.folder}/cloud")

    def kiosk(self, data, *arguments):
        """Runs a command of the kiosk's program on a data folder."""
        settings = pathlib.Path(self.folder, "kiosk.conf")
        settings.write_text(f'data_dir = "{data}/kiosk"\n')
        return run(self.program, *arguments, "--config", str(settings))

    def events(self, data):
        """What is in a data folder's outbox, as (ID, visitor's name, kind), in its order.

        Raises Broken where the outbox is not whole."""
        status = json.loads(self.kiosk(data, "status", "--json"))
        if status["damagedOutboxes"]:
            raise Broken(f"the outbox was damaged and kept as {status['damagedOutboxes']}")
        events = [json.loads(line) for line in self.kiosk(data, "queue", "export").splitlines()]
        if [event["sequence"] for event in events] != list(range(1, len(events) + 1)):
            raise Broken(f"the numbers have a gap: {[event['sequence'] for event in events]}")
        if len({event["stream"] for event in events}) > 1 or len({event["id"] for event in events}) != len(events):
            raise Broken("the events are of two streams, or share an ID")
        if (status["waiting"], status["setAside"]) != (len(events), 0):
            raise Broken(f"{status['waiting']} wait and {status['setAside']} are set aside, of {len(events)}")
        listed = [row["id"] for row in json.loads(self.kiosk(data, "queue", "list", "--json"))]
        if listed != [event["id"] for event in events]:
            raise Broken("the list and the export of the queue differ")
        with sqlite3.connect(f"{data}/kiosk/outbox.sqlite") as database:
            if database.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise Broken("the outbox fails SQLite's integrity check")
        return [(event["id"], self.names[event["pass"]], event["kind"]) for event in events]

    def check_standing(self, data, events):
        """The last visitor's pass must stand as the events say."""
        deeds = [(name, kind) for _, name, kind in events if kind != "refusal"]
        if not deeds:
            return
        name, kind = deeds[-1]
        verdict = json.loads(self.kiosk(data, "check", "--json", self.tokens[name]))["verdict"]
        if verdict != {"checkIn": "alreadyIn", "checkOut": "departed"}[kind]:
            raise Broken(f"{name} would now get {verdict} after {kind}")


# MARK: - The disk


class Log:
    """What blklogwrites has written, in the format of dm-log-writes."""

    def __init__(self, path):
        self.file = open(path, "rb")
        magic, _, _, self.sector = struct.unpack("<QQQI", self.file.read(28))
        if magic != MAGIC:
            raise Broken("the log of writes has not begun")
        self.size = os.path.getsize(path)

    def entries(self, until):
        """Each entry that began before that byte: sector, sectors, flags, where its bytes are."""
        found, position = [], self.sector
        while position + self.sector <= min(until, self.size):
            self.file.seek(position)
            sector, count, flags, _ = struct.unpack("<QQQQ", self.file.read(32))
            position += self.sector
            found.append((sector, count, flags, position))
            if not flags & DISCARD:
                position += count * self.sector
        return found

    def rebuild(self, base, target, until, keeps):
        """The disk as the power cut leaves it; `keeps` decides on each write that was not flushed.

        Returns how many of them were dropped."""
        entries = self.entries(until)
        last = max((index for index, entry in enumerate(entries) if entry[2] & FLUSH), default=-1)
        run("cp", "--sparse=always", base, target)
        dropped = 0
        with open(target, "r+b") as disk:
            for index, (sector, count, flags, position) in enumerate(entries):
                if flags & DISCARD or not count:
                    continue
                if index > last and not flags & FUA and not keeps():
                    dropped += 1
                    continue
                self.file.seek(position)
                disk.seek(sector * self.sector)
                disk.write(self.file.read(count * self.sector))
        return dropped


def files_of(disk, target):
    """Gets the kiosk's files out of a disk, after a copy of it was mended as a mount would do."""
    mended = f"{disk}.mended"
    run("cp", "--sparse=always", disk, mended)
    check = subprocess.run(["e2fsck", "-fy", mended], capture_output=True, text=True, check=False)
    if check.returncode > 1:
        raise Broken(f"the file system is damaged (e2fsck {check.returncode}): {check.stdout[-400:]}")
    shutil.rmtree(target, ignore_errors=True)
    os.mkdir(target)
    run("debugfs", "-R", f"rdump /kiosk {target}", mended)
    os.unlink(mended)


# MARK: - The machine


class Round:
    """One run of the machine, in which the power is cut several times."""

    def __init__(self, machine, share, folder, base, control):
        self.base, self.log, self.said, self.lock = base, f"{folder}/log.img", [], threading.Lock()
        # Visitor's name, kind, and how long the log of writes was right after the screen had said so.
        self.acknowledgements = []
        disk, self.identifier = f"{folder}/disk.img", f"{folder}/pid"
        run("cp", "--sparse=always", base, disk)
        with open(self.log, "wb"):
            pass
        environment = dict(
            os.environ, SHARE=share, MEM="1536", LIMIT=str(LIMIT), PIDFILE=self.identifier,
            APPEND=f"shim={control}" if control else "")
        # This machine's own disk need not be waited for: it is not its power that is cut.
        self.process = subprocess.Popen(
            [f"{machine}/run.sh", "power.sh", "-blockdev",
             "driver=blklogwrites,node-name=disk,log-super-update-interval=1,"
             f"file.driver=file,file.filename={disk},file.cache.no-flush=on,"
             f"log.driver=file,log.filename={self.log},log.cache.no-flush=on",
             "-device", "virtio-blk-pci,drive=disk,write-cache=on"],
            env=environment, stdout=subprocess.PIPE, text=True, errors="replace")
        self.transcript = open(f"{machine}/power.sh.log", "w")
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.process.stdout:
            self.transcript.write(line)
            self.transcript.flush()
            with self.lock:
                self.said.append(line.strip())
                if line.startswith("ACK "):
                    # In this order: what the screen has said was durable when the log was so long.
                    self.acknowledgements.append((*line.split()[1:], os.path.getsize(self.log)))

    def has(self, word):
        with self.lock:
            return any(line.startswith(word) for line in self.said)

    def wait(self, condition, limit, what):
        end = time.monotonic() + limit
        while not condition():
            if self.has("FAILED") or self.process.poll() is not None or time.monotonic() > end:
                raise Broken(f"the machine did not come to {what}; see power.sh.log")
            time.sleep(0.005)

    def serve(self, deeds, chance):
        """Lets visitors come and go until so many deeds are done, and a moment more."""
        self.wait(lambda: len(self.acknowledgements) >= deeds or self.has("DONE"), LIMIT, f"{deeds} acknowledgements")
        time.sleep(chance.random() * 0.5)

    def cuts(self, count, log, chance):
        """Random moments of the run, from its start and recovery on; each as what the screen had said by then, and how
        long the log was.

        Half of them are right before a flush, where most is at stake."""
        entries = log.entries(log.size)
        flushes = [entry for entry in entries if entry[2] & FLUSH]
        moments = sorted(chance.choice(chance.choice((entries, flushes)))[3] - log.sector for _ in range(count))
        for until in moments:
            yield [(name, kind) for name, kind, length in self.acknowledgements if length <= until], until

    def end(self):
        """Cuts the power for good."""
        time.sleep(0.2)
        if self.process.poll() is None:
            with open(self.identifier) as file:
                os.kill(int(file.read()), signal.SIGKILL)
        self.process.wait()
        self.transcript.close()


def script(installation, events, chance, length):
    """What the visitors of a round do, after these events: lines for power.sh, and the events that they make."""
    entered = {name for _, name, kind in events if kind == "checkIn"}
    inside = sorted(entered - {name for _, name, kind in events if kind == "checkOut"})
    fresh = [name for name in installation.tokens if name not in entered]
    lines, expected = [], []
    while len(lines) < length and fresh:
        if len(inside) > 3 and chance.random() < LEAVING:
            # Not the last one: the same code at once is the same presentation.
            name = inside.pop(chance.randrange(len(inside) - 1))
            lines.append(f"out {name} {installation.tokens[name]}")
            expected += [(name, "refusal"), (name, "checkOut")]
        else:
            name = fresh.pop(0)
            inside.append(name)
            lines.append(f"in {name} {installation.tokens[name]}")
            expected.append((name, "checkIn"))
    return lines, expected


def compare(found, before, acknowledged, expected):
    """How many acknowledged events are missing; Broken for anything else that is wrong.

    `found` must be what the disk held `before` the round, what the screen acknowledged since, and at most the one event
    more that was just being recorded."""
    now = [(name, kind) for _, name, kind in found[len(before):]]
    if found[:len(before)] != before or now != expected[:len(now)]:
        raise Broken(f"the events are not those that happened: {now[-4:]} after {len(now)}")
    if len(now) > len(acknowledged) + 1:
        raise Broken(f"{len(now)} events, but the screen had said {len(acknowledged)}")
    return max(0, len(acknowledged) - len(now))


def deliver(installation, data, events):
    """Hands the last disk's events to the cloud; Broken unless its visits are what happened."""
    installation.start()
    try:
        installation.kiosk(data, "push", "--once")
        recorded = [record["event"]["id"] for record in json.loads(installation.ask("events", "--json"))]
        if sorted(recorded) != sorted(identifier for identifier, _, _ in events):
            raise Broken(f"the cloud has {len(recorded)} events, the kiosk had {len(events)}")
        visits = [
            (visit["visitor"].removesuffix(" Stone"), visit.get("checkedOutAt") is not None, visit["isConflict"])
            for visit in json.loads(installation.ask("visits", "--json"))
        ]
    finally:
        installation.stop()
    gone = {name for _, name, kind in events if kind == "checkOut"}
    wanted = [(name, name in gone, False) for _, name, kind in events if kind == "checkIn"]
    if sorted(visits) != sorted(wanted):
        raise Broken(f"the cloud's visits differ: {sorted(set(visits) ^ set(wanted))[:4]}")
    return len(wanted)


# MARK: - The test


class Test:
    def __init__(self, machine, share, installation, folder, chance):
        self.machine, self.share, self.installation = machine, share, installation
        self.folder, self.chance = folder, chance
        self.acknowledged = self.lost = self.dropped = self.disks = self.failures = 0

    def fresh_disk(self):
        disk = f"{self.folder}/fresh.img"
        with open(disk, "wb") as file:
            file.truncate(DISK_BYTES)
        run("mkfs.ext4", "-q", "-F", "-d", self.installation.data, disk)
        return disk

    def judge(self, what, disk, before, acknowledged, expected):
        """Looks at one disk after a cut; returns its events, or None when it is broken."""
        files = f"{self.folder}/files"
        self.disks += 1
        try:
            files_of(disk, files)
            events = self.installation.events(files)
            missing = compare(events, before, acknowledged, expected)
            self.installation.check_standing(files, events)
        except (Broken, sqlite3.Error) as failure:
            self.failures += 1
            print(f"FAILED  {what}: {failure}", flush=True)
            return None
        self.lost += missing
        if missing:
            print(f"FAILED  {what}: {missing} of {len(acknowledged)} acknowledged events are lost", flush=True)
        else:
            print(f"ok      {what}: {len(acknowledged)} acknowledged since its start, {len(events)} on the disk",
                  flush=True)
        return events

    def round(self, number, base, before, cuts, control=None):
        """Runs the machine once from `base`; returns a disk that a cut left, and its events."""
        lines, expected = script(self.installation, before, self.chance, length=3 * DEEDS_PER_CUT * cuts)
        pathlib.Path(self.share, "script").write_text("".join(f"{line}\n" for line in lines))
        machine = Round(self.machine, self.share, self.folder, base, control)
        try:
            machine.serve(DEEDS_PER_CUT * cuts, self.chance)
        finally:
            machine.end()
        log, left = Log(machine.log), []
        for cut, (acknowledged, until) in enumerate(machine.cuts(cuts, log, self.chance), 1):
            self.acknowledged += len(acknowledged)
            for kind, keeps in (("worst", lambda: False), ("half", lambda: self.chance.random() < 0.5)):
                disk = f"{self.folder}/{kind}.img"
                dropped = log.rebuild(base, disk, until, keeps)
                self.dropped += dropped
                what = f"machine {number}, cut {cut}, {kind} disk"
                what += f" ({dropped} writes dropped)"
                events = self.judge(what, disk, before, acknowledged, expected)
                if events is not None:
                    left.append((cut, kind, events))
        # The disks of the last cut are still there.
        last = [(kind, events) for at, kind, events in left if at == cut]
        if not last:
            raise Broken(f"of machine {number} no disk is left to go on with")
        kind, events = self.chance.choice(last)
        following = f"{self.folder}/base{number}.img"
        os.replace(f"{self.folder}/{kind}.img", following)
        return following, events


def control(test):
    """The same with a kiosk whose syncs do nothing: unless an event is lost this test sees nothing."""
    source = pathlib.Path(test.share, "nosync.c")
    source.write_text("int fsync(int f) { (void)f; return 0; }\nint fdatasync(int f) { (void)f; return 0; }\n")
    run("gcc", "-shared", "-fPIC", "-o", f"{test.share}/nosync.so", str(source))
    test.round(1, test.fresh_disk(), [], 5, control="nosync.so")
    print(f"control: without syncs {test.lost} acknowledged events lost, {test.failures} disks broken")
    return 0 if test.lost or test.failures else 1


def main():
    # Where Debian has e2fsck and debugfs, also for who is not root.
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    machine, share, programs, cloud = (os.path.abspath(argument) for argument in sys.argv[1:5])
    cuts, per_boot = int(os.environ.get("CUTS", "10")), int(os.environ.get("CUTS_PER_BOOT", "5"))
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(1 << 32))
    print(f"power: {cuts} cuts, SEED={seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        installation = Installation(folder, programs, cloud)
        test = Test(machine, share, installation, folder, random.Random(seed))
        done = number = 0
        try:
            installation.prepare(visitors=40 + 3 * DEEDS_PER_CUT * cuts)
            if os.environ.get("CONTROL"):
                return control(test)
            disk, events = test.fresh_disk(), []
            while done < cuts:
                number += 1
                now = min(per_boot, cuts - done)
                disk, events = test.round(number, disk, events, now)
                done += now
            files_of(disk, f"{folder}/files")
            visits = deliver(installation, f"{folder}/files", events)
            print(f"ok      the cloud has the last disk's {len(events)} events and {visits} visits")
        except Broken as failure:
            test.failures += 1
            print(f"FAILED  {failure}", flush=True)
        finally:
            installation.stop()
        print(f"power: {done} cuts of {number} machines, {test.disks} disks, {test.dropped} writes dropped, "
              f"{test.acknowledged} acknowledgements looked for, {test.lost} lost, "
              f"{test.failures} disks or runs wrong, SEED={seed}")
    return 1 if test.lost or test.failures else 0


if __name__ == "__main__":
    sys.exit(main())
