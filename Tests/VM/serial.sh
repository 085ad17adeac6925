# The kiosk with a serial scanner, as the example configuration shows it, which is pulled out and plugged in again.
. /t/guest.sh

modprobe xhci_pci
insmod /t/usbserial.ko
insmod /t/ftdi_sio.ko

there() { [ -c /dev/ttyUSB0 ]; }
not_there() { [ ! -e /dev/ttyUSB0 ]; }
being_read() { ls -l "/proc/$(pidof cat)/fd" 2>/dev/null | grep -q ttyUSB0; }

start_kiosk '[scanner]' 'command = ["cat", "/dev/ttyUSB0"]'
echo "@plug serial"
check 20 "serial: the scanner is there" there
check 40 "serial: the kiosk reads it" being_read
sleep 1
echo "@send $(token Alpha)"
check 20 "serial: a code is read" greets Alpha
echo "@send-half $(token Beta)"
sleep 1
echo "@unplug serial"
check 20 "serial: pulled out in mid-code" not_there
echo "@plug serial"
check 20 "serial: plugged in again" there
check 40 "serial: the kiosk reads it again" being_read
sleep 1
echo "@send $(token Gamma)"
check 20 "serial: the next code is read" greets Gamma

end_kiosk
for name in Alpha Gamma; do
    check 0 "recorded: $name came in once, by scanner" recorded $name wedge 1
done
check 0 "recorded: Beta, sent in half, did not come in" recorded Beta wedge 0
check 0 "recorded: nothing else but a garbled half at most" only_garbled 1
finish
