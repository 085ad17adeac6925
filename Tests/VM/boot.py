#!/usr/bin/env python3
"""boot.py MACHINE SHARE SCRIPT: runs SHARE/SCRIPT inside the virtual machine of the folder MACHINE.

Prints the script's result lines; everything that came over the console goes to MACHINE/SCRIPT.log. The script asks by
lines of its console for what only the machine's host can do:
  @plug DEVICE, @unplug DEVICE    a USB keyboard or a serial scanner (keyboard, serial)
  @type KEY TEXT, @half TEXT      types on the keyboard, the first with KEY at the end (ret, tab or none)
  @caps                           strikes Caps Lock
  @send TEXT, @send-half TEXT     what the serial scanner reads, the first with its end of line
Exit status: 0 if every check held.
"""
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

# The keyboard tells one stroke or release at a time, each time that it is asked (every 8 to 10 ms), and keeps sixteen
# to be told. So what begins a code goes in at once, as fast as a scanner types; the rest goes slower than it is told
# and within the pause that a scan may make, however busy this machine is.
BEGINNING = 4
PAUSE = 0.040
# Seconds for all that a script does.
LIMIT = 280


class Machine:
    """A running machine and what is plugged into it."""

    def __init__(self, control, line):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(control)
        self.stream = self.socket.makefile("rw")
        self.stream.readline()
        self.ask("qmp_capabilities")
        # The serial scanner's other end.
        address = {"type": "unix", "data": {"path": line}}
        backend = {"type": "socket", "data": {"addr": address, "server": True, "wait": False}}
        self.ask("chardev-add", id="line", backend=backend)
        self.line = socket.socket(socket.AF_UNIX)
        self.line.connect(line)
        threading.Thread(target=self.drain, daemon=True).start()
        self.plugged = {}
        self.count = 0

    def drain(self):
        """A terminal echoes what it reads; the emulator stands still when nobody takes that."""
        while self.line.recv(4096):
            pass

    def ask(self, command, **arguments):
        self.stream.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        self.stream.flush()
        while True:
            answer = json.loads(self.stream.readline())
            if "error" in answer:
                raise SystemExit(f"The machine refused {command}: {answer['error']['desc']}")
            if "return" in answer:
                return

    def plug(self, device):
        kind = {"keyboard": {"driver": "usb-kbd"}, "serial": {"driver": "usb-serial", "chardev": "line"}}[device]
        self.count += 1
        self.plugged[device] = f"{device}{self.count}"
        self.ask("device_add", id=self.plugged[device], bus="xhci.0", **kind)

    def unplug(self, device):
        self.ask("device_del", id=self.plugged.pop(device))

    def strike(self, names):
        self.ask("input-send-event", events=[
            {"type": "key", "data": {"down": down, "key": {"type": "qcode", "data": name}}}
            for name in names for down in (True, False)
        ])
        time.sleep(PAUSE)

    def press(self, *names):
        """Types keys; the code's letters fold, so none needs Shift."""
        self.strike(names[:BEGINNING])
        for name in names[BEGINNING:]:
            self.strike([name])

    def obey(self, order, text):
        key, _, typed = text.partition(" ")
        deeds = {
            "plug": lambda: self.plug(text),
            "unplug": lambda: self.unplug(text),
            "type": lambda: self.press(*typed.lower(), *([] if key == "none" else [key])),
            "half": lambda: self.press(*text.lower()[:len(text) // 2]),
            "caps": lambda: self.press("caps_lock"),
            "send": lambda: self.line.sendall(f"{text}\r\n".encode()),
            "send-half": lambda: self.line.sendall(text[:len(text) // 2].encode()),
        }
        deeds[order]()


def follow(process, runtime, log):
    """Passes on what the console says until it ends; returns whether a check failed."""
    machine, failed = None, False
    for line in process.stdout:
        log.write(line)
        log.flush()
        if line.startswith(("ok ", "FAILED ")):
            print(line, end="", flush=True)
            failed = failed or line.startswith("FAILED")
        elif line.startswith("@"):
            machine = machine or Machine(f"{runtime}/control", f"{runtime}/line")
            order, _, text = line[1:].rstrip().partition(" ")
            machine.obey(order, text)
    return failed


def end(process, identifier):
    """Ends the emulator by its own number: the script around it does not pass a signal on."""
    if process.poll() is None:
        with contextlib.suppress(OSError, ValueError), open(identifier) as file:
            os.kill(int(file.read()), signal.SIGKILL)
    process.wait()


def main():
    folder, share, script = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3]
    with tempfile.TemporaryDirectory() as runtime, open(f"{folder}/{script}.log", "w") as log:
        identifier = f"{runtime}/pid"
        environment = dict(
            os.environ, SHARE=share, MEM="1536", LIMIT=str(LIMIT), QMP=f"{runtime}/control", PIDFILE=identifier)
        process = subprocess.Popen(
            [f"{folder}/run.sh", script], env=environment, stdout=subprocess.PIPE, text=True, errors="replace")
        try:
            failed = follow(process, runtime, log)
            status = process.wait()
        finally:
            end(process, identifier)
    if status and not failed:
        print(f"FAILED  {script}: it did not come to its end within {LIMIT} s")
    return 1 if status else 0


if __name__ == "__main__":
    sys.exit(main())
