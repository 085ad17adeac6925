# For the scripts that run inside the virtual machine: result lines, waiting, and the devices.
# A line that begins with @ asks the machine's host for a deed (boot.py).

export PATH=/bin:/sbin LOCPATH=/t/locale LC_ALL=C.UTF-8 TERMINFO=/t/terminfo TZ=Etc/GMT
failures=0
mount -t securityfs none /sys/kernel/security
# The kernel's own lines would tear ours.
dmesg -n 1

seconds() { cut -d . -f 1 /proc/uptime; }

# check SECONDS "what must hold" COMMAND…: the command is tried until it succeeds or the time is over.
check() {
    limit=$1 what=$2
    shift 2
    began=$(seconds)
    until "$@"; do
        if [ $(($(seconds) - began)) -ge "$limit" ]; then
            echo "FAILED  $what (not within $limit s)"
            failures=$((failures + 1))
            return 1
        fi
        sleep 0.2
    done
    echo "ok      $what ($(($(seconds) - began)) s)"
}

# The script's end: its exit status says whether every check held.
finish() {
    [ $failures -eq 0 ]
    exit
}

# What frames.py wrote: a visitor's pass, and the text of the code.
pass() { sed -n "s/^$1 \([^ ]*\) .*/\1/p" /t/visitors; }
token() { sed -n "s/^$1 [^ ]* //p" /t/visitors; }

# ended PID: gone, or a zombie.
ended() { ! grep -q '^State:[[:space:]]*[^Z]' "/proc/$1/status" 2>/dev/null; }

# MARK: vivid, the kernel's own camera. What its HDMI output is sent its HDMI input captures.

driver=/sys/bus/platform/drivers/vivid
picture=

load_vivid() {
    modprobe vivid n_devs=1 node_types=0x101 num_inputs=1 input_types=3 num_outputs=1 output_types=1
    unplug_camera
}

node() {
    for name in /sys/class/video4linux/*/name; do
        grep -q "$1" "$name" && name=${name%/name} && echo "/dev/${name##*/}" && return
    done
    return 1
}

# Joins output and input; fails while somebody captures already.
join_vivid() {
    in=$(node vid-cap) && out=$(node vid-out) || return 1
    v4l2-ctl -d "$out" --set-dv-bt-timings index=0 >/dev/null || return 1
    v4l2-ctl -d "$in" --set-dv-bt-timings index=0 >/dev/null || return 1
    v4l2-ctl -d "$out" --set-fmt-video-out width=640,height=480,pixelformat=YUYV || return 1
    # With another format than the output's, the input shows noise.
    v4l2-ctl -d "$in" -v width=640,height=480,pixelformat=YUYV -c loop_video=1,osd_text_mode=2
}

# present NAME: holds that visitor's code before the camera until take_away.
present() {
    v4l2-ctl -d "$(node vid-out)" --stream-out-mmap --stream-from "/t/$1.yuyv" --stream-loop --stream-poll \
        >/dev/null 2>&1 &
    picture=$!
}

take_away() {
    [ -n "$picture" ] && kill $picture 2>/dev/null
    picture=
}

unplug_camera() {
    ls $driver | grep -m 1 '^vivid\.' >/tmp/vivid
    cat /tmp/vivid >$driver/unbind
    take_away
}

# A true camera needs no joining; so the worker, which would open the new one before it is joined, is held still.
plug_camera() {
    kill -STOP $(pidof uketsuke-scan)
    cat /tmp/vivid >$driver/bind
    join_vivid
    kill -CONT $(pidof uketsuke-scan)
}

# MARK: the kiosk, on the Linux console, with the enrolled data that came in; the cloud is out of reach.

# start_kiosk [SETTING…]: further lines of its configuration.
start_kiosk() {
    cp -r /t/kiosk /tmp/kiosk
    printf '%s\n' 'data_dir = "/tmp/kiosk"' 'language = "en"' "$@" '[screen]' 'result_seconds = 60' >/tmp/kiosk.conf
    TERM=linux setsid sh -c 'exec uketsuke-kiosk run --config /tmp/kiosk.conf </dev/tty1 >/dev/tty1 2>&1' &
    kiosk=$!
    check 60 "kiosk: it opens on a Linux console" screen_says "QR"
    # So that typing meets no program that is still busy with its start; the emulation is slow.
    sleep 3
}

screen_says() { grep -qF "$1" /dev/vcs1; }
screen_is_without() { ! screen_says "$1"; }
greets() { screen_says Welcome && screen_says "$1 Stone"; }

end_kiosk() {
    echo "--- the kiosk's screen, its log and its events"
    fold -w 80 </dev/vcs1
    kill $kiosk
    check 20 "kiosk: it ends by SIGTERM" ended $kiosk
    cat /tmp/kiosk/kiosk.log
    uketsuke-kiosk queue export --config /tmp/kiosk.conf >/tmp/events
    cat /tmp/events
}

# recorded NAME MEANS COUNT: so often that visitor came in; whatever the screen showed, this counts.
recorded() { [ "$(grep -F "\"$(pass "$1")\"" /tmp/events | grep -F '"checkIn"' | grep -cF "\"$2\"")" -eq "$3" ]; }

# only_garbled COUNT: beside those who came in nothing is recorded but so many garbled codes at most.
only_garbled() {
    [ "$(grep -cv '"checkIn"' /tmp/events)" -le "$1" ] && ! grep -v '"checkIn"' /tmp/events | grep -qv '"garbled"'
}
