"""What a guest boots: a kernel with a first program, and a system with the product installed.

The system is this machine's own, shared read-only below a cover in the guest's memory, without its
services and home folders; there is no network.
"""

import compileall
import lzma
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from staged import ROOT, shared, stage

KERNEL = Path(os.environ.get("GUEST_KERNEL", "/"))
"""Where a Debian kernel package was unpacked; else where one would be installed."""

_DRIVERS = ("virtio_pci", "9p", "9pnet_virtio", "overlay", "crc32c_generic", "ext4", "virtio_blk")
_TOOLS = ("qemu-system-x86_64", "busybox", "mkfs.ext4", "e2fsck", "debugfs", "systemctl")

# The disk is mounted here and not by systemd, which would need udev to see it.
_INIT = """#!/bin/busybox sh
set -e
/bin/busybox --install -s /bin
mkdir -p /proc /dev /host /cover /root
mount -t proc proc /proc
mount -t devtmpfs devtmpfs /dev
for driver in $(cat /drivers/order); do insmod "/drivers/$driver"; done
mount -t 9p -o ro,trans=virtio,version=9p2000.L,msize=262144,cache=loose host /host
mount -t tmpfs tmpfs /cover
mkdir /cover/upper /cover/work
mount -t overlay -o lowerdir=/host,upperdir=/cover/upper,workdir=/cover/work overlay /root
for folder in tmp var/tmp root home; do mount -t tmpfs tmpfs "/root/$folder"; done
rm -rf /root/etc/systemd/system /root/.dockerenv
cp -a "/host{staged}/." /root/
mount -t ext4 /dev/vda /root/var/lib/cablecoach
{binds}
exec switch_root /root /lib/systemd/systemd
"""

_WITNESS = """[Unit]
After=cablecoach-device.service
[Service]
ExecStart=/opt/python/bin/python3.{minor} /opt/witness.py
User=cablecoach-server
Group=cablecoach
Environment=CABLECOACH_RUNTIME_DIR=/run/cablecoach
Nice=-10
Environment=PYTHONPATH=/opt/source:/opt/site LD_LIBRARY_PATH=/opt/python/lib
TTYPath=/dev/ttyS1
StandardOutput=tty
[Install]
WantedBy=multi-user.target
"""


def missing() -> str | None:
    """What a guest needs and this machine has not."""
    if os.geteuid() != 0:
        return "only root can share the whole system with a guest"
    if absent := [tool for tool in _TOOLS if shutil.which(tool) is None]:
        return f"there is no {', '.join(absent)}"
    if not any(KERNEL.glob("boot/vmlinuz-*")):
        return f"there is no kernel in {KERNEL / 'boot'}; GUEST_KERNEL says where one is"
    return None


def kernel() -> Path:
    return max(KERNEL.glob("boot/vmlinuz-*"))


def copy_of_the_product(folder: Path, synchronous: str) -> Path:
    """The product's code, compiled as pip does; other than FULL makes it the mutant."""
    for part in ("device", "server", "wiring"):
        shutil.copytree(ROOT / part, folder / part)
    if synchronous != "FULL":
        opening = folder / "device/store/connection.py"
        line = '("synchronous", "FULL", 2)'
        assert line in opening.read_text()
        opening.write_text(
            opening.read_text().replace(line, f'("synchronous", "{synchronous}", 1)')
        )
    compileall.compile_dir(folder, quiet=1)
    return folder


def install(folder: Path) -> Path:
    """The installed product in ``folder``, with its services enabled, and the witness."""
    stage(folder)
    (folder / "etc/fstab").touch()
    (folder / "var/lib/cablecoach").mkdir(parents=True)
    shutil.copy(Path(__file__).with_name("witness.py"), folder / "opt")
    unit = folder / "etc/systemd/system/witness.service"
    unit.write_text(_WITNESS.format(minor=sys.version_info.minor))
    patient = folder / "etc/systemd/system/cablecoach-server.service.d/patient.conf"
    patient.parent.mkdir()
    patient.write_text("[Service]\nTimeoutStartSec=300\n")  # an emulated processor is slow
    services = ["cablecoach-device", "cablecoach-server", "witness"]
    enable = ["systemctl", "--quiet", f"--root={folder}", "enable", *services]
    subprocess.run(enable, check=True, timeout=60)
    return folder


def pack_first_program(folder: Path, staged: Path, source: Path) -> Path:
    """The archive whose ``init`` puts the system together and starts systemd."""
    for name in ("bin", "drivers"):
        (folder / name).mkdir(parents=True)
    shutil.copy(str(shutil.which("busybox")), folder / "bin/busybox")
    drivers = _drivers()
    for name, content in drivers.items():
        (folder / "drivers" / name).write_bytes(content)
    (folder / "drivers/order").write_text("\n".join(drivers))
    binds = [f'mount --bind "/host{there}" "/root{here}"' for here, there in shared(source).items()]
    (folder / "init").write_text(_INIT.format(staged=staged, binds="\n".join(binds)))
    (folder / "init").chmod(0o755)
    archive = folder.with_suffix(".cpio")
    pack = 'find . | busybox cpio -o -H newc >"$0"'
    subprocess.run(
        ["sh", "-c", pack, archive], cwd=folder, check=True, timeout=60, capture_output=True
    )
    return archive


def _drivers() -> dict[str, bytes]:
    """The modules without which the kernel sees no disk, in an order in which they load."""
    folder = KERNEL / "lib/modules" / kernel().name.removeprefix("vmlinuz-")
    files = {path.name.split(".")[0].replace("-", "_"): path for path in folder.rglob("*.ko*")}
    loaded: dict[str, bytes] = {}
    for name in _DRIVERS:
        _load(name, files, loaded)
    return loaded


def _load(name: str, files: dict[str, Path], loaded: dict[str, bytes]) -> None:
    if name in loaded or name not in files:  # a kernel may have it built in
        return
    data = files[name].read_bytes()
    content = lzma.decompress(data) if files[name].suffix == ".xz" else data
    if found := re.search(rb"\0depends=([\w,-]+)", content):
        for needed in found[1].decode().replace("-", "_").split(","):
            _load(needed, files, loaded)
    loaded[name] = content
