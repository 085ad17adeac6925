# The kiosk on a disk whose power is cut: visitors come and go as /t/script says, and what the screen has said of each
# is told to the host (power.py), which keeps what the disk had by then. The network is out of reach.
# The kernel command line may hold `shim=NAME`: a library of the share that the kiosk is loaded with.
. /t/guest.sh

for module in virtio_blk crc32c_generic ext4 uinput; do modprobe $module; done
mount -t ext4 /dev/vda /mnt || exit 3

mkfifo /tmp/codes
printf '%s\n' 'data_dir = "/mnt/kiosk"' 'language = "en"' '[scanner]' 'device = "none"' '[screen]' \
    'result_seconds = 600' >/tmp/kiosk.conf
shim=$(sed -n 's/.*shim=\([^ ]*\).*/\1/p' /proc/cmdline)
TERM=linux LD_PRELOAD=${shim:+/t/$shim} setsid sh -c \
    'exec 1<>/dev/tty1 2>&1 </tmp/codes; exec uketsuke-kiosk run --config /tmp/kiosk.conf' &
kiosk=$!
exec 4>/tmp/codes

# shows TEXT…: waits until the screen has all of them.
shows() {
    began=$(seconds)
    while :; do
        read -r screen </dev/vcs1
        found=yes
        for text in "$@"; do
            case $screen in *"$text"*) ;; *) found=no ;; esac
        done
        [ $found = yes ] && return
        ended $kiosk && break
        [ $(($(seconds) - began)) -ge 60 ] && break
    done
    echo "FAILED  the screen did not show: $*"
    fold -w 80 </dev/vcs1
    cat /mnt/kiosk/kiosk.log
    exit 1
}

shows "QR"
echo "READY"
while read -r deed name code; do
    echo "$code" >&4
    case $deed in
    in)
        shows Welcome "$name Stone"
        echo "ACK $name checkIn"
        ;;
    out)
        shows "Checked in at"
        echo "ACK $name refusal"
        # Pulled out in mid-code: one key, and no Enter behind it.
        typist -d 0 -u xx
        shows "checked out"
        echo "ACK $name checkOut"
        ;;
    esac
done </t/script
echo "DONE"
