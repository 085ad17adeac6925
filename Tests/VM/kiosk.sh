# The whole kiosk on a Linux console, offline: codes from keyboards and from a camera, each pulled out in between.
. /t/guest.sh

modprobe uinput
modprobe xhci_pci
modprobe usbhid
modprobe hid_generic
keyboards() { grep -c '^N: .*QEMU USB Keyboard' /proc/bus/input/devices; }
keyboards_are() { [ "$(keyboards)" -eq "$1" ]; }

start_kiosk
typist -d 2 "$(token Alpha)"
check 20 "uinput: a code is read" greets Alpha
typist -d 2 -u "$(token Beta)"
sleep 1
typist -d 2 "$(token Gamma)"
check 20 "uinput: pulled out in mid-code, the next code is read" greets Gamma
typist -d 0 -g 0 "$(token Delta)" "$(token Epsilon)"
check 20 "uinput: of two codes at once the last is shown" greets Epsilon

echo "@plug keyboard"
check 20 "keyboard: it is there" keyboards_are 1
sleep 1
echo "@type ret $(token Zeta)"
check 30 "keyboard: a code is read" greets Zeta
echo "@half $(token Eta)"
echo "@unplug keyboard"
check 30 "keyboard: pulled out in mid-code" keyboards_are 0
echo "@plug keyboard"
check 30 "keyboard: plugged in again" keyboards_are 1
sleep 1
echo "@type ret $(token Theta)"
check 30 "keyboard: the next code is read" greets Theta
echo "@type tab $(token Iota)"
check 30 "keyboard: a code that Tab ends is read" greets Iota
echo "@type none $(token Kappa)"
check 30 "keyboard: a code that nothing ends is read" greets Kappa
echo "@caps"
echo "@type ret $(token Lambda)"
check 30 "keyboard: a code is read with Caps Lock on" greets Lambda
echo "@caps"

load_vivid
plug_camera
present Nu
check 60 "camera: a code is read" greets Nu
unplug_camera
check 30 "camera: pulled out, the screen says so" screen_says "camera is down"
typist -d 2 "$(token Mu)"
check 20 "camera: meanwhile a keyboard's code is read" greets Mu
plug_camera
check 60 "camera: plugged in again, the screen says so" screen_is_without "camera is down"
present Xi
check 60 "camera: the next code is read" greets Xi

end_kiosk
for name in Alpha Gamma Delta Epsilon Zeta Theta Iota Kappa Lambda Mu; do
    check 0 "recorded: $name came in once, by keyboard" recorded $name wedge 1
done
for name in Nu Xi; do
    check 0 "recorded: $name came in once, by camera" recorded $name camera 1
done
for name in Beta Eta; do
    check 0 "recorded: $name, typed in half, did not come in" recorded $name wedge 0
done
check 0 "recorded: nothing else but two garbled halves at most" only_garbled 2
finish
