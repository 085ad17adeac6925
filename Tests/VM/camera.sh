# The camera worker before true Linux cameras: read, unplugged, silent, failing, and plugged in again.
. /t/guest.sh

lines=/tmp/lines
mark=0

start_worker() {
    : >$lines
    mark=0
    uketsuke-scan --device auto >>$lines 2>>/tmp/worker.log &
    worker=$!
}

# What the worker said since the last deed.
from_now() { mark=$(wc -l <$lines); }
said() { tail -n +$((mark + 1)) $lines | grep -qF "$1"; }
# Each of the worker's processes has a filter for system calls and can gain no rights.
confined() {
    for process in $(pidof uketsuke-scan); do
        grep -q '^Seccomp:[[:space:]]*2$' "/proc/$process/status" || return 1
        grep -q '^NoNewPrivs:[[:space:]]*1$' "/proc/$process/status" || return 1
    done
}
has_moved() { [ "$(node vid-cap)" != /dev/video0 ]; }
read_code() { said "{\"code\":\"$(token "$1")\"}"; }

load_vivid
start_worker
check 10 "camera: there is none, the worker says so" said '{"camera":"none"}'
plug_camera
present Alpha
check 30 "camera: it is found by itself" said '{"camera":"ready"}'
check 30 "camera: a code is read" read_code Alpha
check 5 "camera: the worker's processes are confined" confined

from_now
unplug_camera
check 10 "camera: pulled out, the loss is said" said '{"camera":"lost"}'
from_now
check 5 "camera: without one, the worker lives" said '{"heartbeat":1}'
# A code that is out of view for less than three seconds is the same presentation.
sleep 4
from_now
plug_camera
present Alpha
check 30 "camera: plugged in again, it is back" said '{"camera":"ready"}'
check 30 "camera: the same code is read again" read_code Alpha

# A process that keeps the old device open keeps its number too.
sleep 600 <"$(node vid-cap)" &
holder=$!
unplug_camera
check 10 "camera: pulled out again, the loss is said" said '{"camera":"lost"}'
from_now
plug_camera
check 5 "camera: plugged in again, it has another number" has_moved
present Beta
check 30 "camera: under another number it is found" said '{"camera":"ready"}'
check 30 "camera: a code is read under that number" read_code Beta
kill $holder

from_now
v4l2-ctl -d "$(node vid-cap)" -c percentage_of_dropped_buffers=100
check 15 "camera: no frame comes, the loss is said" said '{"camera":"lost"}'
from_now
v4l2-ctl -d "$(node vid-cap)" -c percentage_of_dropped_buffers=0
check 30 "camera: frames come again, it is back" said '{"camera":"ready"}'
from_now
v4l2-ctl -d "$(node vid-cap)" -c inject_fatal_streaming_error=1
check 15 "camera: the driver fails, the loss is said" said '{"camera":"lost"}'
check 30 "camera: opened anew, it is back" said '{"camera":"ready"}'
kill $worker
check 10 "camera: the worker ends by SIGTERM" ended $worker
take_away
sleep 1
rmmod vivid

# Once a feeder that writes has died, this driver takes no other (0.12.7); so it is loaded anew.
feed() {
    rmmod v4l2loopback 2>/dev/null
    modprobe v4l2loopback exclusive_caps=1 max_buffers=4
    feeder "$(node .)" 10 600 yuyv "/t/$1.pgm" &
    feed=$!
}
start_worker
feed Gamma
check 30 "loopback: it is found" said '{"camera":"ready"}'
check 30 "loopback: a code is read" read_code Gamma
kill $feed
check 15 "loopback: the feeder dies, the loss is said" said '{"camera":"lost"}'
from_now
feed Delta
check 40 "loopback: with a new feeder it is back" said '{"camera":"ready"}'
check 30 "loopback: the next code is read" read_code Delta
kill $feed $worker
check 10 "loopback: the worker ends by SIGTERM" ended $worker
echo "--- the worker's last lines and its log"
tail -n 5 $lines
cat /tmp/worker.log
finish
